import Foundation
import JSON
import TestSupport
import Testing

/// A pipeline in a folder of its own, the documents it reads, and the server it asks.
///
/// sluice runs in that folder, so that two scenes with the same documents differ in nothing that
/// could come into a result file.
final class Scene {
  static let isBuilt = BuiltBinary.sluice.isBuilt
  static let absence: Comment = "sluice is not built beside the tests"

  let folder: TemporaryFolder
  let server: ScriptedChatServer
  /// Its name, as it is given to sluice.
  let pipeline = "pipeline.yaml"

  static let patient = "parse: { timeout: 10m }"

  /// - Parameters:
  ///   - invoices: are written into the folder of documents.
  ///   - settings: lines that are added to the pipeline file; a parser may take its time on a busy
  ///     machine unless they say otherwise.
  ///   - model: what is added to the model's settings, such as `, timeout: 2s`.
  ///   - script: what the server does; without it, it answers what each invoice says.
  init(
    _ invoices: some Sequence<Int>, settings: String = Scene.patient, model: String = "",
    script: @escaping ScriptedChatServer.Script = Scene.reads
  ) throws {
    folder = try TemporaryFolder()
    server = try ScriptedChatServer(script)
    try folder.write(Invoice.schema, to: "schema.json")
    try folder.write(
      """
      name: scene
      source: { paths: [documents] }
      schema: schema.json
      models:
        scripted: { provider: openai, base_url: "\(server.baseURL)", model: scripted\(model) }
      output: { directory: out }
      \(settings)

      """, to: pipeline)
    for name in ["documents", "temporary"] {
      try FileManager.default.createDirectory(
        at: folder.url.appendingPathComponent(name), withIntermediateDirectories: false)
    }
    for number in invoices { try add(Data(Invoice(number).text.utf8), as: Invoice(number).name) }
  }

  /// The script of a model that reads well.
  static let reads: ScriptedChatServer.Script = { .content(Invoice(in: $0).answer) }

  /// Adds a document.
  func add(_ content: Data, as name: String) throws {
    try folder.write(content, to: "documents/" + name)
  }

  // MARK: - Running

  /// Runs the pipeline to its end; blocks.
  func run(_ options: [String] = [], environment: [String: String] = [:]) throws
    -> BuiltBinary.Ended
  {
    try start(options, environment: environment).wait()
  }

  /// Starts a run.
  func start(_ options: [String] = [], environment: [String: String] = [:]) throws
    -> RunningBinary
  {
    try start(command: ["run", pipeline] + options, environment: environment)
  }

  /// Starts any command.
  func start(command: [String], environment: [String: String] = [:]) throws -> RunningBinary {
    let marked = environment.merging([Self.mark: temporary]) { $1 }
    return try BuiltBinary.sluice.start(command, environment: marked, in: folder.url)
  }

  // MARK: - Processes

  /// A variable that sluice hands on to all its children, by which they are found.
  private static let mark = "TMPDIR"
  private var temporary: String { folder.path + "/temporary" }

  /// Every living process that a run of this scene started, itself included.
  var processes: [Int32] {
    let mark = Data("\(Self.mark)=\(temporary)\0".utf8)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { pid in
      // A process that has ended has no environment.
      let environment = FileManager.default.contents(atPath: "/proc/\(pid)/environ")
      return environment?.range(of: mark) != nil
    }
  }

  /// The parse workers of a run.
  func workers(of run: RunningBinary) -> [Int32] {
    processes.filter { pid in
      pid != run.pid
        && FileManager.default.contents(atPath: "/proc/\(pid)/cmdline")?
          .range(of: Data("parse-worker".utf8)) != nil
    }
  }

  /// Whether all processes of the scene end within a generous while.
  func isLeftByAll() -> Bool {
    let deadline = Date(timeIntervalSinceNow: 10)
    while Date() < deadline {
      if processes.isEmpty { return true }
      usleep(20_000)
    }
    return processes.isEmpty
  }

  // MARK: - What a run leaves

  var results: Data? { file("results.jsonl") }
  var deadLetters: Data? { file("dead-letters.jsonl") }

  private func file(_ name: String) -> Data? {
    FileManager.default.contents(atPath: folder.path + "/out/scene/" + name)
  }

  /// The paths of the accepted records, in order of the file.
  var acceptedPaths: [String] { get throws { try Self.lines(results).map(Self.path) } }

  /// The class of each dead letter, by path.
  var deadLetterClasses: [String: String] {
    get throws {
      try Dictionary(
        uniqueKeysWithValues: Self.lines(deadLetters).map {
          (Self.path($0), $0["class"]?.stringValue ?? "")
        })
    }
  }

  /// Whether anything was made where results go.
  var hasOutput: Bool { FileManager.default.fileExists(atPath: folder.path + "/out") }

  /// The bytes of every file below the output folder, by path.
  var outputFiles: [String: Data] {
    let out = folder.url.appendingPathComponent("out")
    let names = FileManager.default.enumerator(atPath: out.path)?.allObjects as? [String] ?? []
    var files: [String: Data] = [:]
    for name in names { files[name] = FileManager.default.contents(atPath: out.path + "/" + name) }
    return files
  }

  /// The JSON values of a file of lines.
  private static func lines(_ file: Data?) throws -> [JSONValue] {
    try file.map { String(decoding: $0, as: UTF8.self) }?
      .split(separator: "\n").map { try JSONValue(parsing: String($0)) } ?? []
  }

  private static func path(_ line: JSONValue) -> String {
    line["document"]?["path"]?.stringValue ?? ""
  }

  /// The paths of the outcomes that `run --stdout` has written: whatever was asked about these
  /// documents is stored.
  static func concluded(_ stdout: String) -> Set<String> {
    let whole = stdout.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let lines = whole.compactMap { try? JSONValue(parsing: String($0)) }
    return Set(lines.filter { $0["outcome"] != nil }.compactMap { $0["path"]?.stringValue })
  }

  /// How often the server was asked about each invoice, from a request on.
  func questions(from start: Int = 0) -> [Int: Int] {
    var count: [Int: Int] = [:]
    for request in server.requests.dropFirst(start) {
      count[Invoice(in: request).number, default: 0] += 1
    }
    return count
  }
}
