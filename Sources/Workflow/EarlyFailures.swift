private import Synchronization

/// Keeps failures that came before any reply until it is known whose fault they are.
///
/// A wrong model name is refused for one document after another; an endpoint that is down fails for
/// all. Who has heard nothing from a model cannot tell that from a document's own trouble. Those documents wait for the next run. A reply shows that the model works: then a failure is
/// the document's own.
final class EarlyFailures: Sendable {
  /// Concludes a document, told whether the model is at fault.
  typealias Conclude = @Sendable (_ isModelAtFault: Bool) -> Void

  private struct State {
    var isModelAtFault: Bool?
    var waiting: [Conclude] = []
  }

  private let state = Mutex(State())

  /// Concludes a document that failed, now or when it is known.
  func add(_ conclude: @escaping Conclude) {
    let known = state.withLock { state in
      if state.isModelAtFault == nil { state.waiting.append(conclude) }
      return state.isModelAtFault
    }
    if let known { conclude(known) }
  }

  /// Settles the question; the first answer counts.
  func settle(isModelAtFault: Bool) {
    let (waiting, known) = state.withLock { state in
      defer { state.waiting = [] }
      let known = state.isModelAtFault ?? isModelAtFault
      state.isModelAtFault = known
      return (state.waiting, known)
    }
    for conclude in waiting { conclude(known) }
  }
}
