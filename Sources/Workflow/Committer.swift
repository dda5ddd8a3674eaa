private import Dispatch
import Extraction
private import Synchronization

/// The one writer of conclusions: gathers them and commits them in batches.
final class Committer: Sendable {
  private let store: any OutcomeStore
  private let failed: @Sendable (any Error) -> Void
  private let queue = DispatchQueue(label: "sluice.committer")
  private let waiting = Mutex<[Conclusion]>([])
  private static let batch = 256
  private static let patience = DispatchTimeInterval.milliseconds(100)

  /// - Parameter failed: called when a batch could not be committed; the run must not go on.
  init(_ store: any OutcomeStore, failed: @escaping @Sendable (any Error) -> Void) {
    self.store = store
    self.failed = failed
  }

  /// Adds a conclusion; it is committed within a tenth of a second.
  func add(_ conclusion: Conclusion) {
    let count = waiting.withLock {
      $0.append(conclusion)
      return $0.count
    }
    if count == 1 {
      queue.asyncAfter(deadline: .now() + Self.patience) { self.commit() }
    } else if count == Self.batch {
      queue.async { self.commit() }
    }
  }

  /// Commits what waits.
  ///
  /// Blocks.
  func flush() {
    queue.sync { commit() }
  }

  private func commit() {
    let batch = waiting.withLock {
      let batch = $0
      $0 = []
      return batch
    }
    guard !batch.isEmpty else { return }
    do {
      try store.commit(batch)
    } catch {
      failed(error)
    }
  }
}
