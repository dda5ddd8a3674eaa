package import Extraction
package import JSON

/// Why a document is a dead letter, as far as letters have it in common: what one person mends in
/// one of them can often be mended in all.
package struct Cause: Sendable, Hashable {
  /// Nil for a record that was chosen for the audit and stands among no others.
  package var failureClass: FailureClass?
  /// The broken rule's name.
  package var rule: String?
  /// The place of the gravest finding, with `*` for every index, such as `/line_items/*/amount`;
  /// nil for the whole record.
  package var field: String?

  package init(failureClass: FailureClass?, rule: String? = nil, field: String? = nil) {
    self.failureClass = failureClass
    self.rule = rule
    self.field = field
  }

  /// The cause of a record that was kept back.
  package init(of record: Record, _ failureClass: FailureClass?) {
    let gravest = record.findings.first {
      $0.severity == .error && $0.failureClass == failureClass
    }
    self.init(
      failureClass: failureClass, rule: gravest?.rule,
      field: gravest.flatMap { Self.field(of: $0.path) })
  }

  /// The cause of what is held back of a record that was accepted otherwise; nil where nothing is.
  init?(held record: Record) {
    guard record.missing.values.contains(.held),
      let gravest = Finding.gravest(of: record.findings)
    else { return nil }
    self.init(of: record, gravest)
  }

  /// A place without its indexes; nil for the root.
  package static func field(of place: JSONPointer) -> String? {
    guard !place.isRoot else { return nil }
    return JSONPointer(place.tokens.map { Int($0) == nil ? $0 : "*" }).description
  }
}

/// How a document looks, as far as its evidence tells: where the values of the record's head stand
/// in the upper half of the first page.
///
/// Documents that one program printed have it in common, and what was read wrong in one of them was
/// read wrong in the others.
enum Layout {
  /// In hundredths of a point: lines of one layout differ by less.
  private static let line: Int32 = 800
  /// Below it, rows push everything down.
  private static let half: Int32 = 40_000

  /// A few digits; nil where the evidence has no boxes.
  static func of(_ record: Record) -> String? {
    let places = record.evidence.compactMap { place, evidence -> String? in
      guard place.tokens.count == 1, evidence.page == 1, let box = evidence.boxes.first,
        box.y0 < half
      else { return nil }
      return "\(place) \(box.y0 / line)"
    }
    guard places.count > 1 else { return nil }
    return String(Digest(of: places.sorted().joined(separator: "\n")).hex.prefix(12))
  }
}
