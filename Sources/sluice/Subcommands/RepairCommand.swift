import ArgumentParser
import Foundation
import JSON
import JSONSchema

struct RepairCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Find the JSON in a text and mend it; what was mended goes to standard error.",
    discussion: """
      Code fences, prose, commas, quotes, comments, brackets and the like are mended; no value is \
      invented. With a schema, the text that fits it is chosen, and what it settles is mended too: \
      "12,50" for a number, "yes" for a boolean, a name in other case. Exit code 65: there is no \
      JSON, the text ends before its JSON does, or the schema still refuses the value.

      The filter reads {"id","text","schema"?} from standard input and writes {"id","value",\
      "repairs","truncated"}, or {"id","failure"}. Examples:
        sluice repair reply.txt > reply.json
        sluice repair - --schema schemas/invoice.schema.json --keep key < reply.txt
        echo '{"id":1,"text":"{a: 1,}"}' | sluice repair --jsonl
      """)

  @Argument(help: "The text; - reads standard input.", completion: .file())
  var file: String?

  @Option(help: "A schema that the value is to fit.", completion: .file(extensions: ["json"]))
  var schema: String?

  @Option(
    help: ArgumentHelp(
      "Leave as it is what the schema would settle: "
        + Mend.Kind.allCases.map { "\($0)" }.joined(separator: ", ") + ". Repeatable.",
      valueName: "kind"),
    transform: RepairCommand.kind)
  var keep: [Mend.Kind] = []

  @Flag(help: "Write the value on one line.")
  var compact = false

  @Flag(help: "Read JSON lines from standard input.")
  var jsonl = false

  func validate() throws {
    guard jsonl == (file == nil) else {
      throw ArgumentParser.ValidationError("Name one file to repair, or give --jsonl alone.")
    }
  }

  func execute() throws -> ExitCode {
    let schema = try schema.map(Self.schema)
    let kinds = Set(Mend.Kind.allCases).subtracting(keep)
    if let file {
      return try RepairReport(schema: schema, kinds: kinds, style: compact ? .compact : .pretty)
        .repair(try Self.text(file))
    }
    var filter = RepairFilter(schema: schema, mending: kinds)
    return try JSONLines.answer({ filter.answer($0) }, orElse: { filter.answer(to: $0) })
  }

  private static func kind(_ name: String) throws -> Mend.Kind {
    guard let kind = Mend.Kind.allCases.first(where: { "\($0)" == name }) else {
      throw ArgumentParser.ValidationError(
        "--keep takes one of " + Mend.Kind.allCases.map { "\($0)" }.joined(separator: ", ") + ".")
    }
    return kind
  }

  private static func text(_ file: String) throws -> String {
    let data =
      file == "-"
      ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
    guard let data else { throw RepairFileError.missing(file) }
    if let text = String(validating: data, as: UTF8.self) { return text }
    StandardError.write("sluice: bytes that are not UTF-8 were read as U+FFFD")
    return String(decoding: data, as: UTF8.self)
  }

  private static func schema(_ file: String) throws -> Schema {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw RepairFileError.missing(file)
    }
    do {
      let document = try JSONValue(parsing: [UInt8](data))
      return try Schema(document, options: .init(allowsUnknownKeywords: true))
    } catch {
      throw RepairFileError.noSchema(file, "\(error)")
    }
  }
}

/// Why a file cannot be used for a repair.
enum RepairFileError: ExecutionError {
  case missing(String)
  case noSchema(String, String)

  var exitCode: ExitCode {
    switch self {
    case .missing: .noInput
    case .noSchema: .configuration
    }
  }

  var told: String {
    switch self {
    case .missing(let path): "\(path) cannot be read\n  Check the path and its permissions."
    case .noSchema(let path, let reason): "\(path) is no schema that can be used: \(reason)"
    }
  }
}
