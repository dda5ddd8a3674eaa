import ArgumentParser
import Review

struct DeadLettersDiscardCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "discard",
    abstract: "Take documents out of both result files.",
    usage:
      "sluice dead-letters <pipeline> discard <id> … | --class … --rule … --field … --reason <text> [--dry-run]",
    discussion: """
      A discarded document comes back with new content, or by retry. Example:
        sluice dead-letters pipelines/invoices.yaml discard 3f2a --reason "not an invoice"
      """)

  @OptionGroup var target: PipelineArgument

  @Argument(help: "The ids, as `list` shows them.")
  var ids: [String] = []

  @OptionGroup var selection: SelectionOptions

  @Option(help: "Why; it is kept with the decision.")
  var reason: String

  @OptionGroup var options: DecisionOptions

  func validate() throws {
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw ValidationError("--reason is empty: say why the documents are discarded.")
    }
    try selection.validate(ids)
  }

  func execute() throws -> ExitCode {
    let decisions = try target.decisions(options)
    return try selection.carryOut(.discard(reason: reason), on: ids, decisions) {
      try decisions.discard($0, reason: reason)
    }
  }
}
