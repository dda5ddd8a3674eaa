package import Extraction
import Foundation
import GRDB
import JSON

extension RunLedger {
  /// Keeps what the run did with documents: all of them or, where it throws, none.
  ///
  /// An outcome replaces the one that stands, unless a reviewer decided and the schema takes it:
  /// then only the key changes, so that the document is not asked about again in every run.
  ///
  /// - Throws: ``LedgerError``; `inconsistent` for an outcome without content, or beside a
  ///   disposition that is none.
  package func commit(_ conclusions: [Conclusion]) throws {
    try ledger.write { db in
      for conclusion in conclusions {
        try keepSighting(conclusion, in: db)
        try keepDisposition(conclusion, in: db)
        guard let standing = conclusion.standing else { continue }
        guard let document = conclusion.document else {
          throw LedgerError.inconsistent("an outcome of a document that was never read")
        }
        switch conclusion.disposition {
        case .accepted, .deadLettered: break
        case .skipped, .deferred:
          throw LedgerError.inconsistent("an outcome of a document that was not decided")
        }
        try keepOutcome(standing, of: document, conclusion, in: db)
        try keepText(standing, of: document, in: db)
      }
    }
  }

  /// A document that was not read keeps what was seen before, so that a later run notices the
  /// change.
  private func keepSighting(_ conclusion: Conclusion, in db: Database) throws {
    let update =
      conclusion.document == nil
      ? "run_id = excluded.run_id, gone = 0"
      : """
      size = excluded.size, mtime_ns = excluded.mtime_ns, inode = excluded.inode,
      document = excluded.document, run_id = excluded.run_id, gone = 0
      """
    let entry = conclusion.entry
    try db.cachedStatement(
      sql: """
        INSERT INTO sighting (pipeline_id, path, size, mtime_ns, inode, document, run_id)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (pipeline_id, path) DO UPDATE SET \(update)
        """
    ).execute(
      arguments: [
        pipeline.id, entry.path.stored, entry.size, entry.modified,
        Int64(bitPattern: entry.inode), conclusion.document?.stored, run,
      ])
  }

  private func keepDisposition(_ conclusion: Conclusion, in db: Database) throws {
    let (disposition, reason) = conclusion.disposition.stored
    try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO disposition (run_id, path, document, disposition, reason, alone)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        run, conclusion.entry.path.stored, conclusion.document?.stored, disposition, reason,
        conclusion.isDeferredAlone,
      ])
  }

  private func keepOutcome(
    _ standing: Conclusion.Standing, of document: Digest, _ conclusion: Conclusion,
    in db: Database
  ) throws {
    if try decisionStands(against: standing, of: document, in: db) { return }
    let outcome = standing.outcome
    var failureClass = outcome.failureClass
    if failureClass == nil, case .deadLettered(let ofRun) = conclusion.disposition {
      failureClass = ofRun
    }
    let held = outcome.kind == .accepted ? Cause(held: outcome.record) : nil
    let cause = outcome.kind == .accepted ? held : Cause(of: outcome.record, failureClass)
    try db.cachedStatement(sql: Self.outcomeUpsert).execute(
      arguments: [
        "pipeline": pipeline.id, "document": document.stored,
        "path": conclusion.entry.path.stored, "kind": outcome.kind.rawValue,
        "stage": outcome.stage?.rawValue,
        "class": cause?.failureClass?.rawValue, "rule": cause?.rule ?? "",
        "field": cause?.field ?? "", "review": held == nil ? 0 : 1,
        "layout": Layout.of(outcome.record),
        "record": outcome.record.value.text(), "evidence": outcome.record.evidenceJSON.text(),
        "findings": outcome.record.findingsJSON.text(),
        "missing": outcome.record.missingJSON?.text(),
        "standing": try standingKey(standing, of: document, in: db),
        "made": standing.recordKey.stored, "attempts": standing.attempts, "cost": standing.cost,
        "now": Timestamp.now, "run": run,
        "replaced": try acceptedRecord(of: document, in: db)?.stored,
      ])
  }

  /// Bytes of a text that are kept to be searched.
  private static let mostText = 200_000

  /// Keeps the words of what may wait for a person; what does not is dropped when the run ends.
  private func keepText(
    _ standing: Conclusion.Standing, of document: Digest, in db: Database
  ) throws {
    guard let text = standing.text,
      standing.outcome.kind == .deadLettered
        || standing.outcome.record.missing.values.contains(.held)
    else { return }
    try db.cachedStatement(
      sql: "INSERT INTO document_text (document, text) VALUES (?, ?) ON CONFLICT DO NOTHING"
    ).execute(
      arguments: [
        document.stored, String(decoding: text.utf8.prefix(Self.mostText), as: UTF8.self),
      ])
  }

  /// Empty where somebody asked for another sample while this one was under way.
  private func standingKey(
    _ standing: Conclusion.Standing, of document: Digest, in db: Database
  ) throws -> Data {
    guard let sample = standing.sample else { return standing.standingKey.stored }
    return try self.sample(of: document, in: db) > sample ? Data() : standing.standingKey.stored
  }

  /// The digest of the record that was accepted last; nil where none was.
  private func acceptedRecord(of document: Digest, in db: Database) throws -> Digest? {
    let statement = try db.cachedStatement(
      sql: "SELECT kind, record, replaced FROM outcome WHERE pipeline_id = ? AND document = ?")
    let arguments: StatementArguments = [pipeline.id, document.stored]
    guard let row = try Row.fetchOne(statement, arguments: arguments) else { return nil }
    if try Outcome.Kind(stored: row["kind"]) == .accepted {
      return Digest(of: try JSONValue(stored: row["record"]).utf8(.canonical))
    }
    let replaced: Data? = row["replaced"]
    return try replaced.map(Digest.init(stored:))
  }

  private static let outcomeUpsert = """
    INSERT INTO outcome (
      pipeline_id, document, path, kind, stage, class, rule, field, review, layout, record, evidence,
      findings, missing, standing_key, record_key, attempts, cost, decided_at, run_id, replaced)
    VALUES (
      :pipeline, :document, :path, :kind, :stage, :class, :rule, :field, :review, :layout,
      :record, :evidence, :findings, :missing,
      :standing, :made, :attempts, :cost, :now, :run, :replaced)
    ON CONFLICT (pipeline_id, document) DO UPDATE SET
      path = excluded.path, kind = excluded.kind, stage = excluded.stage, class = excluded.class,
      rule = excluded.rule, field = excluded.field, review = excluded.review, layout = excluded.layout,
      record = excluded.record, evidence = excluded.evidence, findings = excluded.findings,
      missing = excluded.missing, standing_key = excluded.standing_key,
      record_key = excluded.record_key, attempts = excluded.attempts, cost = excluded.cost,
      decided_at = excluded.decided_at, run_id = excluded.run_id, replaced = excluded.replaced,
      reviewer = NULL, supersedes = NULL, schema = NULL
    """
}
