private import Glibc

/// Ends this process when its parent is gone, by whatever way.
///
/// The parent holds the other end of our standard input. A thread of its own reads it, so that a
/// process that is busy or hangs ends all the same.
package enum Lifeline {
  /// Starts the watch.
  ///
  /// Standard input must have no other use.
  ///
  /// - Parameter lastWords: called before the end, on the watching thread.
  package static func watch(_ lastWords: @escaping @Sendable () -> Void = {}) {
    thread {
      while true {
        do {
          if try Descriptor.read(upTo: 512, from: 0).isEmpty { break }
        } catch {
          break
        }
      }
      lastWords()
      _exit(0)
    }
  }

  /// Runs a body on a thread of its own, which Dispatch neither owns nor retires.
  package static func thread(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Body(body))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, box.toOpaque())
    precondition(code == 0, "no thread can be started: \(SystemError.text(code))")
    pthread_detach(thread)
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
