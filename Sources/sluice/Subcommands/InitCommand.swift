import ArgumentParser
import Foundation
import JSON
import JSONSchema
import Workflow

struct InitCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Begin a pipeline: a pipeline file, a schema and a document that run at once.",
    discussion: """
      Nothing is overwritten. Examples:
        sluice init receipts
        sluice init contracts --schema-from record.json
      """)

  @Argument(
    help: ArgumentHelp("The folder; it is made where it is missing.", valueName: "dir"),
    completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      "Draft the schema from this example of a record, a JSON object.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var schemaFrom: String?

  func execute() throws -> ExitCode {
    let name = URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent
    let starter = try schemaFrom.map { try Self.starter(name, from: $0) } ?? Starter(name: name)
    try starter.write(to: folder)
    for file in starter.files { try StandardOutput.write("\(folder)/\(file.path)\n") }
    StandardError.write("Now: sluice run \(folder)/pipeline.yaml")
    return .done
  }

  private static func starter(_ name: String, from file: String) throws -> Starter {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ConfigurationError(file: file, "the example cannot be read")
    }
    let example: JSONValue
    do {
      example = try JSONValue(parsing: Array(data))
    } catch {
      throw ConfigurationError(file: file, "the example is not JSON: \(error)")
    }
    guard let schema = SchemaDraft.from(example) else {
      throw ConfigurationError(
        file: file, "the example is not a JSON object with members",
        advice: "Write one record as you want it, such as {\"total\": 12.5}.")
    }
    return Starter(name: name, schema: schema, example: example)
  }
}

extension StarterError: ExecutionError {
  var exitCode: ExitCode { .cannotCreateOutput }
  var told: String { description }
}
