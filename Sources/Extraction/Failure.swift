/// A stage that could not do its work on one document or one prompt.
///
/// Written as `{"class","stage","message","advice"}`. The message never holds document text.
package struct Failure: Error, Sendable, Hashable {
  /// The model that failed takes no further requests in this run, and why.
  package enum Closure: String, Sendable, Hashable {
    /// It cannot be reached or started.
    case unavailable
    /// It does not accept the key (HTTP 401, 403).
    case unauthorized
    /// It takes none of the requests (the same 4xx for one document after another).
    case rejected
  }

  /// What went wrong.
  package var failureClass: FailureClass
  /// Where.
  package var stage: Stage
  /// One sentence for a person: what happened, with the parser's or provider's own words.
  package var message: String
  /// One sentence: what to do about it.
  package var advice: String
  /// Set when the model is closed for the rest of the run.
  ///
  /// Not written to a line.
  package var closure: Closure?
  /// Whether the model itself spoke: it works, and this is about the document.
  ///
  /// Not written to a line.
  package var isFromModel = false

  /// - Parameter advice: that of the ``FailurePolicy`` unless there is something better to say.
  package init(
    _ failureClass: FailureClass, stage: Stage, _ message: String, advice: String? = nil,
    closure: Closure? = nil
  ) {
    self.failureClass = failureClass
    self.stage = stage
    self.message = message
    self.advice = advice ?? FailurePolicy.of(failureClass).advice
    self.closure = closure
  }
}
