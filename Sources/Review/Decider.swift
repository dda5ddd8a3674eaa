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
  /// What is kept with a decision beside what was decided.
  package struct Circumstances: Sendable {
    package var reason: String?
    /// How long the reviewer looked, in milliseconds; nil where nobody measured.
    package var focus: Int?
    /// How many values were looked at; nil where nobody counted.
    package var leaves: Int?

    package init(reason: String? = nil, focus: Int? = nil, leaves: Int? = nil) {
      self.reason = reason
      self.focus = focus
      self.leaves = leaves
    }
  }

  /// Who decides.
  package let reviewer: String
  package let ledger: PipelineLedger
  package let schema: Schema
  /// Reads what a reviewer points at.
  package let values: any ValueReader
  /// Where documents are read.
  package let original: OriginalDocument

  private let schemaDigest: Digest
  private let checker: any RecordChecker

  /// - Parameter schemaDigest: of the schema's bytes.
  package init(
    _ ledger: PipelineLedger, reviewer: String, schema: Schema, schemaDigest: Digest,
    checker: any RecordChecker & ValueReader, original: OriginalDocument
  ) {
    self.ledger = ledger
    self.reviewer = reviewer
    self.schema = schema
    self.schemaDigest = schemaDigest
    self.checker = checker
    self.original = original
    values = checker
  }

  /// Lets the record stand as it is.
  ///
  /// - Parameter confirmed: whether the reviewer has seen what evidence and rules say.
  /// - Throws: ``DecisionRefusal``, `DecisionConflict`, `LedgerError`; nothing is changed then.
  package func accept(
    _ shown: StandingOutcome, confirmed: Bool, _ circumstances: Circumstances = Circumstances()
  ) throws -> Decided {
    guard !shown.record.value.isNull else { throw DecisionRefusal.noRecord }
    return try stand(
      .accept, shown.record.value, edited: [], on: shown, confirmed: confirmed, circumstances)
  }

  /// Lets the record stand with some changes.
  ///
  /// - Parameters:
  ///   - edits: in the order in which they are made.
  ///   - record: what they are made to; nil for the record as far as it got.
  ///   - pointed: where the reviewer has seen values, by the place in the record.
  /// - Throws: ``RecordEditError``, ``DecisionRefusal``, `DecisionConflict`, `LedgerError`; nothing
  ///   is changed then.
  package func correct(
    _ shown: StandingOutcome, _ edits: [RecordEdit], record: JSONValue? = nil,
    pointed: [JSONPointer: Evidence] = [:], confirmed: Bool,
    _ circumstances: Circumstances = Circumstances()
  ) throws -> Decided {
    let base = record ?? shown.record.value
    let (value, places) = try RecordEditor(schema: schema).apply(edits, to: base)
    return try stand(
      .correct, value, edited: record == nil ? places : [.root], pointed: pointed, on: shown,
      confirmed: confirmed, circumstances)
  }

  /// Takes the document out of both files, until its content is another or somebody wants it asked
  /// again.
  ///
  /// - Throws: `DecisionConflict`, `LedgerError`.
  package func discard(
    _ shown: StandingOutcome, reason: String, focus: Int? = nil
  ) throws -> Decided {
    let decision = Decision(.discard, by: reviewer, reason: reason, focus: focus)
    return Decided(outcome: try ledger.decide(decision, on: shown, schema: schemaDigest))
  }

  /// Has the next run ask again; what stands stays until then.
  ///
  /// - Parameter settings: how it asks; they hold until somebody has it asked in another way.
  /// - Throws: `DecisionConflict`, `LedgerError`.
  package func retry(
    _ shown: StandingOutcome, as settings: RetrySettings = RetrySettings(),
    reason: String? = nil, focus: Int? = nil
  ) throws -> Decided {
    let decision = Decision(.retry, by: reviewer, reason: reason, focus: focus, retry: settings)
    return Decided(outcome: try ledger.decide(decision, on: shown, schema: schemaDigest))
  }

  /// Lets stand again what stood before a decision.
  ///
  /// - Throws: `DecisionConflict`, `UndoRefusal`, `LedgerError`; nothing is changed then.
  package func undo(_ decision: Int64) throws -> Decided {
    Decided(outcome: try ledger.undo(decision, by: reviewer))
  }

  /// What schema, document and rules say of a record; decides nothing.
  ///
  /// Blocks while the document is parsed again.
  ///
  /// - Parameters:
  ///   - edited: the places that the reviewer has changed.
  ///   - pointed: where the reviewer has seen values, by the place in the record.
  package func check(
    _ value: JSONValue, edited: [JSONPointer], pointed: [JSONPointer: Evidence] = [:],
    insteadOf shown: StandingOutcome
  ) -> CheckedRecord {
    var checked = CheckedRecord(
      value, edited: edited, insteadOf: shown, original.read(shown), checker, schema)
    checked.show(pointed)
    return checked
  }

  /// Brings the result files up to what stands.
  ///
  /// - Throws: `LedgerError`.
  package func publish() throws {
    try ledger.publish()
  }

  private func stand(
    _ kind: Decision.Kind, _ value: JSONValue, edited: [JSONPointer],
    pointed: [JSONPointer: Evidence] = [:], on shown: StandingOutcome, confirmed: Bool,
    _ circumstances: Circumstances
  ) throws -> Decided {
    let checked = check(value, edited: edited, pointed: pointed, insteadOf: shown)
    guard checked.refusals.isEmpty else { throw DecisionRefusal.schema(checked.refusals) }
    guard confirmed || checked.doubts.isEmpty else { throw DecisionRefusal.unconfirmed(checked) }
    let decision = Decision(
      kind, by: reviewer, reason: circumstances.reason, record: checked.record,
      focus: circumstances.focus, leaves: circumstances.leaves)
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
  /// The letter has nothing that could be changed in the same way.
  case nothingToChange
  /// The schema does not take the record, and why.
  case schema([ValidationError])
  /// Evidence and rules have something to say that the reviewer has not confirmed.
  case unconfirmed(CheckedRecord)
}

extension Decider {
  /// The properties of a record that are numbers: what a queue may be sorted by.
  package var amounts: [String] {
    (schema.subschema(for: .root)?["properties"]?.objectValue?.keys ?? []).filter { name in
      let types = schema.expectation(at: JSONPointer([name]))?.types ?? .all
      return !types.contains(.string) && types.contains(.number)
    }
  }
}
