import Extraction
import Foundation
import JSON
import JSONSchema
import Ledger
import Parsing
import Prompting
import Requesting
import Review
import Validating
import Workflow

/// Chooses the concrete type behind every seam; nothing else in sluice does.
struct Composition {
  let pipeline: Pipeline
  /// The schema of the records.
  let schema: Schema
  private let environment = ProcessInfo.processInfo.environment

  /// Reads and checks a pipeline file, its schema and its rules; starts nothing.
  ///
  /// - Throws: `ConfigurationError`.
  init(_ path: String) throws {
    pipeline = try Pipeline.load(path, environment: ProcessInfo.processInfo.environment)
    do {
      schema = try Schema(pipeline.prompt.schema, options: Schema.Options(assertsFormat: true))
    } catch {
      throw ConfigurationError(
        file: pipeline.schemaFile, "the schema cannot be used: \(error)",
        advice: "sluice checks every keyword, so it takes none that it does not know.")
    }
    _ = try validator()
  }

  // MARK: - Adapters

  func source() -> any DocumentSource {
    FolderDocumentSource(settings: pipeline.source)
  }

  /// Workers run this very program.
  static func parser(jobs: Int) -> any DocumentParser & PageRenderer {
    WorkerDocumentParser(executable: "/proc/self/exe", workers: jobs)
  }

  func validator() throws -> any RecordValidator { try replyValidator() }

  private func replyValidator() throws -> ReplyValidator {
    do {
      return try ReplyValidator(schema: schema, settings: pipeline.validation)
    } catch {
      throw ConfigurationError(
        file: pipeline.file, line: error.rule.flatMap { pipeline.lines["validate.rules.\($0)"] },
        error.description, advice: error.advice)
    }
  }

  /// The models in the order in which they are asked; none is contacted yet.
  ///
  /// - Parameter needsKeys: whether requests will be sent, so that keys must be there.
  /// - Throws: `ConfigurationError` for a key that is not in the environment.
  func route(
    maxInFlight: Int?, needsKeys: Bool = true, note: @escaping @Sendable (String) -> Void
  ) throws -> [OpenAIModelClient] {
    let transport = CurlTransport(connections: maxInFlight ?? Defaults.remoteRequests)
    let endpoints = try endpoints(needsKeys: needsKeys, note: note)
    return zip(pipeline.route, endpoints).map { settings, endpoint in
      OpenAIModelClient(
        settings: settings, endpoint: endpoint, transport: transport,
        maxInFlight: maxInFlight ?? Defaults.requests(to: settings.provider),
        schemaAdapter: adapter(settings.provider == .openAI ? .openAI : .llamaCPP))
    }
  }

  /// Where the models are, in order of the route.
  ///
  /// One server serves all models of a run that name the same file.
  func endpoints(
    needsKeys: Bool = true, note: @escaping @Sendable (String) -> Void
  ) throws -> [any ModelEndpoint] {
    var servers: [[String?]: ManagedServer] = [:]
    return try pipeline.route.map { settings -> any ModelEndpoint in
      guard settings.provider == .llamaCPP else {
        return RemoteEndpoint(
          baseURL: settings.baseURL ?? "", apiKey: needsKeys ? try key(of: settings) : nil)
      }
      let file = [settings.server, settings.model]
      if let running = servers[file] { return running }
      let sharing = pipeline.route.filter { [$0.server, $0.model] == file }
      let server = ManagedServer(
        settings: settings, contextTokens: contextTokens(for: sharing),
        guardExecutable: "/proc/self/exe", note: note)
      servers[file] = server
      return server
    }
  }

  /// Room for the static prompt, a chunk, an ask about it, and a reply at its longest.
  ///
  /// The estimate of tokens is half again as large: digits are a token each for many models.
  private func contextTokens(for models: [ModelSettings]) -> Int {
    let fixed = pipeline.chunk.tokens(of: promptBuilder().system.utf8.count)
    let reply = models.map(\.maxOutputTokens).max() ?? 0
    return (fixed + pipeline.chunk.maxTokens) * 3 / 2 + Defaults.askTokens
      + reply * FencedPromptBuilder.largerOutputScale
  }

  private func adapter(_ dialect: Dialect) -> @Sendable (JSONValue) -> JSONValue? {
    { schema in
      // A schema for a part of the record that does not compile alone goes as it is: the model's
      // reply is validated in full whatever the provider made of it.
      guard
        let compiled = try? Schema(schema, options: Schema.Options(allowsUnknownKeywords: true))
      else { return schema }
      return compiled.constrained(for: dialect).schema
    }
  }

  private func key(of settings: ModelSettings) throws -> String? {
    guard let name = settings.apiKeyEnvironment else { return nil }
    guard let key = environment[name], !key.isEmpty else {
      let place = "models.\(settings.name).api_key_env"
      throw ConfigurationError(
        file: pipeline.file, line: pipeline.lines[place],
        "`\(place)` needs the environment variable \(name)",
        advice: "Set it, or take api_key_env out for an endpoint without a key.")
    }
    return key
  }

  func promptBuilder() -> FencedPromptBuilder {
    FencedPromptBuilder(settings: pipeline.prompt, chunking: pipeline.chunk)
  }

  // MARK: - Whole things

  /// - Parameters:
  ///   - asking: whether there must be models.
  ///   - needsKeys: whether they will be sent requests, so that their keys must be there.
  func stages(
    jobs: Int, maxInFlight: Int?, asking: Bool = true, needsKeys: Bool = true,
    note: @escaping @Sendable (String) -> Void
  ) throws -> Stages {
    let parser = Self.parser(jobs: jobs)
    return Stages(
      parser: parser, renderer: parser, promptBuilder: promptBuilder(),
      route: asking
        ? try route(maxInFlight: maxInFlight, needsKeys: needsKeys, note: note) : [],
      validator: try validator())
  }

  /// How many requests are in flight at a time.
  func maxInFlight(_ wanted: Int?) -> Int {
    wanted ?? pipeline.route.map { Defaults.requests(to: $0.provider) }.max() ?? 1
  }

  /// A loop without history, for filters.
  func loop(_ stages: Stages) -> ExtractionLoop {
    ExtractionLoop(
      stages: stages, prices: pipeline.route.map(\.price), asking: pipeline.ask, replies: nil)
  }

  /// Decisions in the name of a reviewer.
  ///
  /// - Parameter parser: reads documents again; nil for one of its own.
  func decider(
    _ ledger: PipelineLedger, reviewer: String, parser: (any DocumentParser)? = nil
  ) throws -> Decider {
    Decider(
      ledger, reviewer: reviewer, schema: schema, schemaDigest: pipeline.schemaDigest,
      checker: try replyValidator(),
      original: OriginalDocument(
        parser: parser ?? Self.parser(jobs: 1), settings: pipeline.parse,
        base: pipeline.source.base))
  }

  /// The schema as it decides what becomes of a reviewer's record; what runs out of time is no
  /// refusal.
  var recordSchema: RecordSchema {
    RecordSchema(digest: pipeline.schemaDigest) { [schema] record in
      schema.validate(record).allSatisfy(\.isUndecided)
    }
  }

  func ledger(creating: Bool) throws -> PipelineLedger {
    try Ledger(path: pipeline.ledger, creating: creating)
      .pipeline(named: pipeline.name, resultsFolder: pipeline.results)
  }
}

/// What holds where the command line says nothing.
enum Defaults {
  /// Parse workers: one a core.
  static var jobs: Int { ProcessInfo.processInfo.activeProcessorCount }
  static let remoteRequests = 64
  /// A local model keeps all cores busy with one request.
  static let managedRequests = 1

  static func requests(to provider: ModelSettings.Provider) -> Int {
    provider == .llamaCPP ? managedRequests : remoteRequests
  }

  /// Room for what an ask adds to a prompt.
  static let askTokens = 1024
}
