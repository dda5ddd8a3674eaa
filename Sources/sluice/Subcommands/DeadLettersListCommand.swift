import ArgumentParser
import Review

struct DeadLettersListCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what a person has to decide, the gravest first.",
    usage: "sluice dead-letters <pipeline> list [--json]",
    discussion: """
      Records that are published without some of their fields are in the list too.
      Example:
        sluice dead-letters pipelines/invoices.yaml list
      """)

  @OptionGroup var target: PipelineArgument

  @Flag(help: "Write lines of JSON, as in dead-letters.jsonl.")
  var json = false

  func execute() throws -> ExitCode {
    let queue = try target.deadLetters()
    try StandardOutput.write(json ? queue.listJSON() : queue.list())
    return .done
  }
}
