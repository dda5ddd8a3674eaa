import ArgumentParser
import JSON
import JSONSchema
import Review

struct SchemaValidateCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Validate JSON files against a schema (draft 2020-12), or JSON lines as a filter.",
    discussion: """
      The filter reads {"id","schema","instance"} from standard input and writes {"id","valid",\
      "errors"}, or {"id","failure"} for what is no schema. Examples:
        sluice schema validate --schema schemas/invoice.schema.json record.json
        echo '{"id":1,"schema":{"minimum":3},"instance":2}' | sluice schema validate --jsonl
      """)

  @Option(help: "The schema.", completion: .file(extensions: ["json"]))
  var schema: String?

  @Argument(help: "Files to validate, unless --jsonl.", completion: .file())
  var files: [String] = []

  @Flag(help: "Read JSON lines from standard input.")
  var jsonl = false

  @Flag(help: "Write a line of JSON for each file: the specification's output \"detailed\".")
  var detailed = false

  @OptionGroup var options: SchemaOptions

  func validate() throws {
    guard jsonl == files.isEmpty, !jsonl || !detailed else {
      throw ArgumentParser.ValidationError("Name files to validate, or give --jsonl alone.")
    }
    guard jsonl || schema != nil else {
      throw ArgumentParser.ValidationError("Which schema? Give --schema FILE.")
    }
  }

  func execute() throws -> ExitCode {
    let schema = try schema.map(options.schema)
    if let schema, !jsonl { return try show(schema) }
    var filter = ValidationFilter(options: options.reading, schema: schema)
    return try JSONLines.answer({ filter.answer($0) }, orElse: { filter.refusal($0) })
  }

  private func show(_ schema: Schema) throws -> ExitCode {
    var code = ExitCode.done
    for file in files {
      let value: JSONValue
      do throws(JSONFileError) {
        value = try JSONFile.read(file)
      } catch {
        StandardError.write("sluice: \(error.told)")
        code = error.exitCode
        continue
      }
      let errors = schema.validate(value)
      if !errors.isEmpty { code = .inputData }
      try StandardOutput.write(
        detailed ? Self.line(file, schema.detailedOutput(value)) : Self.text(file, errors))
    }
    return code
  }

  private static func line(_ file: String, _ output: JSONValue) -> String {
    var line: JSONObject = ["path": .string(file)]
    for (key, value) in output.objectValue ?? [:] { line[key] = value }
    return JSONValue.object(line).text() + "\n"
  }

  private static func text(_ file: String, _ errors: [JSONSchema.ValidationError]) -> String {
    guard !errors.isEmpty else { return "\(file): valid\n" }
    let lines = errors.map { error in
      "  \(TerminalText.safe(error.description))\n"
        + "    schema: \(TerminalText.safe(error.absoluteKeywordLocation))\n"
    }
    return "\(file): \(Amounts.counted(errors.count, "error"))\n" + lines.joined()
  }
}
