import ArgumentParser
import Review

struct DeadLettersCommand: ParsableCommand {
  static let name = "dead-letters"
  static let actions: Set<String> = ["list", "show"]

  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "See what a person has to decide.",
    usage: "sluice dead-letters <pipeline> [list|show] …",
    discussion: """
      Examples:
        sluice dead-letters pipelines/invoices.yaml list
        sluice dead-letters pipelines/invoices.yaml show 3f2a
      """,
    subcommands: [DeadLettersListCommand.self, DeadLettersShowCommand.self],
    defaultSubcommand: DeadLettersListCommand.self)
}

extension PipelineArgument {
  /// The queue of the pipeline; its ledger must be there.
  func deadLetters() throws -> DeadLetterQueue {
    let composition = try Composition(pipeline)
    return DeadLetterQueue(
      try composition.ledger(creating: false), pipeline: pipeline,
      width: TerminalWidth.columns(of: 1))
  }
}
