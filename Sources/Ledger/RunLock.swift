private import Processes

/// The right to run a pipeline, held by one process at a time until this value goes.
///
/// Deciding and publishing do not need it.
package final class RunLock: Sendable {
  private let lock: FileLock

  /// Nil where another run holds it.
  init?(path: String) throws(LedgerError) {
    do {
      lock = try FileLock(path: path)
      guard try lock.tryLock() else { return nil }
    } catch {
      throw .cannotCreate(path, reason: "\(error)")
    }
  }

  /// Lets go before the value does.
  package func unlock() {
    lock.unlock()
  }
}
