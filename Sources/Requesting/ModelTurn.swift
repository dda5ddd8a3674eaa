import Dispatch
import Processes

/// Whose turn it is to use the processor for a local model, among all runs on this machine.
///
/// Two busy servers share the cores so badly that both crawl (measured: 12.6 tokens a second fall
/// to 0.3), so a request holds `model.lock`. Whoever wants the turn first takes `model.next.lock`
/// and keeps it until it has the turn: so the one that waits comes before the one that has just
/// finished and wants the turn again.
///
/// Used on its owner's queue; it looks again every little while instead of blocking that queue.
final class ModelTurn: @unchecked Sendable {
  private static let interval = 0.05
  /// A wait that is worth a word, in seconds.
  private static let noteworthy = 2.0

  private let turn: FileLock
  private let next: FileLock
  private let queue: DispatchQueue
  private let note: @Sendable (String) -> Void
  private var hasNoted = false

  /// - Parameter folder: where the lock files are.
  init(
    folder: String, queue: DispatchQueue, note: @escaping @Sendable (String) -> Void
  ) throws(ProcessError) {
    turn = try FileLock(path: folder + "/model.lock")
    next = try FileLock(path: folder + "/model.next.lock")
    self.queue = queue
    self.note = note
  }

  /// Waits for the turn.
  ///
  /// - Parameters:
  ///   - isWanted: asked before each look; where it says no, the wait ends without completion.
  ///   - completion: on the queue; with an error where the locks do not work.
  func take(
    while isWanted: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (ProcessError?) -> Void
  ) {
    look(since: DispatchTime.now(), hasNext: false, isWanted, completion)
  }

  /// Whether somebody else waits for the turn, while it is ours.
  var isWantedElsewhere: Bool {
    guard (try? next.tryLock()) == true else { return true }
    next.unlock()
    return false
  }

  /// Gives the turn to whoever is next.
  func pass() {
    turn.unlock()
  }

  private func look(
    since start: DispatchTime, hasNext: Bool, _ isWanted: @escaping @Sendable () -> Bool,
    _ completion: @escaping @Sendable (ProcessError?) -> Void
  ) {
    guard isWanted() else { return next.unlock() }
    var hasNext = hasNext
    do throws(ProcessError) {
      if !hasNext { hasNext = try next.tryLock() }
      if hasNext, try turn.tryLock() {
        next.unlock()
        return completion(nil)
      }
    } catch {
      next.unlock()
      return completion(error)
    }
    let waited = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
    if waited > Self.noteworthy, !hasNoted {
      hasNoted = true
      note("waiting for the local model: another run is using it (\(turn.holder ?? "unknown"))")
    }
    let isNextOurs = hasNext
    queue.asyncAfter(deadline: .now() + Self.interval) {
      self.look(since: start, hasNext: isNextOurs, isWanted, completion)
    }
  }
}
