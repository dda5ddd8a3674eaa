import Foundation
import Processes
import Testing

@Suite(.serialized) struct InterruptSignalsTests {
  @Test func tellsTheFirstFromLaterOnes() throws {
    let calls = Calls()
    let signals = InterruptSignals(
      first: { calls.add("first \($0)") }, later: { calls.add("later \($0)") })
    for (number, count) in [(SIGTERM, 1), (SIGINT, 2), (SIGTERM, 3)] {
      kill(getpid(), number)
      #expect(calls.wait(for: count))
    }
    #expect(calls.all == ["first \(SIGTERM)", "later \(SIGINT)", "later \(SIGTERM)"])
    withExtendedLifetime(signals) {}
  }

  private final class Calls: @unchecked Sendable {
    private let condition = NSCondition()
    private var calls: [String] = []

    var all: [String] { condition.withLock { calls } }

    func add(_ call: String) {
      condition.withLock {
        calls.append(call)
        condition.signal()
      }
    }

    func wait(for count: Int) -> Bool {
      let deadline = Date(timeIntervalSinceNow: 10)
      return condition.withLock {
        while calls.count < count {
          if !condition.wait(until: deadline) { return false }
        }
        return true
      }
    }
  }
}
