package import Extraction
import Foundation
import GRDB
import JSON

/// What stands for one document as it was read at one moment, with how it came to it.
package struct StandingOutcome: Sendable, Equatable {
  /// Why a person looks at an accepted record.
  package enum SecondLook: Int, Sendable {
    /// Fields of it are held back.
    case held = 1
    /// It was chosen at random.
    case audit = 2
  }

  package var document: Digest
  /// Where the content is, or was; the first of several paths.
  package var path: DocumentPath
  /// Whether no listed file holds the content any more.
  package var isGone: Bool
  package var outcome: Outcome
  /// The class of the gravest finding, of a dead letter.
  package var failureClass: FailureClass?
  /// Why it stands in the queue; without a class where it does not, or was chosen for the audit and
  /// stands among no others.
  package var cause = Cause(failureClass: nil)
  /// Why it was accepted and is looked at all the same.
  package var secondLook: SecondLook?
  /// What the record was made from.
  package var recordKey: Digest
  /// Model calls that were made or found stored.
  package var attempts: Int
  /// In the user's currency.
  package var cost: Double
  /// Who decided that it stands so; nil where a run did.
  package var reviewer: String?
  /// In milliseconds since 1970.
  package var decidedAt: Int
  /// The run that decided it.
  package var run: Int64
  /// The digest of the published record that a decision replaced.
  package var supersedes: Digest?
  /// Whether the next run asks about it, because somebody said so.
  package var isMarkedForRetry = false
  /// The number of the last decision about it; nil where there is none.
  package internal(set) var decision: Int64?

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

  package var kind: Outcome.Kind { outcome.kind }

  /// The record as far as it got; its value is null where there is none.
  package var record: Extraction.Record { outcome.record }

  /// Differs as soon as anything else stands: a decision says which version it was taken on.
  package var version: Digest {
    var digester = Digester()
    digester.update(part: "decision", decision.map { "\($0)" } ?? "")
    digester.update(part: "record key", recordKey.hex)
    digester.update(part: "marked", "\(isMarkedForRetry)")
    digester.update(part: "kind", kind.rawValue)
    digester.update(part: "class", failureClass?.rawValue ?? "")
    digester.update(part: "record", record.value.text(.canonical))
    digester.update(part: "findings", record.findingsJSON.text(.canonical))
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

extension StandingOutcome {
  /// Takes a row of ``PipelineLedger/eachStanding(_:in:where:_:_:)``.
  init(_ row: Row) throws {
    let kind = try Outcome.Kind(stored: row["kind"])
    let stage: String? = row["stage"]
    let word: String? = row["class"]
    self.init(
      document: try Digest(stored: row["document"]), path: DocumentPath(stored: row["seen_at"]),
      isGone: row["gone"],
      outcome: Outcome(
        kind: kind, stage: stage.flatMap(Stage.init(rawValue:)),
        record: try Extraction.Record(row: row)),
      failureClass: kind == .deadLettered ? try word.map { try FailureClass(stored: $0) } : nil,
      recordKey: try Digest(stored: row["record_key"]), attempts: row["attempts"],
      cost: row["cost"], reviewer: row["reviewer"], decidedAt: row["decided_at"],
      run: row["run_id"])
    let superseded: Data? = row["supersedes"]
    supersedes = try superseded.map(Digest.init(stored:))
    isMarkedForRetry = (row["standing_key"] as Data).isEmpty
    decision = row["decision_id"]
    cause = try Cause(row)
    if kind == .accepted, reviewer == nil { secondLook = SecondLook(rawValue: row["review"]) }
  }
}

extension PipelineLedger {
  /// What stands for a document; nil where nothing does.
  package func standing(of document: Digest) throws(LedgerError) -> StandingOutcome? {
    try ledger.read { db in try standing(of: document, in: db) }
  }

  /// All that stands in one way, in order of path.
  package func standing(_ kind: Outcome.Kind) throws(LedgerError) -> [StandingOutcome] {
    try ledger.read { db in
      var all: [StandingOutcome] = []
      try eachStanding(kind, in: db) { all.append(try StandingOutcome($0)) }
      return all
    }
  }

  func standing(of document: Digest, in db: Database) throws -> StandingOutcome? {
    var found: StandingOutcome?
    try eachStanding(nil, in: db, where: "o.document = ?", [document.stored]) {
      found = try StandingOutcome($0)
    }
    return found
  }
}
