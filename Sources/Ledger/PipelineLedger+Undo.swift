import Extraction
import Foundation
import GRDB
import JSON

extension PipelineLedger {
  /// Takes a decision back: what stood before it stands again.
  ///
  /// Itself a decision, appended to the others. A record that was published in between is superseded
  /// by whatever is published next.
  ///
  /// - Returns: what stands now.
  /// - Throws: ``DecisionConflict`` where the decision is not the last about its document any more,
  ///   ``UndoRefusal``, ``LedgerError``; nothing is changed then.
  package func undo(_ number: Int64, by reviewer: String) throws -> StandingOutcome {
    let result = try ledger.write { db -> Result<StandingOutcome, any Error> in
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM decision WHERE pipeline_id = ? AND id = ?",
        arguments: [id, number])
      guard let row else { return .failure(UndoRefusal.unknown) }
      let decision = try KeptDecision(row)
      guard decision.kind != .undo, let restores: String = row["restores"] else {
        return .failure(UndoRefusal.cannotBeUndone)
      }
      let current = try standing(of: decision.document, in: db)
      guard let current, current.decision == number else {
        return .failure(
          DecisionConflict(
            document: decision.document, stands: current,
            decision: try decisions(of: decision.document, in: db).last))
      }
      let undo = try insertUndo(of: decision, on: current, by: reviewer, in: db)
      try restore(
        decision, JSONValue(stored: restores), over: current, as: undo, in: db)
      guard let now = try standing(of: decision.document, in: db) else {
        throw StorageError.damaged("an outcome that was decided about")
      }
      return .success(now)
    }
    return try result.get()
  }

  private func insertUndo(
    of decision: KeptDecision, on current: StandingOutcome, by reviewer: String, in db: Database
  ) throws -> Int64 {
    try db.execute(
      sql: """
        INSERT INTO decision (
          pipeline_id, document, kind, reviewer, decided_at, before, after, undoes)
        VALUES (?, ?, 'undo', ?, ?, ?, ?, ?)
        """,
      arguments: [
        id, decision.document.stored, reviewer, Timestamp.now, current.json.text(),
        decision.before.text(), decision.number,
      ])
    return db.lastInsertedRowID
  }

  /// Columns of an outcome that `before` does not hold and an undo has to bring back.
  private static let restored = [
    "kind", "stage", "class", "rule", "field", "review", "layout", "standing_key", "supersedes",
    "schema", "decided_at",
  ]

  /// These columns as JSON; bytes as hexadecimal digits.
  func restorable(_ document: Digest, in db: Database) throws -> String {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM outcome WHERE pipeline_id = ? AND document = ?",
      arguments: [id, document.stored])
    guard let row else { throw StorageError.damaged("an outcome that is decided about") }
    var object = JSONObject()
    for column in Self.restored {
      let value: DatabaseValue = row[column]
      switch value.storage {
      case .null: continue
      case .int64(let number): object[column] = JSONValue(Int(number))
      case .double(let number): object[column] = JSONValue(number)
      case .string(let text): object[column] = .string(text)
      case .blob(let bytes):
        object[column] = .string(bytes.map { String(format: "%02x", $0) }.joined())
      }
    }
    object.set("retry", try retrySettings(of: document, in: db).map(\.json))
    return JSONValue.object(object).text()
  }

  private func restore(
    _ decision: KeptDecision, _ columns: JSONValue, over current: StandingOutcome,
    as undo: Int64, in db: Database
  ) throws {
    let before = decision.before
    let published = try acceptedRecord(before: current, in: db)
    let isAccepted = columns["kind"]?.stringValue == Outcome.Kind.accepted.rawValue
    let record = (before["record"] ?? .null)
    let isSame = published == Digest(of: record.utf8(.canonical))
    let supersedes = isAccepted ? (isSame ? columns["supersedes"]?.bytes : published?.stored) : nil
    try db.execute(
      sql: """
        UPDATE outcome SET
          kind = :kind, stage = :stage, class = :class, rule = :rule, field = :field,
          review = :review, layout = :layout, record = :record, evidence = :evidence, findings = :findings,
          missing = :missing, reviewer = :reviewer, supersedes = :supersedes,
          replaced = :replaced, schema = :schema, decision_id = :decision, decided_at = :then,
          standing_key = :standing
        WHERE pipeline_id = :pipeline AND document = :document
        """,
      arguments: [
        "kind": columns["kind"]?.stringValue, "stage": columns["stage"]?.stringValue,
        "class": columns["class"]?.stringValue, "rule": columns["rule"]?.stringValue ?? "",
        "field": columns["field"]?.stringValue ?? "",
        "review": columns["review"]?.intValue ?? 0, "layout": columns["layout"]?.stringValue,
        "record": record.text(), "evidence": (before["evidence"] ?? [:]).text(),
        "findings": (before["findings"] ?? []).text(), "missing": before["missing"]?.text(),
        "reviewer": before["reviewer"]?.stringValue, "supersedes": supersedes,
        "replaced": published?.stored, "schema": columns["schema"]?.bytes, "decision": undo,
        "then": columns["decided_at"]?.intValue ?? Timestamp.now,
        "standing": columns["standing_key"]?.bytes ?? Data(), "pipeline": id,
        "document": decision.document.stored,
      ])
    guard decision.kind == .retry else { return }
    try keepRetry(
      columns["retry"].map { try RetrySettings(Fields($0)) } ?? RetrySettings(),
      of: decision.document, in: db)
  }
}

/// Why a decision is not taken back; nothing was changed.
package enum UndoRefusal: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is no such decision.
  case unknown
  /// It took back another itself, or an earlier version of sluice kept it.
  case cannotBeUndone

  package var description: String {
    switch self {
    case .unknown: "there is no such decision"
    case .cannotBeUndone: "this decision cannot be taken back; decide anew instead"
    }
  }
}

extension JSONValue {
  /// The bytes of hexadecimal digits; nil for anything else.
  fileprivate var bytes: Data? {
    guard let digits = stringValue.map({ Array($0.utf8) }), digits.count % 2 == 0 else {
      return nil
    }
    var bytes = Data()
    for index in stride(from: 0, to: digits.count, by: 2) {
      let pair = String(decoding: digits[index...index + 1], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
