import ArgumentParser
import Review

struct DeadLettersRetryCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Have the next run ask again.",
    usage: "sluice dead-letters <pipeline> retry <id> … | --class … --rule … --field … [--dry-run]",
    discussion: """
      What stands now stays until the next run has asked. Examples:
        sluice dead-letters pipelines/invoices.yaml retry 3f2a
        sluice dead-letters pipelines/invoices.yaml retry --class locked
      """)

  @OptionGroup var target: PipelineArgument

  @Argument(help: "The ids, as `list` shows them; a discarded document's too.")
  var ids: [String] = []

  @OptionGroup var selection: SelectionOptions

  @OptionGroup var options: DecisionOptions

  func validate() throws { try selection.validate(ids) }

  func execute() throws -> ExitCode {
    let decisions = try target.decisions(options)
    return try selection.carryOut(.retry, on: ids, decisions) { try decisions.retry($0) }
  }
}
