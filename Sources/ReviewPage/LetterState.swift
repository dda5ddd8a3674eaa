import Extraction
import JSON
import JSONSchema
import Ledger
import Review

/// One letter as it is shown: as it stands, or with the reviewer's edits so far.
struct LetterState {
  /// Something wrong that the reviewer has to have seen.
  struct Doubt: Hashable {
    var finding: Finding
    /// Differs as soon as anything else is said of the place.
    var key: String {
      String(
        Digest(
          of: "\(finding.path)\n\(finding.failureClass)\n\(finding.rule ?? "")\n\(finding.message)"
        ).hex.prefix(16))
    }
  }

  let shown: StandingOutcome
  /// With the edits, its evidence and findings.
  let record: Record
  /// Why the schema refuses it; empty where it does not, or nothing was edited.
  let refusals: [ValidationError]
  let reading: OriginalDocument.Reading
  let schema: Schema
  let rivals: RivalValues?

  /// A letter as it stands.
  init(_ shown: StandingOutcome, by decider: Decider) {
    self.init(shown, record: shown.record, refusals: [], by: decider)
  }

  /// A letter with edits.
  init(_ shown: StandingOutcome, _ checked: CheckedRecord, by decider: Decider) {
    self.init(shown, record: checked.record, refusals: checked.refusals, by: decider)
  }

  private init(
    _ shown: StandingOutcome, record: Record, refusals: [ValidationError], by decider: Decider
  ) {
    self.shown = shown
    self.record = Self.looking(at: shown, record)
    self.refusals = refusals
    schema = decider.schema
    reading = decider.original.read(shown)
    rivals = reading.document.map { RivalValues(in: $0, by: decider) }
  }

  /// A record that was chosen for the audit asks for a look where its neighbours in the queue do.
  private static func looking(at shown: StandingOutcome, _ record: Record) -> Record {
    guard shown.secondLook == .audit else { return record }
    let value = shown.record.value
    let place =
      shown.cause.place(in: value) ?? value.leaves.first { !$0.value.isNull }?.pointer ?? .root
    var looked = record
    looked.findings.append(
      Finding(.undecided, at: place, severity: .error, "Is this what the document says?"))
    return looked
  }

  /// What keeps the record from acceptance unless the reviewer confirms it.
  var doubts: [Doubt] {
    record.findings.filter { $0.severity == .error }.map(Doubt.init)
  }

  /// What there is to say about a place itself.
  func findings(at place: JSONPointer) -> [Finding] {
    record.findings.filter { $0.path == place }
  }

  /// The places of the record that are shown as fields, in the schema's order.
  var fields: RecordOutline { RecordOutline(record.value, schema) }

  /// Findings about places that are no field: of the whole record, or of what the schema does not
  /// know.
  func generalFindings(_ shownPlaces: Set<JSONPointer>) -> [Finding] {
    record.findings.filter { !shownPlaces.contains($0.path) }
  }
}

extension StandingOutcome {
  /// Whether a person is to look at it.
  var isWaiting: Bool { kind == .deadLettered || secondLook != nil }
}
