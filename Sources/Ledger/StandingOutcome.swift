package import Extraction
import Foundation
import GRDB
import JSON

/// What stands for one document as it was read at one moment, to decide about.
package struct StandingOutcome: Sendable, Equatable {
  package let document: Digest
  /// Where the content is, or was; the first of several paths.
  package let path: DocumentPath
  /// Whether no listed file holds the content any more.
  package let isGone: Bool
  package let kind: Outcome.Kind
  /// The class of the gravest finding, of a dead letter.
  package let failureClass: FailureClass?
  /// The record as far as it got; its value is null where there is none.
  package let record: Extraction.Record
  /// Who decided that it stands so; nil where a run did.
  package let reviewer: String?
  /// The digest of the published record that a decision replaced.
  package let supersedes: Digest?
  /// Whether the next run asks about it, because somebody said so.
  package let isMarkedForRetry: Bool
  /// Differs as soon as anything else stands: a decision says which version it was taken on.
  package let version: Digest

  /// Takes a row of ``PipelineLedger/eachStanding(_:in:where:_:_:)``.
  init(_ row: Row) throws {
    document = try Digest(stored: row["document"])
    path = DocumentPath(stored: row["seen_at"])
    isGone = row["gone"]
    kind = try Outcome.Kind(stored: row["kind"])
    let word: String? = row["class"]
    failureClass = try word.map { try FailureClass(stored: $0) }
    record = try Extraction.Record(row: row)
    reviewer = row["reviewer"]
    let superseded: Data? = row["supersedes"]
    supersedes = try superseded.map(Digest.init(stored:))
    isMarkedForRetry = (row["standing_key"] as Data).isEmpty
    version = try Self.version(row, isMarked: isMarkedForRetry)
  }

  /// Of the decision and of all that a person is shown.
  private static func version(_ row: Row, isMarked: Bool) throws -> Digest {
    var digester = Digester()
    digester.update(part: "decision", (row["decision_id"] as Int64?).map { "\($0)" } ?? "")
    digester.update(part: "record key", try Digest(stored: row["record_key"]).hex)
    digester.update(part: "marked", "\(isMarked)")
    for column in ["kind", "class", "record", "findings"] {
      digester.update(part: column, row[column] ?? "")
    }
    return digester.finish()
  }

  /// What a decision keeps of it as `before` or `after`.
  var json: JSONValue {
    var object: JSONObject = ["outcome": .string(kind.rawValue)]
    object.set("class", failureClass.map { .string($0.rawValue) })
    object["record"] = record.value
    object["evidence"] = record.evidenceJSON
    object["findings"] = record.findingsJSON
    object.set("missing", record.missingJSON)
    object.set("reviewer", reviewer.map(JSONValue.string))
    if isMarkedForRetry { object["retry"] = true }
    return .object(object)
  }
}
