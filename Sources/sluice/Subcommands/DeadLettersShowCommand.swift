import ArgumentParser
import Review

struct DeadLettersShowCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show dead letters: what is wrong, the record as far as it got, what shows it.",
    usage: "sluice dead-letters <pipeline> show [<id> …] [--json]",
    discussion: """
      An id may be cut to any length that is still unique, four digits at least. Example:
        sluice dead-letters pipelines/invoices.yaml show 3f2a
      """)

  @OptionGroup var target: PipelineArgument

  @Argument(help: "The ids, as `list` shows them; none: all dead letters.")
  var ids: [String] = []

  @Flag(help: "Write lines of JSON, as in dead-letters.jsonl.")
  var json = false

  func execute() throws -> ExitCode {
    let queue = try target.deadLetters()
    for id in try ids.isEmpty ? queue.ids() : ids {
      try StandardOutput.write(json ? queue.showJSON(id) : queue.show(id))
    }
    return .done
  }
}
