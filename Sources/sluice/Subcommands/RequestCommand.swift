import ArgumentParser
import Workflow

struct RequestCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "request",
    abstract: "Filter: sends prompts to the first model of the route and adds its replies.",
    discussion: """
      It has no history: every prompt is sent and paid for. Example:
        … | sluice prompt P | sluice request P --max-in-flight 8
      """)

  @OptionGroup var target: PipelineArgument
  @OptionGroup var width: WidthOptions

  func execute() throws -> ExitCode {
    try FilterExecution.run(.request, of: Composition(target.pipeline), width: width, asking: true)
  }
}
