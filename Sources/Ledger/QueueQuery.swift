package import Extraction
import Foundation
import GRDB
import JSON

/// Which letters of a queue are meant, and in which order.
package struct QueueQuery: Sendable, Hashable {
  package enum Order: Sendable, Hashable {
    /// The gravest class first; letters with one cause stand together.
    case cause
    case path
    /// What has waited longest first.
    case oldest
    case newest
    /// The greatest value of a property of the record first.
    case value(String)
  }

  /// Nil for all classes.
  package var failureClass: FailureClass?
  /// Nil for all rules, empty for letters without one.
  package var rule: String?
  /// With `*` for indexes; nil for all, empty for the whole record.
  package var field: String?
  /// Nil for all.
  package var layout: String?
  /// Words that path, record, findings or the document's text hold, whatever their case (in ASCII); empty for all.
  package var text = ""
  /// Only what came to be after a time, in milliseconds since 1970.
  package var newSince: Int?
  /// Only records that were chosen for the audit and stand among no others.
  package var isAuditOnly = false
  package var order = Order.cause
  /// The share of accepted records that stand in the queue too, 0 to 1.
  package var audit = 0.0

  package init() {}

  /// - Parameter audit: the share of accepted records that stand in the queue too.
  package init(cause: Cause, audit: Double = 0) {
    failureClass = cause.failureClass
    rule = cause.rule ?? ""
    field = cause.field ?? ""
    isAuditOnly = cause.failureClass == nil
    self.audit = audit
  }
}

extension QueueQuery {
  /// An SQL condition on the row `o` of `outcome`, with the values of its parameters by name.
  func condition(in pipeline: Int64) -> (sql: String, arguments: StatementArguments) {
    var parts: [String] = []
    var values: [String: (any DatabaseValueConvertible)?] = [:]
    func require(_ part: String, _ name: String, _ value: any DatabaseValueConvertible) {
      parts.append(part)
      values[name] = value
    }
    require("o.pipeline_id = :pipeline", "pipeline", pipeline)
    if isAuditOnly {
      parts.append("o.rank = 99")
    } else if let failureClass {
      require("o.rank = :rank", "rank", Ledger.rank(of: failureClass))
    } else {
      parts.append("o.rank IS NOT NULL")
    }
    if let threshold = Self.threshold(of: audit) {
      require("(o.review < 2 OR o.document < :threshold)", "threshold", threshold)
    } else {
      parts.append("o.review < 2")
    }
    if let rule { require("o.rule = :rule", "rule", rule) }
    if let field { require("o.field = :field", "field", field) }
    if let layout { require("o.layout = :layout", "layout", layout) }
    if let newSince { require("o.decided_at > :since", "since", newSince) }
    for (index, word) in words.enumerated() {
      require(Self.holds(":word\(index)"), "word\(index)", "%\(Self.escaped(word))%")
    }
    return (parts.joined(separator: " AND "), StatementArguments(values))
  }

  /// What ``text`` is taken apart into.
  private var words: ArraySlice<Substring> { text.split(separator: " ").prefix(8) }

  /// Texts are read one after the other in their own table: to look each letter's up takes twice as
  /// long.
  private static func holds(_ word: String) -> String {
    #"(CAST(o.path AS TEXT) LIKE \#(word) ESCAPE '\' OR o.record LIKE \#(word) ESCAPE '\' "#
      + #"OR o.findings LIKE \#(word) ESCAPE '\' OR o.document IN ("#
      + #"SELECT t.document FROM document_text AS t WHERE t.text LIKE \#(word) ESCAPE '\'))"#
  }

  /// Contents are hashes, so those below a threshold are a random sample that never changes.
  static func threshold(of audit: Double) -> Data? {
    guard audit > 0 else { return nil }
    let bound = UInt64((min(audit, 1) * Double(UInt32.max)).rounded())
    return withUnsafeBytes(of: UInt32(bound).bigEndian) { Data($0) }
  }

  private static func escaped(_ word: Substring) -> String {
    String(word).replacing(#"\"#, with: #"\\"#).replacing("%", with: #"\%"#)
      .replacing("_", with: #"\_"#)
  }

  /// Expressions whose values, in this order, no two letters share; smaller ones come first.
  var keys: [String] {
    switch order {
    case .cause:
      ["o.rank", "o.rule", "o.field", "o.path", "o.document"]
    case .path: ["o.path", "o.document"]
    case .oldest: ["o.decided_at", "o.document"]
    case .newest: ["-o.decided_at", "o.document"]
    case .value(let property): [Self.amount(of: property), "o.document"]
    }
  }

  /// The greatest first, what is no number last.
  private static func amount(of property: String) -> String {
    let path = "$." + JSONValue.string(property).text()
    let quoted = path.replacing("'", with: "''")
    return """
      CASE json_type(o.record, '\(quoted)') WHEN 'integer' THEN -json_extract(o.record, '\(quoted)')
      WHEN 'real' THEN -json_extract(o.record, '\(quoted)') ELSE 9e999 END
      """
  }
}
