import ArgumentParser
import JSON
import JSONSchema

struct SchemaCheckCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a JSON Schema: is it one, what do providers take, what would a model guess.",
    discussion: """
      Example:
        sluice schema check schemas/invoice.schema.json
      """)

  @Argument(help: "The schema.", completion: .file(extensions: ["json"]))
  var file: String

  @OptionGroup var options: SchemaOptions

  func execute() throws -> ExitCode {
    _ = try options.schema(in: file)
    return .done
  }
}
