/// What sluice does about a failure: the steps it tries, in order, and how it ends if none helps.
///
/// This is the one table of failures. Workflow, Validating and Requesting ask it; none decides for
/// itself.
package struct FailurePolicy: Sendable, Equatable {
  /// One thing to try.
  package enum Step: String, Sendable {
    /// Mended here, at no cost, and recorded.
    case repair
    /// The same work once more, with nothing beside it.
    case onceMoreAlone = "once_more_alone"
    /// Again after a pause that grows, with jitter.
    case backOff = "back_off"
    /// Fewer requests at a time; this is no attempt.
    case slowDown = "slow_down"
    /// The same question with room for a longer reply, once.
    case moreTokens = "more_tokens"
    /// The question in pieces: by properties, then a list by pages; the answers are joined.
    case split
    /// Ask for the failing paths only.
    case askPaths = "ask_paths"
    /// The next model of the route.
    case nextRung = "next_rung"
  }

  /// How it ends.
  package enum Ending: String, Sendable {
    /// The document becomes a dead letter; there is no record.
    case deadLetter = "dead_letter"
    /// The record is kept back with its findings; a person decides.
    case hold
    /// The document is left for the next run.
    case `defer`
    /// Noted beside the record, which is published.
    case warn
  }

  /// What is tried, in order.
  package let steps: [Step]
  /// What happens when no step helped.
  package let ending: Ending
  /// What a person can do about it.
  package let advice: String

  /// The policy for a class.
  package static func of(_ failureClass: FailureClass) -> FailurePolicy {
    table[failureClass] ?? FailurePolicy(steps: [], ending: .deadLetter, advice: "")
  }

  /// Whether a class has a step among what is tried.
  package static func tries(_ step: Step, for failureClass: FailureClass) -> Bool {
    of(failureClass).steps.contains(step)
  }

  /// Every class has a row; a test holds it to that.
  package static let table: [FailureClass: FailurePolicy] = [
    .crashed: row(
      [.onceMoreAlone], .deadLetter,
      "The parser died on this file. Open it in a viewer and save it anew, or leave it out with source.exclude."
    ),
    .tooBig: row(
      [.onceMoreAlone], .deadLetter,
      "The parser needed more memory than parse.memory allows. Raise it, or split the file."),
    .tooSlow: row(
      [.onceMoreAlone], .deadLetter,
      "The parser needed more time than parse.timeout allows. Raise it, or split the file."),
    .unreadable: row(
      [], .deadLetter,
      "The file is damaged or of another type than its name says. Fetch it again from where it came."
    ),
    .locked: row(
      [], .deadLetter,
      "The file needs a password. Put it into the environment variable that parse.passwords_env names, or run qpdf --decrypt."
    ),
    .noText: row(
      [], .deadLetter,
      "The pages are pictures without a text layer. Run ocrmypdf on the file and put the result in its place."
    ),
    .transport: row(
      [.backOff, .nextRung], .defer,
      "The model could not be reached. Check base_url and the network; the next run takes it up again."
    ),
    .refused: row(
      [.nextRung], .deadLetter,
      "The model declined to answer. Read its words, and route the document to another model."),
    .truncated: row(
      [.moreTokens, .split, .nextRung], .deadLetter,
      "The reply did not fit. Raise the model's max_output_tokens, or lower chunk.max_tokens."),
    .malformed: row(
      [.repair, .askPaths, .nextRung], .deadLetter,
      "The reply held no JSON. Read it with `sluice request`, or use a model that honours a JSON Schema."
    ),
    .invalid: row(
      [.repair, .askPaths, .nextRung], .hold,
      "The value does not fit the schema. Correct it, or loosen the schema where the document is right."
    ),
    .ungrounded: row(
      [.askPaths, .nextRung], .hold,
      "The document does not show this value. Look at the page, then correct it."),
    .misplaced: row(
      [.askPaths, .nextRung], .hold,
      "The value stands on the page, but under another label. Look at the page, then correct it."),
    .conflict: row(
      [], .hold, "Two parts of the document say different things. Look at both, then choose."),
    .incomplete: row(
      [.askPaths, .nextRung], .hold,
      "Rows of the document are missing from the record. Add them, or ask again."),
    .ruleBroken: row(
      [.askPaths], .hold,
      "The record breaks a rule of the pipeline. Look at the fields it names: the document may be wrong."
    ),
    .undecided: row(
      [], .hold, "A check ran out of time, so nothing is known. Simplify the pattern or the rule."),
    .hiddenText: row(
      [], .warn, "The document holds text that a person cannot see. It was kept from the model."),
    .throttled: row(
      [.slowDown], .defer, "The provider asked for fewer requests. The next run goes on."),
    .overBudget: row([], .defer, "A cap of the budget is reached. The next run goes on."),
    .modelUnavailable: row(
      [.nextRung], .defer, "No model of the route answers. The next run takes it up again."),
  ]

  private static func row(_ steps: [Step], _ ending: Ending, _ advice: String) -> FailurePolicy {
    FailurePolicy(steps: steps, ending: ending, advice: advice)
  }
}
