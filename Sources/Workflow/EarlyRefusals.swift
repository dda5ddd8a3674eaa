private import Synchronization

/// Keeps refusals that came before any reply until it is known whose fault they are.
///
/// A wrong model name is refused for one document after another, until the model is closed: then
/// those documents wait for the next run like all others. A reply shows that the model works: then
/// they are dead letters.
final class EarlyRefusals: Sendable {
  /// Concludes a document, told whether the model is at fault.
  typealias Conclude = @Sendable (_ isModelAtFault: Bool) -> Void

  private struct State {
    var verdict: Bool?
    var waiting: [Conclude] = []
  }

  private let state = Mutex(State())

  /// Concludes a refused document, now or when it is known.
  func add(_ conclude: @escaping Conclude) {
    let verdict = state.withLock { state in
      if state.verdict == nil { state.waiting.append(conclude) }
      return state.verdict
    }
    if let verdict { conclude(verdict) }
  }

  /// Settles the question; the first answer counts.
  func settle(isModelAtFault: Bool) {
    let (waiting, verdict) = state.withLock { state in
      defer { state.waiting = [] }
      state.verdict = state.verdict ?? isModelAtFault
      return (state.waiting, state.verdict ?? isModelAtFault)
    }
    for conclude in waiting { conclude(verdict) }
  }
}
