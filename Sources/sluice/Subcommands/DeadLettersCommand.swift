import ArgumentParser
import Review

struct DeadLettersCommand: ParsableCommand {
  static let name = "dead-letters"
  static let actions: Set<String> = ["list", "show", "accept", "correct", "discard", "retry"]

  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "See what a person has to decide, and decide it.",
    usage: "sluice dead-letters <pipeline> [list|show|accept|correct|discard|retry] …",
    discussion: """
      Examples:
        sluice dead-letters pipelines/invoices.yaml list
        sluice dead-letters pipelines/invoices.yaml show 3f2a
        sluice dead-letters pipelines/invoices.yaml correct 3f2a --set /total=1234.50
      """,
    subcommands: [
      DeadLettersListCommand.self, DeadLettersShowCommand.self, DeadLettersAcceptCommand.self,
      DeadLettersCorrectCommand.self, DeadLettersDiscardCommand.self,
      DeadLettersRetryCommand.self,
    ],
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

  /// Decisions about the pipeline's dead letters; its ledger must be there.
  func decisions(_ options: DecisionOptions) throws -> ShellDecisions {
    let composition = try Composition(pipeline)
    let ledger = try composition.ledger(creating: false)
    return ShellDecisions(
      try composition.decider(ledger, reviewer: try options.name()), again: options.again)
  }
}
