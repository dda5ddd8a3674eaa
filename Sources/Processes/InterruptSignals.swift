private import Dispatch
private import Glibc
private import Synchronization

/// Turns the first `SIGINT` or `SIGTERM` into one call and every later one into another.
///
/// The handlers run on a queue of their own, as ordinary code. Keep the object as long as signals
/// are to be taken; when it goes, they have their default effect again.
package final class InterruptSignals: Sendable {
  private static let numbers = [SIGINT, SIGTERM]

  // Sources may be used from any thread; Dispatch does not say so to Swift on Linux.
  nonisolated(unsafe) private let sources: [any DispatchSourceSignal]

  /// - Parameters:
  ///   - first: is given the signal's number.
  ///   - later: is given the signal's number, at the second and each one after.
  package init(
    first: @escaping @Sendable (Int32) -> Void, later: @escaping @Sendable (Int32) -> Void
  ) {
    Self.ignoreBrokenPipes()
    let queue = DispatchQueue(label: "sluice.signals")
    let count = Count()
    sources = Self.numbers.map { number in
      // Dispatch only watches: the default effect would still end the process.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if count.next() == 1 { first(number) } else { later(number) }
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in Self.numbers { signal(number, SIG_DFL) }
  }

  /// From now on a write to a closed pipe fails with `EPIPE` instead of ending the process.
  package static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }

  private final class Count: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
      value.withLock { value in
        value += 1
        return value
      }
    }
  }
}
