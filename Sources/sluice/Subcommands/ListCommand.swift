import ArgumentParser
import Extraction
import JSON
import Workflow

struct ListCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the documents of a pipeline, one JSON line each.",
    discussion: """
      The first of the filters. Example:
        P=pipelines/invoices.yaml
        sluice list $P | sluice parse --jsonl --pipeline $P | sluice prompt $P | \
      sluice request $P | sluice validate $P
      """)

  @OptionGroup var target: PipelineArgument

  func execute() throws -> ExitCode {
    let listing = try Composition(target.pipeline).source().list()
    for entry in listing.entries {
      let line = DocumentLine(id: .string(entry.path.description), path: entry.path)
      try StandardOutput.write(line: line.utf8)
    }
    guard listing.entries.isEmpty else { return .done }
    StandardError.write(NoInput.told(target.pipeline))
    return .noInput
  }
}

/// The message of an empty listing.
enum NoInput {
  static func told(_ pipeline: String) -> String {
    """
    sluice: no document matches source.paths and source.include of \(pipeline)
      Check them: paths are relative to the pipeline file, and globs such as "**/*.pdf" mind case.
    """
  }
}
