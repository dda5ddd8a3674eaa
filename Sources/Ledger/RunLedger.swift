package import Extraction
import Foundation
import GRDB
package import JSON

/// What one run writes: sightings, dispositions, outcomes and replies.
///
/// It is the ``OutcomeStore`` and the ``ReplyStore`` of that run. Safe to use from any thread.
package final class RunLedger: Sendable {
  /// The run's number: later runs have greater ones.
  package let run: Int64

  let pipeline: PipelineLedger
  let schema: RecordSchema?

  var ledger: Ledger { pipeline.ledger }

  /// Of how many runs the dispositions of skipped documents are kept: a run from cron skips nearly
  /// all of them, every few minutes, for ever.
  private static let runsOfSkips = 8

  init(pipeline: PipelineLedger, run: Int64, schema: RecordSchema?) {
    self.pipeline = pipeline
    self.run = run
    self.schema = schema
  }

  /// Ends the run; one that was killed has no end.
  ///
  /// - Parameter summary: the sums that the run printed.
  package func end(exitCode: Int, summary: JSONValue) throws(LedgerError) {
    try ledger.write { db in
      try db.execute(
        sql: "UPDATE run SET ended_at = ?, exit_code = ?, summary = ? WHERE id = ?",
        arguments: [Timestamp.now, exitCode, summary.text(), run])
      try db.execute(
        sql: """
          DELETE FROM document_text WHERE document NOT IN (
            SELECT document FROM outcome WHERE kind = 'dead_lettered' OR review = 1)
          """)
      try db.execute(
        sql: """
          DELETE FROM disposition WHERE disposition = 'skipped' AND run_id IN (
            SELECT id FROM run WHERE pipeline_id = ? ORDER BY id DESC LIMIT -1 OFFSET ?)
          """, arguments: [pipeline.id, Self.runsOfSkips])
    }
  }
}

extension RunLedger: OutcomeStore {
  package func sightedContent(of entry: Listing.Entry) throws -> Digest? {
    try digest(
      """
      SELECT document FROM sighting WHERE pipeline_id = ? AND path = ?
        AND size = ? AND mtime_ns = ? AND inode = ? AND document IS NOT NULL
      """,
      [
        pipeline.id, entry.path.stored, entry.size, entry.modified,
        Int64(bitPattern: entry.inode),
      ])
  }

  package func standingKey(of document: Digest) throws -> Digest? {
    try digest(
      """
      SELECT standing_key FROM outcome
      WHERE pipeline_id = ? AND document = ? AND standing_key <> x''
      """, [pipeline.id, document.stored])
  }

  package func sample(of document: Digest) throws -> Int {
    try ledger.read { db in try sample(of: document, in: db) }
  }

  func sample(of document: Digest, in db: Database) throws -> Int {
    try Int.fetchOne(
      db.cachedStatement(sql: "SELECT number FROM sample WHERE pipeline_id = ? AND document = ?"),
      arguments: [pipeline.id, document.stored]) ?? 0
  }

  package func retrySettings(of document: Digest) throws -> RetrySettings {
    try ledger.read { db in
      try pipeline.retrySettings(of: document, in: db) ?? RetrySettings()
    }
  }

  package func deferrals(of document: Digest) throws -> Int {
    try ledger.read { db in
      try Int.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT count(DISTINCT d.run_id) FROM disposition AS d
            JOIN run AS r ON r.id = d.run_id AND r.pipeline_id = :pipeline
            WHERE d.document = :document AND d.alone = 1 AND d.run_id < :run
              AND d.run_id > coalesce((
                SELECT run_id FROM outcome
                WHERE pipeline_id = :pipeline AND document = :document), 0)
            """),
        arguments: ["pipeline": pipeline.id, "document": document.stored, "run": run]) ?? 0
    }
  }

  package func markGone(except listing: Listing) throws {
    let present = Set(listing.entries.map(\.path))
    try ledger.write { db in
      var changed: [(path: Data, gone: Bool)] = []
      let rows = try Row.fetchCursor(
        db, sql: "SELECT path, gone FROM sighting WHERE pipeline_id = ?",
        arguments: [pipeline.id])
      while let row = try rows.next() {
        let path: Data = row["path"]
        let isGone = !present.contains(DocumentPath(stored: path))
        if isGone != row["gone"] { changed.append((path, isGone)) }
      }
      let update = try db.cachedStatement(
        sql: "UPDATE sighting SET gone = ? WHERE pipeline_id = ? AND path = ?")
      for (path, gone) in changed {
        try update.execute(arguments: [gone, pipeline.id, path])
      }
    }
  }

  package func publish() throws {
    try pipeline.publish()
  }

  private func digest(_ sql: String, _ arguments: StatementArguments) throws -> Digest? {
    try ledger.read { db in
      try Data.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
        .map(Digest.init(stored:))
    }
  }
}
