package import JSON

/// Something a check has to say about one place of a record.
///
/// Written as `{"path","class","severity","rule"?,"message","value"?,"advice"}`. A finding mentions
/// no attempt, time, cost or model, so the same record always has the same findings.
package struct Finding: Sendable, Hashable {
  /// Whether it keeps the record from acceptance.
  package enum Severity: String, Sendable, Hashable {
    /// Keeps the record from acceptance.
    case error
    /// Is published with the record.
    case warning
  }

  /// The place in the merged record (or, in an ``Ask``, in that chunk's own reply).
  package var path: JSONPointer
  /// What is wrong.
  package var failureClass: FailureClass
  /// Whether it keeps the record from acceptance.
  package var severity: Severity
  /// The name of the broken rule, for `rule_broken`.
  package var rule: String?
  /// One sentence for a person or a model.
  package var message: String
  /// The value that was found there.
  package var value: JSONValue?
  /// One sentence: what to do about it.
  package var advice: String

  /// - Parameter advice: that of the ``FailurePolicy`` unless there is something better to say.
  package init(
    _ failureClass: FailureClass, at path: JSONPointer, severity: Severity = .error,
    rule: String? = nil, _ message: String, value: JSONValue? = nil, advice: String? = nil
  ) {
    self.path = path
    self.failureClass = failureClass
    self.severity = severity
    self.rule = rule
    self.message = message
    self.value = value
    self.advice = advice ?? FailurePolicy.of(failureClass).advice
  }

  /// A failure of a whole document or chunk, told as a finding at the root.
  package init(_ failure: Failure) {
    self.init(
      failure.failureClass, at: .root, failure.message, advice: failure.advice)
  }

  /// The gravest class among errors; nil where there is no error.
  package static func gravest(of findings: [Finding]) -> FailureClass? {
    findings.filter { $0.severity == .error }.map(\.failureClass).min()
  }
}
