import ArgumentParser
import Extraction
import Review

struct DeadLettersRetryCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Have the next run ask again.",
    usage: "sluice dead-letters <pipeline> retry <id> … | --class <class>",
    discussion: """
      What stands now stays until the next run has asked. Examples:
        sluice dead-letters pipelines/invoices.yaml retry 3f2a
        sluice dead-letters pipelines/invoices.yaml retry --class locked
      """)

  @OptionGroup var target: PipelineArgument

  @Argument(help: "The ids, as `list` shows them; a discarded document's too.")
  var ids: [String] = []

  @Option(
    name: .customLong("class"), help: "All dead letters of this class, such as locked.",
    transform: FailureClass.word)
  var failureClass: FailureClass?

  @OptionGroup var options: DecisionOptions

  func validate() throws {
    guard ids.isEmpty != (failureClass == nil) else {
      throw ValidationError("Give ids, or --class CLASS.")
    }
  }

  func execute() throws -> ExitCode {
    let decisions = try target.decisions(options)
    guard let failureClass else { return try decisions.retry(ids).tell() }
    return try decisions.retry(all: failureClass).tell()
  }
}
