import Synchronization

/// Collects what concurrent work throws.
final class Failures: Sendable {
  private let collected = Mutex<[String]>([])

  var texts: [String] { collected.withLock { $0 } }

  func collect(_ work: () throws -> Void) {
    do {
      try work()
    } catch {
      collected.withLock { $0.append("\(error)") }
    }
  }
}
