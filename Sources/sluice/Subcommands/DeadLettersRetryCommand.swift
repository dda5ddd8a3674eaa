import ArgumentParser
import Extraction
import Review
import Workflow

struct DeadLettersRetryCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Have the next run ask again.",
    usage: "sluice dead-letters <pipeline> retry <id> … | --class … --rule … --field … [--dry-run]",
    discussion: """
      What stands now stays until the next run has asked. Examples:
        sluice dead-letters pipelines/invoices.yaml retry 3f2a
        sluice dead-letters pipelines/invoices.yaml retry --class locked
        sluice dead-letters pipelines/invoices.yaml retry 3f2a --hint "The total is on page 3."
        sluice dead-letters pipelines/invoices.yaml retry --class truncated --tokens 8000
      """)

  @OptionGroup var target: PipelineArgument

  @Argument(help: "The ids, as `list` shows them; a discarded document's too.")
  var ids: [String] = []

  @OptionGroup var selection: SelectionOptions

  @Option(help: ArgumentHelp("The model of the route to ask first.", valueName: "name"))
  var rung: String?

  @Option(help: "Tokens of one reply at most.")
  var tokens: Int?

  @Option(help: "A line for the model, behind the document, in every question about it.")
  var hint: String?

  @OptionGroup var options: DecisionOptions

  func validate() throws {
    try selection.validate(ids)
    if let tokens, tokens < 1 { throw ValidationError("--tokens is a number from 1.") }
  }

  func execute() throws -> ExitCode {
    if let rung {
      let names = try Composition(target.pipeline).pipeline.route.map(\.name)
      guard names.contains(rung) else {
        StandardError.write(
          "sluice: the route has no model \(rung); there are \(names.joined(separator: ", "))")
        return .usage
      }
    }
    let settings = RetrySettings(rung: rung, outputTokens: tokens, hint: hint)
    let decisions = try target.decisions(options)
    return try selection.carryOut(.retry(settings), on: ids, decisions) {
      try decisions.retry($0, as: settings)
    }
  }
}
