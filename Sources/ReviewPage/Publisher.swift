import Dispatch
package import Ledger
import Synchronization

/// Brings the result files up to what was decided, right after each decision and beside the work.
///
/// Decisions that come while files are written are published together.
package final class Publisher: Sendable {
  private let queue = DispatchQueue(label: "sluice.review.publish")
  private let isDue = Mutex(false)
  /// How long the last time took, in seconds: a large ledger is not written all the while.
  private let effort = Mutex(0.0)

  /// Seconds from a decision to its files at most, beside the writing itself.
  private static let mostPause = 1.5
  private let ledger: PipelineLedger
  private let failed: @Sendable (LedgerError) -> Void

  /// - Parameter failed: is told why files could not be written; what was decided is kept.
  package init(_ ledger: PipelineLedger, failed: @escaping @Sendable (LedgerError) -> Void) {
    self.ledger = ledger
    self.failed = failed
  }

  /// Has what stands published soon.
  func publish() {
    let isFirst = isDue.withLock { isDue in
      defer { isDue = true }
      return !isDue
    }
    guard isFirst else { return }
    let pause = min(effort.withLock { $0 }, Self.mostPause)
    queue.asyncAfter(deadline: .now() + pause) { [self] in write() }
  }

  private func write() {
    guard isDue.withLock({ $0.take() }) else { return }
    let start = ContinuousClock.now
    do throws(LedgerError) {
      try ledger.publish()
    } catch {
      failed(error)
    }
    effort.withLock { $0 = (ContinuousClock.now - start) / .seconds(1) }
  }

  /// Publishes what is due, without a pause; blocks.
  package func finish() {
    queue.sync { write() }
  }
}

extension Bool {
  /// What it was; false from now on.
  fileprivate mutating func take() -> Bool {
    defer { self = false }
    return self
  }
}
