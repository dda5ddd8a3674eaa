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

  @OptionGroup var options: SchemaOptions

  func validate() throws {
    guard jsonl == (file == nil) else {
      throw ArgumentParser.ValidationError("Name one file to repair, or give --jsonl alone.")
    }
  }

  func execute() throws -> ExitCode {
    let schema = try schema.map(options.schema)
    let kinds = Set(Mend.Kind.allCases).subtracting(keep)
    if let file {
      let report = RepairReport(schema: schema, kinds: kinds, style: compact ? .compact : .pretty)
      return try report.repair(try Self.text(file), from: file)
    }
    var filter = RepairFilter(options: options.reading, schema: schema, mending: kinds)
    return try JSONLines.answer({ filter.answer($0) }, orElse: { filter.refusal($0) })
  }

  private static func kind(_ name: String) throws -> Mend.Kind {
    guard let kind = Mend.Kind.allCases.first(where: { "\($0)" == name }) else {
      throw ArgumentParser.ValidationError(
        "--keep takes one of " + Mend.Kind.allCases.map { "\($0)" }.joined(separator: ", ") + ".")
    }
    return kind
  }

  private static func text(_ file: String) throws -> String {
    let bytes =
      file == "-"
      ? [UInt8](FileHandle.standardInput.readDataToEndOfFile()) : try JSONFile.bytes(of: file)
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    StandardError.write("sluice: bytes that are not UTF-8 were read as U+FFFD")
    return String(decoding: bytes, as: UTF8.self)
  }
}
