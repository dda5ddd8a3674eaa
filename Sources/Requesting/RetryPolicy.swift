/// When a request is sent again, as a value: it reads no clock and draws no random number.
///
/// Transport failures back off exponentially with full jitter ("Exponential Backoff And Jitter",
/// AWS Architecture Blog, 2015): a random part of a ceiling that doubles. A request to slow down is
/// no attempt, but it too ends at the total time.
package struct RetryPolicy: Sendable, Equatable {
  /// What is done next.
  package enum Decision: Sendable, Equatable {
    /// Again, after so many seconds.
    case retry(after: Double)
    case giveUp
  }

  /// Attempts of one request at most.
  package var maxAttempts: Int
  /// The first ceiling, in seconds.
  package var baseDelay: Double
  /// The highest ceiling, in seconds.
  package var maxDelay: Double
  /// The longest that a server can make us wait at a time, in seconds.
  package var maxRetryAfter: Double
  /// From the first attempt to the beginning of the last, in seconds.
  package var totalTime: Double

  package init(
    maxAttempts: Int = 5, baseDelay: Double = 0.5, maxDelay: Double = 30,
    maxRetryAfter: Double = 300, totalTime: Double = 900
  ) {
    self.maxAttempts = maxAttempts
    self.baseDelay = baseDelay
    self.maxDelay = maxDelay
    self.maxRetryAfter = maxRetryAfter
    self.totalTime = totalTime
  }

  /// After a failure of the way to the model.
  ///
  /// - Parameters:
  ///   - attempts: made so far, this one included.
  ///   - elapsed: since the first, in seconds.
  ///   - retryAfter: what the server asked for, in seconds.
  ///   - random: in 0..<1.
  package func afterTransportFailure(
    attempts: Int, elapsed: Double, retryAfter: Double?, random: Double
  ) -> Decision {
    guard attempts < maxAttempts else { return .giveUp }
    return decision(count: attempts, elapsed: elapsed, retryAfter: retryAfter, random: random)
  }

  /// After a request to slow down (429).
  ///
  /// - Parameter throttles: of this request so far, this one included.
  package func afterThrottle(
    throttles: Int, elapsed: Double, retryAfter: Double?, random: Double
  ) -> Decision {
    decision(count: throttles, elapsed: elapsed, retryAfter: retryAfter, random: random)
  }

  private func decision(
    count: Int, elapsed: Double, retryAfter: Double?, random: Double
  ) -> Decision {
    // Beyond 2^30 the ceiling is reached in any case.
    let factor = Double(1 << min(max(count - 1, 0), 30))
    let backOff = min(maxDelay, baseDelay * factor) * random
    // Jitter on top: all who were told the same second would come back in the same second.
    let asked = retryAfter.map { min(max($0, 0), maxRetryAfter) + min(1, baseDelay) * random }
    let delay = max(backOff, asked ?? 0)
    return elapsed + delay <= totalTime ? .retry(after: delay) : .giveUp
  }
}
