import Extraction
import Testing

@testable import Requesting

@Suite struct BreakerTests {
  private let documents = ["a", "b", "c", "d"].map { Digest(of: $0) }

  @Test func opensAfterThreeDistinctDocumentsInARow() {
    var breaker = Breaker(limit: 3)
    breaker.recordFailure(of: documents[0])
    breaker.recordFailure(of: documents[1])
    #expect(!breaker.isOpen)
    breaker.recordFailure(of: documents[2])
    #expect(breaker.isOpen)
  }

  @Test func countsADocumentOnce() {
    var breaker = Breaker(limit: 2)
    for _ in 0..<5 { breaker.recordFailure(of: documents[0]) }
    #expect(!breaker.isOpen)
  }

  @Test func beginsAnewAfterASuccess() {
    var breaker = Breaker(limit: 2)
    breaker.recordFailure(of: documents[0])
    breaker.recordSuccess()
    breaker.recordFailure(of: documents[1])
    #expect(!breaker.isOpen)
  }

  /// Whether each answer, to a document by its place, closes the model.
  private func closings(
    of answers: [(String, Int)], limit: Int, afterSuccess: Bool = false
  ) -> [Bool] {
    var count = RejectionCount(limit: limit)
    if afterSuccess { count.recordSuccess() }
    return answers.map { count.record($0, to: documents[$1]) }
  }

  @Test func takesTheSameAnswerToThreeDocumentsForAMistakeInTheSettings() {
    let answers = [("no model (17)", 0), ("no model (17)", 0), ("no model (18)", 1)]
    #expect(closings(of: answers, limit: 3) == [false, false, false])
    #expect(closings(of: answers + [("no model (190)", 2)], limit: 3).last == true)
  }

  @Test func takesDifferentAnswersForTheDocumentsOwn() {
    let answers = [("one", 0), ("two", 1), ("two", 2), ("two", 3)]
    #expect(closings(of: answers, limit: 2) == [false, false, false, false])
  }

  @Test func takesNoRejectionForAMistakeOnceSomethingWasAnswered() {
    let answers = [("no", 0), ("no", 1), ("no", 2)]
    #expect(closings(of: answers, limit: 2, afterSuccess: true) == [false, false, false])
    #expect(closings(of: answers, limit: 2) == [false, true, true])
  }
}

@Suite struct RateWindowTests {
  @Test func halvesOnceForAllRequestsOfAWindow() {
    var window = RateWindow(maximum: 16)
    for _ in 0..<16 { window.recordThrottle(sentAt: 1, now: 2, pause: nil) }
    #expect(window.limit == 8)
    window.recordThrottle(sentAt: 3, now: 4, pause: nil)
    #expect(window.limit == 4)
  }

  @Test func growsByOneForEachFullWindowAndNotBeyondTheMaximum() {
    var window = RateWindow(maximum: 4)
    window.recordThrottle(sentAt: 0, now: 0, pause: nil)
    #expect(window.limit == 2)
    for _ in 0..<2 { window.recordSuccess() }
    #expect(window.limit == 3)
    for _ in 0..<100 { window.recordSuccess() }
    #expect(window.limit == 4)
  }

  @Test func neverFallsBelowOne() {
    var window = RateWindow(maximum: 2)
    for time in 1..<10 {
      window.recordThrottle(sentAt: Double(time), now: Double(time), pause: nil)
    }
    #expect(window.limit == 1)
    #expect(window.allows(inFlight: 0, now: 10))
    #expect(!window.allows(inFlight: 1, now: 10))
  }

  @Test func sendsNothingBeforeThePauseIsOver() {
    var window = RateWindow(maximum: 2)
    window.recordThrottle(sentAt: 1, now: 1, pause: 5)
    #expect(!window.allows(inFlight: 0, now: 5.9))
    #expect(window.allows(inFlight: 0, now: 6))
  }
}
