package import Extraction
import Foundation
import GRDB
import JSON

extension PipelineLedger {
  /// Keeps a decision and lets it stand, unless something else stands by now.
  ///
  /// Takes no run lock: a run that is under way finds the decision when it commits.
  ///
  /// - Parameters:
  ///   - shown: what the reviewer saw.
  ///   - schema: that the record was checked by.
  /// - Returns: what stands now.
  /// - Throws: ``DecisionConflict`` where nothing was changed; ``LedgerError``.
  package func decide(
    _ decision: Decision, on shown: StandingOutcome, schema: Digest
  ) throws -> StandingOutcome {
    let result = try ledger.write { db -> Result<StandingOutcome, DecisionConflict> in
      let current = try standing(of: shown.document, in: db)
      guard let current, current.version == shown.version else {
        return .failure(
          DecisionConflict(
            document: shown.document, stands: current,
            decision: try decisions(of: shown.document, in: db).last))
      }
      try keep(decision, on: current, schema, in: db)
      guard let now = try standing(of: shown.document, in: db) else {
        throw StorageError.damaged("an outcome that was decided about")
      }
      return .success(now)
    }
    return try result.get()
  }

  /// All decisions about a document, the first one first.
  package func decisions(of document: Digest) throws(LedgerError) -> [KeptDecision] {
    try ledger.read { db in try decisions(of: document, in: db) }
  }

  // MARK: - Keeping

  private func keep(
    _ decision: Decision, on current: StandingOutcome, _ schema: Digest, in db: Database
  ) throws {
    let accepted = try acceptedRecord(before: current, in: db)
    let number = try insert(decision, on: current, in: db)
    switch decision.kind {
    case .accept, .correct:
      guard let record = decision.record else {
        throw LedgerError.inconsistent("an accepting decision without a record")
      }
      let isNew = accepted != Digest(of: record.value.utf8(.canonical))
      try stand(
        .accepted, record, supersedes: isNew ? accepted : nil, replaced: accepted,
        of: current.document, decision, number, schema, in: db)
    case .discard:
      try stand(
        .discarded, current.record, supersedes: nil, replaced: accepted, of: current.document,
        decision, number, schema, in: db)
    case .retry:
      try db.execute(
        sql: "UPDATE outcome SET decision_id = ? WHERE pipeline_id = ? AND document = ?",
        arguments: [number, id, current.document.stored])
      try markForRetry("o.document = ?", [current.document.stored], in: db)
      try keepRetry(decision.retry, of: current.document, in: db)
    case .undo: throw LedgerError.inconsistent("an undo that names no decision")
    }
  }

  /// The digest of the record that was accepted last, and so is or was published.
  func acceptedRecord(before current: StandingOutcome, in db: Database) throws -> Digest? {
    if current.kind == .accepted { return Digest(of: current.record.value.utf8(.canonical)) }
    return try Data.fetchOne(
      db, sql: "SELECT replaced FROM outcome WHERE pipeline_id = ? AND document = ?",
      arguments: [id, current.document.stored]
    ).map(Digest.init(stored:))
  }

  private func insert(
    _ decision: Decision, on current: StandingOutcome, in db: Database
  ) throws -> Int64 {
    try db.execute(
      sql: """
        INSERT INTO decision (
          pipeline_id, document, kind, reviewer, decided_at, reason, before, after, focus_ms,
          leaves, restores)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id, current.document.stored, decision.kind.rawValue, decision.reviewer, Timestamp.now,
        decision.reason, current.json.text(), Self.after(decision, current).text(),
        decision.focus, decision.leaves, try restorable(current.document, in: db),
      ])
    return db.lastInsertedRowID
  }

  private static func after(_ decision: Decision, _ current: StandingOutcome) -> JSONValue {
    var after = current.json.objectValue ?? [:]
    switch decision.kind {
    case .accept, .correct:
      let record = decision.record ?? current.record
      after["outcome"] = .string(Outcome.Kind.accepted.rawValue)
      after["class"] = nil
      after["record"] = record.value
      after["evidence"] = record.evidenceJSON
      after["findings"] = record.findingsJSON
      after["missing"] = record.missingJSON
      after["retry"] = nil
      after["reviewer"] = .string(decision.reviewer)
    case .discard:
      after["outcome"] = .string(Outcome.Kind.discarded.rawValue)
      after["class"] = nil
      after["retry"] = nil
      after["reviewer"] = .string(decision.reviewer)
    case .retry: after["retry"] = decision.retry.isPlain ? true : decision.retry.json
    case .undo: break
    }
    return .object(after)
  }

  /// A key of zeros is equal to no other, and no mark for a retry either.
  private func stand(
    _ kind: Outcome.Kind, _ record: Extraction.Record, supersedes: Digest?, replaced: Digest?,
    of document: Digest, _ decision: Decision, _ number: Int64, _ schema: Digest, in db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE outcome SET
          kind = :kind, stage = NULL, class = NULL, record = :record, evidence = :evidence,
          findings = :findings, missing = :missing, reviewer = :reviewer,
          supersedes = :supersedes, replaced = :replaced, schema = :schema,
          decision_id = :decision, decided_at = :now,
          standing_key = CASE standing_key WHEN x'' THEN zeroblob(32) ELSE standing_key END
        WHERE pipeline_id = :pipeline AND document = :document
        """,
      arguments: [
        "kind": kind.rawValue, "record": record.value.text(),
        "evidence": record.evidenceJSON.text(), "findings": record.findingsJSON.text(),
        "missing": record.missingJSON?.text(), "reviewer": decision.reviewer,
        "supersedes": supersedes?.stored, "replaced": replaced?.stored, "schema": schema.stored,
        "decision": number, "now": Timestamp.now, "pipeline": id, "document": document.stored,
      ])
  }

  /// Raises the sample number of outcomes and clears their standing keys, so that the next run asks
  /// anew.
  ///
  /// - Parameter condition: on the row `o` of `outcome`.
  func markForRetry(
    _ condition: String, _ arguments: StatementArguments, in db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO sample (pipeline_id, document, number)
        SELECT o.pipeline_id, o.document, 1 FROM outcome AS o
        WHERE o.pipeline_id = ? AND (\(condition))
        ON CONFLICT (pipeline_id, document) DO UPDATE SET number = number + 1
        """, arguments: [id] + arguments)
    try db.execute(
      sql: "UPDATE outcome AS o SET standing_key = x'' WHERE o.pipeline_id = ? AND (\(condition))",
      arguments: [id] + arguments)
  }

  /// Keeps how a document is asked about from now on, until somebody has it asked in another way.
  func keepRetry(_ settings: RetrySettings, of document: Digest, in db: Database) throws {
    try db.execute(
      sql: "UPDATE sample SET retry = ? WHERE pipeline_id = ? AND document = ?",
      arguments: [settings.isPlain ? nil : settings.json.text(), id, document.stored])
  }

  // MARK: - Reading

  /// How a reviewer wants a document asked about; nil where nobody said.
  func retrySettings(of document: Digest, in db: Database) throws -> RetrySettings? {
    let text = try String.fetchOne(
      db, sql: "SELECT retry FROM sample WHERE pipeline_id = ? AND document = ?",
      arguments: [id, document.stored])
    return try text.map { try RetrySettings(Fields(JSONValue(stored: $0))) }
  }

  func decisions(of document: Digest, in db: Database) throws -> [KeptDecision] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM decision WHERE pipeline_id = ? AND document = ? ORDER BY id",
      arguments: [id, document.stored]
    ).map(KeptDecision.init)
  }
}

extension KeptDecision {
  init(_ row: Row) throws {
    guard let kind = Decision.Kind(rawValue: row["kind"]) else {
      throw StorageError.damaged("the kind of a decision")
    }
    self.init(
      number: row["id"], document: try Digest(stored: row["document"]), kind: kind,
      reviewer: row["reviewer"], decidedAt: row["decided_at"], reason: row["reason"],
      before: try JSONValue(stored: row["before"]), after: try JSONValue(stored: row["after"]),
      focus: row["focus_ms"], undoes: row["undoes"])
  }
}
