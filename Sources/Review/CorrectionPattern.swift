package import Extraction
package import JSON
package import Ledger

/// What a reviewer changed in one letter, as it would be done in another.
///
/// A value that stands beside a label is looked for beside the same label: `Total due 1,190.00`
/// teaches where the total is, not that it is 1,190.00. What stands beside none, and what was found
/// to be absent, is the same everywhere.
package struct CorrectionPattern: Sendable {
  private struct Change: Sendable {
    var place: JSONPointer
    /// Nil where the document does not say.
    var value: JSONValue?
    var label: PrintedLabel?
  }

  private let changes: [Change]

  /// - Parameters:
  ///   - edited: the places that were changed.
  ///   - record: as it was made, with its evidence.
  ///   - document: that the record is about.
  package init(
    _ edited: [JSONPointer], of record: Record, in document: OriginalDocument.Reading
  ) {
    changes = edited.filter { !$0.isRoot }.flatMap { edited -> [Change] in
      guard let value = record.value[edited] else { return [Change(place: edited)] }
      return value.leaves.map { leaf in
        let place = edited.appending(leaf.pointer)
        let range = record.evidence[place]?.range
        let label = document.document.flatMap { document in
          range.flatMap { PrintedLabel(of: $0, in: document.text) }
        }
        return Change(place: place, value: leaf.value.isNull ? nil : leaf.value, label: label)
      }
    }
  }

  /// The edits that would do the same in another letter; empty where there is nothing to do.
  package func edits(
    for letter: StandingOutcome, by decider: Decider
  ) -> (edits: [RecordEdit], pointed: [JSONPointer: Evidence]) {
    let document = decider.original.read(letter).document
    var edits: [RecordEdit] = []
    var pointed: [JSONPointer: Evidence] = [:]
    for change in changes {
      guard let value = change.value else {
        if letter.record.value[change.place].map({ !$0.isNull }) ?? false {
          edits.append(.set(change.place, "null"))
        }
        continue
      }
      guard let label = change.label else {
        edits.append(.set(change.place, Self.text(value)))
        continue
      }
      guard let document,
        let found = label.value(
          in: document.text, { decider.values.value(of: $0, at: change.place) })
      else { continue }
      edits.append(.set(change.place, Self.text(found.value)))
      pointed[change.place] = Evidence(pointing: found.range, at: found.value, in: document)
    }
    return (edits, pointed)
  }

  /// As a person writes it.
  private static func text(_ value: JSONValue) -> String { value.stringValue ?? value.text() }
}

extension Evidence {
  /// What a person, or a label, points at.
  package init(pointing range: Range<Int>, at value: JSONValue, in document: ParsedDocument) {
    let quote = String(document.text(in: range))
    self.init(
      kind: quote == value.stringValue ?? value.text() ? .exact : .normalised, score: 1,
      quote: quote, range: range, page: document.page(at: range.lowerBound),
      boxes: document.words.boxes(of: range))
  }
}
