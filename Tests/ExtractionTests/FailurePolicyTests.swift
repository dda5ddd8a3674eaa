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
