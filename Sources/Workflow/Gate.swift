private import Foundation

/// Keeps what is under way bounded, by count and by bytes: who comes to a full gate waits.
final class Gate: @unchecked Sendable {
  // Unchecked: count and bytes are touched only while the condition's lock is held.
  private let condition = NSCondition()
  private let maxCount: Int
  private let maxBytes: Int
  private var count = 0
  private var bytes = 0

  init(maxCount: Int, maxBytes: Int) {
    self.maxCount = maxCount
    self.maxBytes = maxBytes
  }

  /// Waits for room and takes a place.
  ///
  /// Blocks.
  func enter() {
    condition.lock()
    while count >= maxCount || bytes >= maxBytes { condition.wait() }
    count += 1
    condition.unlock()
  }

  /// Says how heavy the holder of a place has become.
  func load(_ more: Int) {
    condition.lock()
    bytes += more
    condition.unlock()
  }

  /// Gives a place back.
  func leave(unloading load: Int) {
    condition.lock()
    count -= 1
    bytes -= load
    condition.broadcast()
    condition.unlock()
  }

  /// Waits until nobody is inside.
  ///
  /// Blocks.
  func waitUntilEmpty() {
    condition.lock()
    while count > 0 { condition.wait() }
    condition.unlock()
  }
}
