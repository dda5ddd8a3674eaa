import Dispatch
import Synchronization

/// Turns a completion into a result, for tests; a completion that is called twice or never is fatal.
enum Waiter {
  static func wait<T: Sendable>(_ body: (@escaping @Sendable (T) -> Void) -> Void) -> T {
    let result = Slot<T>()
    let done = DispatchSemaphore(value: 0)
    body { value in
      result.value.withLock { slot in
        precondition(slot == nil, "completed twice")
        slot = value
      }
      done.signal()
    }
    precondition(done.wait(timeout: .now() + 1800) == .success, "never completed")
    guard let value = result.value.withLock({ $0 }) else { preconditionFailure("no value") }
    return value
  }

  private final class Slot<T: Sendable>: Sendable {
    let value = Mutex<T?>(nil)
  }
}
