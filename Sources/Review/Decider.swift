package import Extraction
package import JSON
package import JSONSchema
package import Ledger

/// Decides about dead letters in the name of one reviewer.
///
/// The checks are those that a model's record passes. The schema alone refuses; what evidence and
/// rules have to say must be confirmed and stays with the record. A decision is taken on what was
/// shown: where something else stands by now, nothing is changed.
package struct Decider: Sendable {
  /// Who decides.
  package let reviewer: String
  let ledger: PipelineLedger

  private let schema: Schema
  private let schemaDigest: Digest
  private let checker: any RecordChecker
  private let original: OriginalDocument

  /// - Parameter schemaDigest: of the schema's bytes.
  package init(
    _ ledger: PipelineLedger, reviewer: String, schema: Schema, schemaDigest: Digest,
    checker: any RecordChecker, original: OriginalDocument
  ) {
    self.ledger = ledger
    self.reviewer = reviewer
    self.schema = schema
    self.schemaDigest = schemaDigest
    self.checker = checker
    self.original = original
  }

  /// Lets the record stand as it is.
  ///
  /// - Parameter confirmed: whether the reviewer has seen what evidence and rules say.
  /// - Throws: ``DecisionRefusal``, `DecisionConflict`, `LedgerError`; nothing is changed then.
  package func accept(_ shown: StandingOutcome, confirmed: Bool) throws -> Decided {
    guard !shown.record.value.isNull else { throw DecisionRefusal.noRecord }
    return try stand(.accept, shown.record.value, edited: [], on: shown, confirmed: confirmed)
  }

  /// Lets the record stand with some changes.
  ///
  /// - Parameters:
  ///   - edits: in the order in which they are made.
  ///   - record: what they are made to; nil for the record as far as it got.
  /// - Throws: ``RecordEditError``, ``DecisionRefusal``, `DecisionConflict`, `LedgerError`; nothing
  ///   is changed then.
  package func correct(
    _ shown: StandingOutcome, _ edits: [RecordEdit], record: JSONValue? = nil, confirmed: Bool
  ) throws -> Decided {
    let base = record ?? shown.record.value
    let (value, places) = try RecordEditor(schema: schema).apply(edits, to: base)
    return try stand(
      .correct, value, edited: record == nil ? places : [.root], on: shown, confirmed: confirmed)
  }

  /// Takes the document out of both files, until its content is another or somebody wants it asked
  /// again.
  ///
  /// - Throws: `DecisionConflict`, `LedgerError`.
  package func discard(_ shown: StandingOutcome, reason: String) throws -> Decided {
    let decision = Decision(.discard, by: reviewer, reason: reason)
    return Decided(outcome: try ledger.decide(decision, on: shown, schema: schemaDigest))
  }

  /// Has the next run ask again; what stands stays until then.
  ///
  /// - Throws: `DecisionConflict`, `LedgerError`.
  package func retry(_ shown: StandingOutcome) throws -> Decided {
    let decision = Decision(.retry, by: reviewer)
    return Decided(outcome: try ledger.decide(decision, on: shown, schema: schemaDigest))
  }

  /// What schema, document and rules say of a record; decides nothing.
  ///
  /// Blocks while the document is parsed again.
  ///
  /// - Parameter edited: the places that the reviewer has changed.
  package func check(
    _ value: JSONValue, edited: [JSONPointer], insteadOf shown: StandingOutcome
  ) -> CheckedRecord {
    CheckedRecord(
      value, edited: edited, insteadOf: shown, original.read(shown), checker, schema)
  }

  /// Brings the result files up to what stands.
  ///
  /// - Throws: `LedgerError`.
  package func publish() throws {
    try ledger.publish()
  }

  private func stand(
    _ kind: Decision.Kind, _ value: JSONValue, edited: [JSONPointer], on shown: StandingOutcome,
    confirmed: Bool
  ) throws -> Decided {
    let checked = check(value, edited: edited, insteadOf: shown)
    guard checked.refusals.isEmpty else { throw DecisionRefusal.schema(checked.refusals) }
    guard confirmed || checked.doubts.isEmpty else { throw DecisionRefusal.unconfirmed(checked) }
    let decision = Decision(kind, by: reviewer, record: checked.record)
    return Decided(
      outcome: try ledger.decide(decision, on: shown, schema: schemaDigest), edited: edited,
      note: checked.note)
  }
}

/// What came of a decision.
package struct Decided: Sendable {
  /// What stands now.
  package var outcome: StandingOutcome
  /// The places that the reviewer has changed.
  package var edited: [JSONPointer] = []
  /// Why it was not checked against the document; nil where it was, or need not be.
  package var note: String?
}

/// Why a decision was not taken; nothing was changed.
package enum DecisionRefusal: Error, Sendable {
  /// There is no record to accept.
  case noRecord
  /// The schema does not take the record, and why.
  case schema([ValidationError])
  /// Evidence and rules have something to say that the reviewer has not confirmed.
  case unconfirmed(CheckedRecord)
}
