import Extraction
import Foundation
import GRDB
import JSON

extension DeadLetter {
  /// Takes a row of ``PipelineLedger/eachStanding(_:in:where:_:_:)``.
  init(_ row: Row) throws {
    let stage: String? = row["stage"]
    self.init(
      document: try Digest(stored: row["document"]), path: DocumentPath(stored: row["seen_at"]),
      isGone: row["gone"], failureClass: try FailureClass(stored: row["class"]),
      stage: stage.flatMap(Stage.init(rawValue:)),
      record: try Extraction.Record(row: row), attempts: row["attempts"], cost: row["cost"],
      isMarkedForRetry: (row["standing_key"] as Data).isEmpty)
    isHeld = try Outcome.Kind(stored: row["kind"]) == .accepted
  }
}

extension Extraction.Record {
  /// Takes the columns `record`, `evidence`, `findings` and `missing` of an outcome.
  init(row: Row) throws {
    let missing: String? = row["missing"]
    let fields: JSONObject = [
      "record": try JSONValue(stored: row["record"]),
      "evidence": try JSONValue(stored: row["evidence"]),
      "findings": try JSONValue(stored: row["findings"]),
      "missing": try missing.map { try JSONValue(stored: $0) } ?? .null,
    ]
    try self.init(Fields(.object(fields)))
  }
}

extension FailureClass {
  /// Takes the column `class` of a dead letter.
  init(stored word: String?) throws {
    guard let failureClass = word.flatMap(FailureClass.init(rawValue:)) else {
      throw StorageError.damaged("the class of a dead letter")
    }
    self = failureClass
  }
}
