package import Extraction
import JSON
package import JSONSchema
import Ledger

/// A reviewer's record with all that schema, document and rules say of it.
package struct CheckedRecord: Sendable {
  /// With its evidence and findings.
  package var record: Record
  /// Why the schema refuses it; empty where it does not.
  package var refusals: [ValidationError]
  /// Why it was not checked against the document; nil where it was.
  package var note: String?

  /// What a reviewer has to confirm.
  package var doubts: [Finding] { record.findings.filter { $0.severity == .error } }

  /// Classes whose findings the checks make anew.
  private static let rechecked: Set<FailureClass> = [
    .invalid, .ungrounded, .misplaced, .ruleBroken, .undecided,
  ]
  /// Classes that only a document can tell.
  private static let grounding: Set<FailureClass> = [.ungrounded, .misplaced, .noText]

  /// Checks a value that shall stand in the place of another.
  ///
  /// - Parameters:
  ///   - edited: the places that the reviewer has changed.
  ///   - shown: what stood before; what it says of places that were not edited still holds.
  init(
    _ value: JSONValue, edited: [JSONPointer], insteadOf shown: StandingOutcome,
    _ reading: OriginalDocument.Reading, _ checker: any RecordChecker, _ schema: Schema
  ) {
    let before = shown.record
    var document = ParsedDocument(sha256: shown.document, mediaType: "text/plain", text: "")
    switch reading {
    case .document(let read): document = read
    case .absent(let why): note = why
    }
    record = checker.findings(for: value, in: document)
    refusals = schema.validate(record.value).filter { !$0.isUndecided }
    var findings = before.findings.filter { finding in
      !Self.rechecked.contains(finding.failureClass)
        && !edited.contains { Self.touches($0, finding.path) }
    }
    if note != nil {
      record.findings.removeAll { Self.grounding.contains($0.failureClass) }
      findings += before.findings.filter { finding in
        Self.grounding.contains(finding.failureClass)
          && before.value[finding.path] == record.value[finding.path]
      }
    }
    for finding in findings where !record.findings.contains(finding) {
      record.findings.append(finding)
    }
    record.findings.sort { ($0.path, $0.failureClass) < ($1.path, $1.failureClass) }
    vouch(for: before, isUnread: note != nil)
  }

  /// Takes what the reviewer has pointed at for evidence of the values that stand there.
  mutating func show(_ pointed: [JSONPointer: Evidence]) {
    for (place, evidence) in pointed where record.value[place].map({ !$0.isNull }) ?? false {
      record.evidence[place] = evidence
      record.findings.removeAll {
        $0.path == place && Self.grounding.contains($0.failureClass)
      }
    }
  }

  /// Whether an edit has to do with what was found at a place.
  private static func touches(_ edit: JSONPointer, _ place: JSONPointer) -> Bool {
    place.hasPrefix(edit) || !place.isRoot && edit.hasPrefix(place)
  }

  /// What no document shows, the reviewer stands for; a document that is not there has shown what
  /// was not edited.
  private mutating func vouch(for before: Record, isUnread: Bool) {
    for (place, value) in record.value.leaves where !value.isNull && record.evidence[place] == nil {
      let shown = isUnread && before.value[place] == value ? before.evidence[place] : nil
      record.evidence[place] = shown ?? Evidence(kind: .reviewer, score: 1)
    }
  }
}
