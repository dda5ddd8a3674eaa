import Dispatch
package import Ledger
import Synchronization

/// Brings the result files up to what was decided, right after each decision and beside the work.
///
/// Decisions that come while files are written are published together.
package final class Publisher: Sendable {
  private let queue = DispatchQueue(label: "sluice.review.publish")
  private let isDue = Mutex(false)
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
    queue.async { [self] in
      isDue.withLock { $0 = false }
      do throws(LedgerError) {
        try ledger.publish()
      } catch {
        failed(error)
      }
    }
  }

  /// Blocks until all that was decided is published.
  package func finish() {
    queue.sync {}
  }
}
