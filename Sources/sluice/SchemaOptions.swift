import ArgumentParser
import JSON
import JSONSchema

/// How a schema is read.
struct SchemaOptions: ParsableArguments {
  @Flag(help: "Check `format`; without this it is only a note, as the specification has it.")
  var assertFormat = false

  @Option(
    help: ArgumentHelp(
      "Take schemas whose URI begins with URL from the folder DIR. Nothing is ever fetched.",
      valueName: "URL=DIR"))
  var map: [String] = []

  func validate() throws {
    for entry in map where Self.parts(entry) == nil {
      throw ValidationError("--map takes URL=DIR, such as https://example.org/=schemas.")
    }
  }

  /// As the specification reads a schema: what no vocabulary knows is a note.
  var reading: Schema.Options {
    var remotes = RemoteSchemas()
    for case (let url, let folder)? in map.map(Self.parts) { remotes.map(url, to: folder) }
    return Schema.Options(
      assertsFormat: assertFormat, allowsUnknownKeywords: true, remotes: remotes)
  }

  /// Compiles the schema in a file.
  func schema(in file: String) throws -> Schema {
    let document = try JSONFile.read(file)
    do throws(SchemaError) {
      return try Schema(document, options: reading)
    } catch {
      throw SchemaFileError(file: file, error: error)
    }
  }

  private static func parts(_ entry: String) -> (url: String, folder: String)? {
    let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
    return parts.count == 2 ? (parts[0], parts[1]) : nil
  }
}

/// A file that holds JSON and no schema.
struct SchemaFileError: ExecutionError {
  let file: String
  let error: SchemaError

  var exitCode: ExitCode { .configuration }
  var told: String { "\(file) is no schema that can be used\n  \(error)" }
}
