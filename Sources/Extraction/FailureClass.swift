/// What went wrong, in order of gravity: the first of several is the class of a dead letter.
///
/// The raw values are the words of every file, table and message. What sluice does about each
/// stands in ``FailurePolicy``.
package enum FailureClass: String, Sendable, Hashable, CaseIterable, Comparable {
  /// A parser ended by a signal.
  case crashed
  /// A parser over its memory limit.
  case tooBig = "too_big"
  /// A parser over its time limit.
  case tooSlow = "too_slow"
  /// Corrupt, or not of a type that sluice reads.
  case unreadable
  /// A password is needed.
  case locked
  /// Pages without a text layer.
  case noText = "no_text"
  /// The way to the model: connection, TLS, 5xx, 529.
  case transport
  /// The model or its provider declined to answer.
  case refused
  /// The reply or the context ended before the answer did.
  case truncated
  /// A reply in which no JSON could be found.
  case malformed
  /// JSON that the schema does not allow.
  case invalid
  /// A value that the document does not show.
  case ungrounded
  /// A value of the page that belongs to another label or row.
  case misplaced
  /// Two chunks, two values.
  case conflict
  /// Fewer rows than the document shows.
  case incomplete
  /// A rule of the pipeline does not hold.
  case ruleBroken = "rule_broken"
  /// A check that could not be decided in its time.
  case undecided
  /// Text that a person would not see.
  case hiddenText = "hidden_text"
  /// Not the document's fault: 429, Retry-After.
  case throttled
  /// Not the document's fault: a cap on money is reached.
  case overBudget = "over_budget"
  /// Not the document's fault: no model of the route answers.
  case modelUnavailable = "model_unavailable"

  package static func < (left: FailureClass, right: FailureClass) -> Bool {
    left.gravity < right.gravity
  }

  /// 0 is the gravest.
  package var gravity: Int { Self.gravities[self] ?? Self.allCases.count }

  private static let gravities = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
