/// How many requests may be in flight, as a value that reads no clock.
///
/// It grows by one for each full window of successes and halves when the provider asks to slow
/// down: additive increase, multiplicative decrease (RFC 5681, section 3.1, for TCP). Many requests
/// of one window are refused at once; they halve it once.
package struct RateWindow: Sendable, Equatable {
  /// In flight at most.
  package let maximum: Int
  /// In flight at most, now; 1 to ``maximum``.
  package private(set) var limit: Int
  /// Nothing is sent before; in seconds of the caller's clock.
  package private(set) var pausedUntil = -Double.infinity

  private var successes = 0
  /// When the window was halved last.
  private var halvedAt = -Double.infinity

  package init(maximum: Int) {
    self.maximum = max(1, maximum)
    limit = max(1, maximum)
  }

  /// Whether one more may be sent.
  package func allows(inFlight: Int, now: Double) -> Bool {
    inFlight < limit && now >= pausedUntil
  }

  /// A request came back well.
  package mutating func recordSuccess() {
    successes += 1
    if successes >= limit, limit < maximum {
      limit += 1
      successes = 0
    }
  }

  /// A request was refused for its rate (429).
  ///
  /// - Parameters:
  ///   - sentAt: when it was sent; what was sent before the last halving does not halve again.
  ///   - pause: how long the provider wants to hear nothing, in seconds.
  package mutating func recordThrottle(sentAt: Double, now: Double, pause: Double?) {
    if let pause { pausedUntil = max(pausedUntil, now + pause) }
    guard sentAt >= halvedAt else { return }
    limit = max(1, limit / 2)
    successes = 0
    halvedAt = now
  }
}
