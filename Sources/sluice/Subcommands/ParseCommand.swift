import ArgumentParser
import Extraction
import JSON
import JSONSchema
import Prompting
import Validating
import Workflow

struct ParseCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "parse",
    abstract: "Show the text of documents, or parse JSON lines as a filter.",
    discussion: """
      Examples:
        sluice parse contract.pdf
        sluice list P | sluice parse --jsonl --pipeline P
        echo '{"id":1,"path":"contract.pdf"}' | sluice parse --jsonl
      """)

  @Argument(help: "Files to show, unless --jsonl.", completion: .file())
  var files: [String] = []

  @Flag(help: #"Read {"id","path"} lines from standard input and write lines with "document"."#)
  var jsonl = false

  @Option(
    help: "Take parse settings, and the folder of relative paths, from this pipeline.",
    completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String?

  @OptionGroup var width: JobsOption

  func validate() throws {
    guard jsonl == files.isEmpty else {
      throw ValidationError("Name files to show, or give --jsonl to read lines.")
    }
  }

  func execute() throws -> ExitCode {
    let composition = try pipeline.map(Composition.init)
    let parser = Composition.parser(jobs: width.jobs)
    defer { parser.shutDown() }
    let loop = try Self.loop(parser)
    let settings = composition?.pipeline.parse ?? ParseSettings()
    guard jsonl else { return try show(loop, settings) }
    let filter = Filter(
      .parse(settings), loop: loop, base: composition?.pipeline.source.base, width: width.jobs)
    return try FilterExecution.run(filter)
  }

  /// A loop that can parse and asks nothing.
  private static func loop(_ parser: any DocumentParser & PageRenderer) throws -> ExtractionLoop {
    let anything = JSONValue.bool(true)
    return ExtractionLoop(
      stages: Stages(
        parser: parser, renderer: parser,
        promptBuilder: FencedPromptBuilder(
          settings: PromptSettings(schema: anything), chunking: ChunkSettings()),
        route: [],
        validator: try ReplyValidator(
          schema: Schema(anything), settings: ValidationSettings(evidence: .off))),
      prices: [], replies: nil)
  }

  private func show(_ loop: ExtractionLoop, _ settings: ParseSettings) throws -> ExitCode {
    var code = ExitCode.done
    for file in files {
      do throws(Failure) {
        let document = try loop.parse(DocumentPath(bytes: Array(file.utf8)), settings)
        for warning in document.warnings { StandardError.write("\(file): \(warning)") }
        try? StandardOutput.write(document.text + "\n")
      } catch {
        StandardError.write("sluice: \(file): \(error.failureClass.rawValue): \(error.told)")
        code = error.exitCode
      }
    }
    return code
  }
}
