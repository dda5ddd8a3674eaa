import ArgumentParser
import JSON
import JSONSchema
import Review

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
    let document = try JSONFile.read(file)
    let errors: [JSONSchema.ValidationError]
    do throws(SchemaError) {
      errors = try Schema.metaschemaErrors(of: document, remotes: options.reading.remotes)
    } catch {
      throw SchemaFileError(file: file, error: error)
    }
    guard errors.isEmpty else {
      StandardError.write("sluice: \(file) is no valid schema")
      for error in errors { StandardError.write("  \(TerminalText.safe(error.description))") }
      return .configuration
    }
    let schema = try options.schema(in: file)
    let width = TerminalWidth.columns(of: 1)
    try StandardOutput.write(SchemaCheckText(file: file, schema: schema, width: width).text)
    return .done
  }
}
