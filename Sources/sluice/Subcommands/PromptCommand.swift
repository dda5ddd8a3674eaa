import ArgumentParser
import Workflow

struct PromptCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "prompt",
    abstract: "Filter: adds the prompts to lines of parsed documents.",
    discussion: """
      Example, showing what a model would be asked:
        sluice list P | sluice parse --jsonl --pipeline P | sluice prompt P | \
      jq -r '.prompts[].messages[].content'
      """)

  @OptionGroup var target: PipelineArgument
  @OptionGroup var width: WidthOptions

  func execute() throws -> ExitCode {
    try FilterExecution.run(.prompt, of: Composition(target.pipeline), width: width, asking: false)
  }
}
