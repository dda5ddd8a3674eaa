import Extraction
private import Synchronization

/// Why a run takes in no more.
///
/// Set once each, from any queue.
final class Halt: Sendable {
  private struct State {
    var isInterrupted = false
    var areModelsClosed = false
    var error: (any Error)?
  }

  private let state = Mutex(State())

  /// The deferral of what is not taken in; nil while the run goes on.
  var reason: Disposition.Deferral? {
    state.withLock {
      if $0.isInterrupted || $0.error != nil { return .interrupted }
      return $0.areModelsClosed ? .modelUnavailable : nil
    }
  }

  var isInterrupted: Bool { state.withLock { $0.isInterrupted } }
  var error: (any Error)? { state.withLock { $0.error } }

  /// False where it was interrupted before.
  func interrupt() -> Bool {
    state.withLock { state in
      defer { state.isInterrupted = true }
      return !state.isInterrupted
    }
  }

  /// False where they were closed before.
  func closeModels() -> Bool {
    state.withLock { state in
      defer { state.areModelsClosed = true }
      return !state.areModelsClosed
    }
  }

  /// Keeps the first error.
  func fail(_ error: any Error) {
    state.withLock { $0.error = $0.error ?? error }
  }
}
