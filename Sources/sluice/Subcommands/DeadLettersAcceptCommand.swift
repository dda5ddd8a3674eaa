import ArgumentParser
import Review

struct DeadLettersAcceptCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Let records stand as they are.",
    usage: "sluice dead-letters <pipeline> accept <id> … [--yes]",
    discussion: """
      The schema alone refuses. What evidence and rules have found is shown, wants --yes, and stays \
      in the record's findings. Example:
        sluice dead-letters pipelines/invoices.yaml accept 3f2a --yes
      """)

  @OptionGroup var target: PipelineArgument

  @Argument(help: "The ids, as `list` shows them.")
  var ids: [String] = []

  @OptionGroup var selection: SelectionOptions

  @Flag(help: "Confirm what evidence and rules have found.")
  var yes = false

  @OptionGroup var options: DecisionOptions

  func validate() throws { try selection.validate(ids) }

  func execute() throws -> ExitCode {
    let decisions = try target.decisions(options)
    return try selection.carryOut(.accept, on: ids, decisions) {
      try decisions.accept($0, confirmed: yes)
    }
  }
}
