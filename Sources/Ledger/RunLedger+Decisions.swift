package import Extraction
import Foundation
import GRDB
import JSON

// What reviewers decided, for a run.

extension RunLedger {
  package func isDecided(_ document: Digest, under schema: Digest) throws -> Bool {
    try ledger.read { db in
      guard let decided = try decided(document, in: db) else { return false }
      return decided.kind == .discarded || decided.schema == schema
    }
  }

  package func decidedRecord(of document: Digest) throws -> Extraction.Record? {
    try ledger.read { db in
      guard let decided = try decided(document, in: db), decided.kind == .accepted,
        accepts(decided.record.value)
      else { return nil }
      return decided.record
    }
  }

  package func askAgain(about classes: Set<FailureClass>?, at paths: [DocumentPath]?) throws {
    try ledger.write { db in
      var condition = "o.reviewer IS NULL"
      var arguments: StatementArguments = []
      if let classes {
        let words = classes.map(\.rawValue).sorted()
        let marks = databaseQuestionMarks(count: words.count)
        condition += " AND o.kind = 'dead_lettered' AND o.class IN (\(marks))"
        arguments += StatementArguments(words)
      }
      guard let paths else { return try pipeline.markForRetry(condition, arguments, in: db) }
      for path in paths {
        try pipeline.markForRetry(
          condition + """
             AND o.document = (
            SELECT document FROM sighting WHERE pipeline_id = o.pipeline_id AND path = ?)
            """, arguments + [path.stored], in: db)
      }
    }
  }

  /// Keeps a model's outcome from the place of a reviewer's decision.
  ///
  /// The decision is from now on one under this run's settings, so that no further run asks.
  ///
  /// - Returns: whether the decision stands.
  func decisionStands(
    against standing: Conclusion.Standing, of document: Digest, in db: Database
  ) throws -> Bool {
    guard let decided = try decided(document, in: db),
      decided.kind == .discarded || accepts(decided.record.value)
    else { return false }
    try db.cachedStatement(
      sql: """
        UPDATE outcome SET standing_key = ?, schema = coalesce(?, schema)
        WHERE pipeline_id = ? AND document = ?
        """
    ).execute(
      arguments: [
        standing.standingKey.stored, schema?.digest.stored, pipeline.id, document.stored,
      ])
    return true
  }

  private func accepts(_ record: JSONValue) -> Bool { schema?.accepts(record) ?? true }

  private struct Decided {
    var kind: Outcome.Kind
    var record: Extraction.Record
    var schema: Digest?
  }

  /// What a reviewer decided and nobody marked for a retry since.
  private func decided(_ document: Digest, in db: Database) throws -> Decided? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT kind, record, evidence, findings, missing, schema FROM outcome
        WHERE pipeline_id = ? AND document = ? AND reviewer IS NOT NULL AND standing_key <> x''
        """)
    let arguments: StatementArguments = [pipeline.id, document.stored]
    guard let row = try Row.fetchOne(statement, arguments: arguments) else { return nil }
    let schema: Data? = row["schema"]
    return Decided(
      kind: try Outcome.Kind(stored: row["kind"]), record: try Extraction.Record(row: row),
      schema: try schema.map(Digest.init(stored:)))
  }
}
