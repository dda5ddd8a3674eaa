import Testing

@testable import Requesting

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy(
    maxAttempts: 4, baseDelay: 1, maxDelay: 3, maxRetryAfter: 60, totalTime: 100)

  @Test(arguments: [(1, 0.5), (2, 1.0), (3, 1.5)])
  func backsOffByARandomPartOfADoublingCeiling(attempts: Int, delay: Double) {
    #expect(
      policy.afterTransportFailure(
        attempts: attempts, elapsed: 0, retryAfter: nil, random: 0.5) == .retry(after: delay))
  }

  @Test func givesUpAfterTheLastAttempt() {
    #expect(
      policy.afterTransportFailure(attempts: 4, elapsed: 0, retryAfter: nil, random: 0) == .giveUp)
  }

  @Test func givesUpWhenTheTotalTimeWouldBeOver() {
    #expect(
      policy.afterTransportFailure(attempts: 1, elapsed: 99.9, retryAfter: nil, random: 0.5)
        == .giveUp)
    #expect(
      policy.afterThrottle(throttles: 1, elapsed: 50, retryAfter: 51, random: 0) == .giveUp)
  }

  @Test func waitsAsLongAsTheServerAsksButNotForever() {
    #expect(
      policy.afterThrottle(throttles: 1, elapsed: 0, retryAfter: 20, random: 0)
        == .retry(after: 20))
    #expect(
      policy.afterThrottle(throttles: 1, elapsed: 0, retryAfter: 1e9, random: 0)
        == .retry(after: 60))
  }

  @Test func doesNotCountThrottlesAsAttempts() {
    #expect(
      policy.afterThrottle(throttles: 50, elapsed: 0, retryAfter: nil, random: 0.5)
        == .retry(after: 1.5))
  }

  @Test(arguments: [
    ("120", 120.0), (" 1.5 ", 1.5), ("-3", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 37),
    ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("Thu, 29 Feb 1996 00:00:00 GMT", 41_440_260),
  ])
  func readsRetryAfterAsSecondsAndAsADate(value: String, seconds: Double) {
    #expect(RetryAfter.seconds(value, now: 784_111_740) == seconds)
  }

  @Test(arguments: ["", "soon", "nan", "inf", "Sun, 06 Foo 1994 08:49:37 GMT", "06 Nov 1994"])
  func ignoresARetryAfterThatItCannotRead(value: String) {
    #expect(RetryAfter.seconds(value, now: 0) == nil)
  }
}
