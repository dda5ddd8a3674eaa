import Extraction
import JSON
import Testing

@Suite struct FailurePolicyTests {
  @Test(arguments: FailureClass.allCases)
  func everyClassHasAPolicyWithAdvice(failureClass: FailureClass) {
    let policy = FailurePolicy.table[failureClass]
    #expect(policy != nil)
    #expect(policy?.advice.isEmpty == false)
  }

  /// The table of the design, row by row.
  @Test(arguments: [
    (FailureClass.crashed, "once_more_alone", FailurePolicy.Ending.deadLetter),
    (.tooBig, "once_more_alone", .deadLetter), (.tooSlow, "once_more_alone", .deadLetter),
    (.unreadable, "", .deadLetter), (.locked, "", .deadLetter), (.noText, "", .deadLetter),
    (.transport, "back_off next_rung", .defer), (.throttled, "slow_down", .defer),
    (.refused, "next_rung", .deadLetter), (.truncated, "more_tokens split next_rung", .deadLetter),
    (.malformed, "repair ask_paths next_rung", .deadLetter),
    (.invalid, "repair ask_paths next_rung", .hold), (.ungrounded, "ask_paths next_rung", .hold),
    (.misplaced, "ask_paths next_rung", .hold), (.conflict, "", .hold),
    (.incomplete, "ask_paths next_rung", .hold), (.ruleBroken, "ask_paths", .hold),
    (.undecided, "", .hold), (.hiddenText, "", .warn), (.overBudget, "", .defer),
    (.modelUnavailable, "next_rung", .defer),
  ])
  func triesTheStepsOfItsRow(
    failureClass: FailureClass, steps: String, ending: FailurePolicy.Ending
  ) {
    let policy = FailurePolicy.of(failureClass)
    #expect(policy.steps.map(\.rawValue).joined(separator: " ") == steps)
    #expect(policy.ending == ending)
  }

  @Test func whatIsNotTheDocumentsFaultMakesNoDeadLetter() {
    for failureClass in [FailureClass.transport, .throttled, .overBudget, .modelUnavailable] {
      #expect(FailurePolicy.of(failureClass).ending == .defer)
    }
  }

  @Test func aTruncatedReplyIsNeverAskedForInTheSameWay() {
    #expect(FailurePolicy.of(.truncated).steps.first == .moreTokens)
    #expect(!FailurePolicy.tries(.askPaths, for: .truncated))
  }

  @Test func theGravestErrorIsTheClass() {
    let findings = [
      Finding(.hiddenText, at: .root, severity: .warning, "w"),
      Finding(.ruleBroken, at: .root, "r"), Finding(.invalid, at: .root, "i"),
      Finding(.crashed, at: .root, severity: .warning, "only a warning"),
    ]
    #expect(Finding.gravest(of: findings) == .invalid)
    #expect(Finding.gravest(of: []) == nil)
  }
}
