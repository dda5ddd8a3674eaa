import ArgumentParser
import Workflow

struct ValidateCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Filter: judges replies, asks again where it helps, and writes the outcomes.",
    discussion: """
      Before a PDF's record counts as accepted, the pages that its values stand on are drawn, to see \
      whether a person can read them there. So the files must still be at the lines' paths; where \
      one is gone or has changed, the record is judged by its text, with a warning that says so.

      Example:
        … | sluice request P | sluice validate P | jq 'select(.outcome == "accepted").record'
      """)

  @OptionGroup var target: PipelineArgument
  @OptionGroup var width: WidthOptions

  @Flag(inversion: .prefixedNo, help: "Ask models again about what is wrong.")
  var ask = true

  func execute() throws -> ExitCode {
    let composition = try Composition(target.pipeline)
    return try FilterExecution.run(
      .validate(composition.pipeline.parse, asking: ask), of: composition, width: width,
      asking: ask)
  }
}
