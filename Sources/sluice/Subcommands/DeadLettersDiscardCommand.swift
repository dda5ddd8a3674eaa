import ArgumentParser
import Review

struct DeadLettersDiscardCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "discard",
    abstract: "Take documents out of both result files.",
    usage: "sluice dead-letters <pipeline> discard <id> … --reason <text>",
    discussion: """
      A discarded document comes back with new content, or by retry. Example:
        sluice dead-letters pipelines/invoices.yaml discard 3f2a --reason "not an invoice"
      """)

  @OptionGroup var target: PipelineArgument

  @Argument(help: "The ids, as `list` shows them.")
  var ids: [String]

  @Option(help: "Why; it is kept with the decision.")
  var reason: String

  @OptionGroup var options: DecisionOptions

  func validate() throws {
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw ValidationError("--reason is empty: say why the documents are discarded.")
    }
  }

  func execute() throws -> ExitCode {
    try target.decisions(options).discard(ids, reason: reason).tell()
  }
}
