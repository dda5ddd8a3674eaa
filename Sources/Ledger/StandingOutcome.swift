package import Extraction
import Foundation
import GRDB
import JSON

/// What stands for one document, with all that the ledger knows about how it came to it.
package struct StandingOutcome: Sendable, Equatable {
  package var document: Digest
  /// Where the content is, or was; the first of several paths.
  package var path: DocumentPath
  /// Whether no listed file holds the content any more.
  package var isGone: Bool
  package var outcome: Outcome
  /// Of a dead letter.
  package var failureClass: FailureClass?
  /// What the record was made from.
  package var recordKey: Digest
  /// Model calls that were made or found stored.
  package var attempts: Int
  /// In the user's currency.
  package var cost: Double
  /// Who decided it; nil for a run.
  package var reviewer: String?
  /// In milliseconds since 1970.
  package var decidedAt: Int
  /// The run that decided it.
  package var run: Int64

  package init(
    document: Digest, path: DocumentPath, isGone: Bool = false, outcome: Outcome,
    failureClass: FailureClass? = nil, recordKey: Digest, attempts: Int, cost: Double,
    reviewer: String? = nil, decidedAt: Int, run: Int64
  ) {
    self.document = document
    self.path = path
    self.isGone = isGone
    self.outcome = outcome
    self.failureClass = failureClass
    self.recordKey = recordKey
    self.attempts = attempts
    self.cost = cost
    self.reviewer = reviewer
    self.decidedAt = decidedAt
    self.run = run
  }
}

extension StandingOutcome {
  /// Takes a row of ``PipelineLedger/eachStanding(_:in:where:_:_:)``.
  init(_ row: Row) throws {
    let missing: String? = row["missing"]
    let fields: JSONObject = [
      "record": try JSONValue(stored: row["record"]),
      "evidence": try JSONValue(stored: row["evidence"]),
      "findings": try JSONValue(stored: row["findings"]),
      "missing": try missing.map { try JSONValue(stored: $0) } ?? .null,
    ]
    let kind = try Outcome.Kind(stored: row["kind"])
    let stage: String? = row["stage"]
    self.init(
      document: try Digest(stored: row["document"]), path: DocumentPath(stored: row["seen_at"]),
      isGone: row["gone"],
      outcome: Outcome(
        kind: kind, stage: stage.flatMap(Stage.init(rawValue:)),
        record: try Extraction.Record(Fields(.object(fields)))),
      failureClass: kind == .deadLettered ? try FailureClass(stored: row["class"]) : nil,
      recordKey: try Digest(stored: row["record_key"]), attempts: row["attempts"],
      cost: row["cost"], reviewer: row["reviewer"], decidedAt: row["decided_at"],
      run: row["run_id"])
  }
}

extension PipelineLedger {
  /// What stands for a document; nil where nothing does.
  package func standing(of document: Digest) throws(LedgerError) -> StandingOutcome? {
    try ledger.read { db in
      var found: StandingOutcome?
      for kind: Outcome.Kind in [.accepted, .deadLettered, .discarded] {
        try eachStanding(kind, in: db, where: "o.document = ?", [document.stored]) {
          found = try StandingOutcome($0)
        }
      }
      return found
    }
  }

  /// All that stands in one way, in order of path.
  package func standing(_ kind: Outcome.Kind) throws(LedgerError) -> [StandingOutcome] {
    try ledger.read { db in
      var all: [StandingOutcome] = []
      try eachStanding(kind, in: db) { all.append(try StandingOutcome($0)) }
      return all
    }
  }
}
