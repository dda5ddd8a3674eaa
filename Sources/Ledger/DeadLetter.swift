package import Extraction
package import JSON

/// A document that a person has to look at, with all that is known about it: one without an
/// accepted record, or one of whose record fields are held back.
package struct DeadLetter: Sendable {
  /// The document's content: the dead letter's id.
  package var document: Digest
  /// Where the content is, or was; the first of several paths.
  package var path: DocumentPath
  /// Whether no listed file holds the content any more.
  package var isGone: Bool
  /// The class of the gravest finding.
  package var failureClass: FailureClass
  /// The stage that could not go on.
  package var stage: Stage?
  /// The record as far as it got; its value is null where there is none.
  package var record: Record
  /// Model calls that were made or found stored.
  package var attempts: Int
  /// In the user's currency.
  package var cost: Double
  /// Whether the next run asks about it, because somebody said so.
  package var isMarkedForRetry: Bool
  /// Whether its record is accepted but for what is held back.
  package var isHeld = false

  package init(
    document: Digest, path: DocumentPath, isGone: Bool = false, failureClass: FailureClass,
    stage: Stage?, record: Record, attempts: Int, cost: Double, isMarkedForRetry: Bool = false
  ) {
    self.document = document
    self.path = path
    self.isGone = isGone
    self.failureClass = failureClass
    self.stage = stage
    self.record = record
    self.attempts = attempts
    self.cost = cost
    self.isMarkedForRetry = isMarkedForRetry
  }

  /// The first of the gravest errors; nil where the record has no error.
  package var gravestFinding: Finding? {
    Self.gravest(of: record.findings, failureClass)
  }

  /// What to do about it.
  package var advice: String {
    Self.advice(on: record.findings, failureClass)
  }

  static func advice(on findings: [Finding], _ failureClass: FailureClass) -> String {
    gravest(of: findings, failureClass)?.advice ?? FailurePolicy.of(failureClass).advice
  }

  private static func gravest(
    of findings: [Finding], _ failureClass: FailureClass
  ) -> Finding? {
    findings.first { $0.severity == .error && $0.failureClass == failureClass }
  }

  /// The line of `dead-letters.jsonl`.
  package var json: JSONValue {
    var object: JSONObject = [
      "document": ["sha256": .string(document.hex), "path": .string(path.description)],
      "class": .string(failureClass.rawValue),
      "stage": stage.map { .string($0.rawValue) } ?? .null,
      "findings": record.findingsJSON,
      "record": record.value,
      "evidence": record.evidenceJSON,
    ]
    object.set("missing", record.missingJSON)
    object["attempts"] = JSONValue(attempts)
    object["cost"] = JSONValue(cost)
    object["advice"] = .string(advice)
    if isGone { object["gone"] = true }
    return .object(object)
  }
}
