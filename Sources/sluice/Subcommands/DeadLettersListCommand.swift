import ArgumentParser
import Review

struct DeadLettersListCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the dead letters, the gravest first.",
    usage: "sluice dead-letters <pipeline> list [--json]",
    discussion: """
      Example:
        sluice dead-letters pipelines/invoices.yaml list
      """)

  @OptionGroup var target: PipelineArgument

  @Flag(help: "Write the lines of dead-letters.jsonl.")
  var json = false

  func execute() throws -> ExitCode {
    let queue = try target.deadLetters()
    try StandardOutput.write(json ? queue.listJSON() : queue.list())
    return .done
  }
}
