package import Extraction
import Foundation
import GRDB
private import Glibc
private import Processes

/// What one pipeline sees of the ledger: what stands, its queue, its result files, its lock.
package final class PipelineLedger: Sendable {
  /// The pipeline's name, its identity.
  package let name: String
  /// Where `results.jsonl`, `dead-letters.jsonl` and the locks are; made when it is needed.
  package let resultsFolder: String

  let ledger: Ledger
  /// The row of the pipeline.
  let id: Int64

  fileprivate init(_ ledger: Ledger, name: String, resultsFolder: String) throws(LedgerError) {
    self.ledger = ledger
    self.name = name
    self.resultsFolder = resultsFolder
    id = try ledger.write { db in
      try db.execute(
        sql: "INSERT INTO pipeline (name) VALUES (?) ON CONFLICT DO NOTHING", arguments: [name])
      return try Int64.fetchOne(
        db, sql: "SELECT id FROM pipeline WHERE name = ?", arguments: [name]) ?? 0
    }
  }

  /// Begins a run: from now on what it does with documents can be kept.
  ///
  /// - Parameter schema: that of the run, which decides whether a reviewer's record still stands;
  ///   nil where every one does.
  package func beginRun(schema: RecordSchema? = nil) throws(LedgerError) -> RunLedger {
    let run = try ledger.write { db in
      try db.execute(
        sql: "INSERT INTO run (pipeline_id, pid, started_at) VALUES (?, ?, ?)",
        arguments: [id, Int(getpid()), Timestamp.now])
      return db.lastInsertedRowID
    }
    return RunLedger(pipeline: self, run: run, schema: schema)
  }

  /// Takes the pipeline's run lock, which dies with the process; nil where another run holds it.
  package func tryLockRun() throws(LedgerError) -> RunLock? {
    try Folder.make(resultsFolder)
    return try RunLock(path: runLockPath)
  }

  /// What the holder of the run lock wrote of itself, such as `pid 123 since …`.
  ///
  /// Of use after ``tryLockRun()`` gave nil; nil where nobody wrote anything.
  package var runLockHolder: String? {
    guard access(runLockPath, F_OK) == 0 else { return nil }
    return (try? FileLock(path: runLockPath))?.holder
  }

  private var runLockPath: String { resultsFolder + "/run.lock" }
}

extension Ledger {
  /// The view of one pipeline.
  ///
  /// - Parameter resultsFolder: where its result files go: `<output.directory>/<name>`.
  package func pipeline(
    named name: String, resultsFolder: String
  ) throws(LedgerError) -> PipelineLedger {
    try PipelineLedger(self, name: name, resultsFolder: resultsFolder)
  }
}

extension PipelineLedger {
  /// How many documents stand in each way, vanished ones included: the lines of the result files,
  /// and those that a reviewer discarded.
  package func standing() throws(LedgerError) -> [Outcome.Kind: Int] {
    try ledger.read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT kind, count(*) AS count FROM outcome AS o
          WHERE pipeline_id = ? AND EXISTS (
            SELECT 1 FROM sighting AS s
            WHERE s.pipeline_id = o.pipeline_id AND s.document = o.document)
          GROUP BY kind
          """, arguments: [id])
      var counts: [Outcome.Kind: Int] = [:]
      for row in rows { counts[try Outcome.Kind(stored: row["kind"])] = row["count"] }
      return counts
    }
  }
}

extension Outcome.Kind {
  init(stored word: String) throws {
    guard let kind = Outcome.Kind(rawValue: word) else {
      throw StorageError.damaged("the kind of an outcome")
    }
    self = kind
  }
}
