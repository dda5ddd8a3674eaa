package import Extraction
private import Foundation
private import JSON

/// A pipeline as it is meant: checked, defaults filled in, paths absolute, secrets by name.
package struct Pipeline: Sendable {
  /// Its identity: the ledger knows it by this name.
  package var name: String
  /// The pipeline file, as the user named it.
  package var file: String
  package var source: SourceSettings
  package var parse: ParseSettings
  package var chunk: ChunkSettings
  package var prompt: PromptSettings
  /// Where the schema was read, as shown to people.
  package var schemaFile: String
  /// The schema's bytes, which are part of the keys.
  package var schemaBytes: [UInt8]
  /// The models in the order in which they are asked; at least one.
  package var route: [ModelSettings]
  package var validation: ValidationSettings
  /// What may be spent on asking again about one document.
  package var ask: AskSettings
  /// The share of accepted records that a reviewer looks at once more, 0 to 1; in no key.
  package var audit = 0.0
  /// The folder of the result files: `<output.directory>/<name>`.
  package var results: String
  /// The ledger's file.
  package var ledger: String
  /// Where in the pipeline file a few things stand that are checked later: `models.NAME.api_key_env`
  /// and `validate.rules.NAME`.
  package var lines: [String: Int] = [:]

  /// The digest of the schema's bytes.
  package var schemaDigest: Digest { Digest(of: schemaBytes) }

  /// Reads and checks a pipeline file and its schema.
  ///
  /// - Throws: ``ConfigurationError``, which names file, line, reason and what to do.
  package static func load(
    _ path: String, environment: [String: String]
  ) throws(ConfigurationError) -> Pipeline {
    let bytes = try Resolver.read(path, as: "the pipeline file")
    guard let yaml = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationError(file: path, "the pipeline file is not UTF-8")
    }
    let raw = try PipelineFile(parsing: yaml, file: path)
    return try Resolver(raw: raw, environment: environment).pipeline()
  }
}

/// Makes a ``Pipeline`` of a ``PipelineFile``.
private struct Resolver {
  let raw: PipelineFile
  let environment: [String: String]

  func pipeline() throws(ConfigurationError) -> Pipeline {
    let schemaPath = try path(raw.schema, "schema")
    let schemaBytes = try Resolver.read(
      schemaPath, as: "the schema", named: (raw.file, raw.schema.line))
    let schema = try Resolver.json(schemaBytes, file: schemaPath)
    let directory = try path(raw.directory, "output.directory")
    return Pipeline(
      name: try name(), file: raw.file, source: try source(),
      parse: try parse(),
      chunk: try chunk(),
      prompt: PromptSettings(
        system: raw.system?.value, task: raw.task?.value, schema: schema,
        asksForQuotes: raw.evidence?.value == .quote),
      schemaFile: schemaPath, schemaBytes: schemaBytes, route: try route(),
      validation: ValidationSettings(
        evidence: raw.evidence?.value ?? .required, rules: raw.rules.map(\.value),
        completeness: raw.completeness?.value ?? .required, publish: raw.publish?.value ?? .whole),
      ask: AskSettings(
        attempts: raw.ask.attempts?.value, tokens: raw.ask.tokens?.value,
        cost: raw.ask.cost?.value),
      audit: raw.audit?.value ?? 0, results: directory + "/" + raw.name.value,
      ledger: try raw.ledger.map { ledger throws(ConfigurationError) in
        try path(ledger, "ledger")
      } ?? directory + "/sluice.sqlite", lines: lines)
  }

  private var lines: [String: Int] {
    var lines: [String: Int] = [:]
    for model in raw.models {
      lines["models.\(model.name.value).api_key_env"] = model.apiKeyEnvironment?.line
    }
    for rule in raw.rules { lines["validate.rules.\(rule.value.name)"] = rule.line }
    return lines
  }

  /// The name is a folder's too, so it must be one that every system takes.
  private func name() throws(ConfigurationError) -> String {
    let name = raw.name.value
    let allowed = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    guard allowed, let first = name.first, first != "." else {
      throw ConfigurationError(
        file: raw.file, line: raw.name.line,
        "`name` must be made of letters, digits, `-`, `_` and `.`, and not begin with a dot")
    }
    return name
  }

  private func source() throws(ConfigurationError) -> SourceSettings {
    var paths: [DocumentPath] = []
    for located in raw.source.paths {
      paths.append(DocumentPath(try written(located, "source.paths")))
    }
    let include = raw.source.include.map(\.value)
    return SourceSettings(
      paths: paths,
      include: include.isEmpty ? ["**/*.pdf", "**/*.html", "**/*.htm", "**/*.txt"] : include,
      exclude: raw.source.exclude.map(\.value),
      maxBytes: try positive(raw.source.maxBytes, "source.max_bytes") ?? 50_000_000,
      base: DocumentPath(folder))
  }

  private func chunk() throws(ConfigurationError) -> ChunkSettings {
    var settings = ChunkSettings()
    if let tokens = try positive(raw.chunkTokens, "chunk.max_tokens") {
      settings.maxTokens = tokens
    }
    if let overlap = raw.chunkOverlap {
      guard overlap.value < settings.maxTokens else {
        throw ConfigurationError(
          file: raw.file, line: overlap.line,
          "`chunk.overlap` must be less than `chunk.max_tokens`, which is \(settings.maxTokens)",
          advice: "What two parts share is read twice: a few lines are enough.")
      }
      settings.overlap = overlap.value
    }
    return settings
  }

  private func parse() throws(ConfigurationError) -> ParseSettings {
    var settings = ParseSettings()
    if let timeout = raw.timeout {
      guard timeout.value > 0 else { throw notPositive("parse.timeout", timeout.line) }
      settings.timeout = timeout.value
    }
    if let memory = try positive(raw.memory, "parse.memory") { settings.memory = memory }
    if let name = raw.passwordsEnvironment?.value, let secrets = environment[name] {
      settings.passwords = secrets.split(separator: "\n").map(String.init)
    }
    return settings
  }

  private func route() throws(ConfigurationError) -> [ModelSettings] {
    guard !raw.models.isEmpty else {
      throw ConfigurationError(
        file: raw.file, "`models` is missing",
        advice: "For example: models: { local: { provider: llama.cpp } }")
    }
    guard !raw.route.isEmpty else {
      guard raw.models.count == 1 else {
        throw ConfigurationError(
          file: raw.file, "`route` is missing, and there are \(raw.models.count) models",
          advice: "List the models in the order in which they are asked, cheapest first.")
      }
      return [try model(raw.models[0])]
    }
    var route: [ModelSettings] = []
    for name in raw.route {
      guard let found = raw.models.first(where: { $0.name.value == name.value }) else {
        let known = raw.models.map(\.name.value)
        throw ConfigurationError(
          file: raw.file, line: name.line,
          "`route` names the model \(name.value), which is not under `models`",
          advice: NearestWord.to(name.value, among: known).map { "Did you mean \($0)?" }
            ?? "There are: \(known.joined(separator: ", ")).")
      }
      guard !route.contains(where: { $0.name == name.value }) else {
        throw ConfigurationError(
          file: raw.file, line: name.line, "`route` names the model \(name.value) twice")
      }
      route.append(try model(found))
    }
    return route
  }

  private func model(_ raw: PipelineFile.Model) throws(ConfigurationError) -> ModelSettings {
    let place = "models.\(raw.name.value)"
    func fail(_ line: Int, _ message: String, _ advice: String) -> ConfigurationError {
      ConfigurationError(file: self.raw.file, line: line, "`\(place)` \(message)", advice: advice)
    }
    var settings = ModelSettings(name: raw.name.value, provider: raw.provider.value)
    settings.baseURL = try raw.baseURL.map { url throws(ConfigurationError) in
      try expand(url, "\(place).base_url")
    }
    if let url = settings.baseURL, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
      throw fail(
        raw.baseURL?.line ?? raw.name.line, "has a base_url that is no http(s) address",
        "For example: https://api.openai.com/v1")
    }
    settings.apiKeyEnvironment = raw.apiKeyEnvironment?.value
    settings.server = try raw.server.map { server throws(ConfigurationError) in
      try expand(server, "\(place).server")
    }
    switch raw.provider.value {
    case .openAI:
      guard settings.baseURL != nil, let model = raw.model else {
        throw fail(
          raw.name.line, "needs base_url and model",
          "For example: base_url: http://127.0.0.1:8080/v1")
      }
      settings.model = try expand(model, "\(place).model")
    case .llamaCPP:
      guard settings.baseURL == nil, settings.apiKeyEnvironment == nil else {
        throw fail(
          raw.name.line, "is managed by sluice and takes no base_url and no api_key_env",
          "For a server of your own: provider: openai.")
      }
      settings.model = try raw.model.map { model throws(ConfigurationError) in
        try path(model, "\(place).model")
      }
    }
    settings.maxOutputTokens =
      try positive(raw.maxOutputTokens, "\(place).max_output_tokens") ?? 2048
    settings.temperature = raw.temperature?.value ?? 0
    if let timeout = raw.timeout {
      guard timeout.value > 0 else { throw notPositive("\(place).timeout", timeout.line) }
      settings.timeout = timeout.value
    }
    settings.price = raw.price
    return settings
  }

  // MARK: - Small parts

  private func expand(_ text: Located<String>, _ key: String) throws(ConfigurationError) -> String {
    try Variables.expand(text, key: key, file: raw.file, environment: environment)
  }

  /// An absolute path; relative ones are relative to the pipeline file.
  private func path(_ text: Located<String>, _ key: String) throws(ConfigurationError) -> String {
    let path = try written(text, key)
    return Resolver.normalised(path.hasPrefix("/") ? path : folder + "/" + path)
  }

  /// A path as it is written, with its variables replaced.
  private func written(
    _ text: Located<String>, _ key: String
  ) throws(ConfigurationError) -> String {
    let expanded = try expand(text, key)
    guard !expanded.isEmpty else {
      throw ConfigurationError(file: raw.file, line: text.line, "`\(key)` is empty")
    }
    if expanded.hasPrefix("~/") { return (environment["HOME"] ?? "~") + expanded.dropFirst() }
    return expanded
  }

  /// The folder of the pipeline file, absolute.
  private var folder: String {
    let file =
      raw.file.hasPrefix("/")
      ? raw.file : FileManager.default.currentDirectoryPath + "/" + raw.file
    return Resolver.normalised(file + "/..")
  }

  /// Without `.` and `..`, by the letter: links are not looked at.
  private static func normalised(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  private func positive(_ value: Located<Int>?, _ key: String) throws(ConfigurationError) -> Int? {
    guard let value else { return nil }
    guard value.value > 0 else { throw notPositive(key, value.line) }
    return value.value
  }

  private func notPositive(_ key: String, _ line: Int) -> ConfigurationError {
    ConfigurationError(file: raw.file, line: line, "`\(key)` must be more than 0")
  }

  /// - Parameter named: the file and line that named the path, for the error; nil where the user
  ///   did on the command line.
  static func read(
    _ path: String, as what: String, named: (file: String, line: Int)? = nil
  ) throws(ConfigurationError) -> [UInt8] {
    if let data = FileManager.default.contents(atPath: path) { return [UInt8](data) }
    let isThere = FileManager.default.fileExists(atPath: path)
    let trouble = isThere ? "cannot be read" : "does not exist"
    guard let named else {
      throw ConfigurationError(
        file: path, "\(what) \(trouble)", advice: isThere ? permissions : suggestion(for: path))
    }
    throw ConfigurationError(
      file: named.file, line: named.line, "\(what) \(path) \(trouble)",
      advice: isThere ? permissions : "Check the path; it is relative to the pipeline file.")
  }

  private static let permissions = "Check that it is a file and that you may read it."

  /// The file beside it whose name is nearest to one that does not exist.
  private static func suggestion(for path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    let nearest = NearestWord.to((path as NSString).lastPathComponent, among: names.sorted())
    return nearest.map { "Did you mean \((folder as NSString).appendingPathComponent($0))?" }
      ?? "Check the path; it is relative to the working folder."
  }

  private static func json(_ bytes: [UInt8], file: String) throws(ConfigurationError) -> JSONValue {
    do {
      return try JSONValue(parsing: bytes)
    } catch {
      throw ConfigurationError(
        file: file, line: error.line, "the schema is no JSON: \(error)",
        advice: "A JSON Schema is a JSON file; `python3 -m json.tool FILE` shows the place too.")
    }
  }
}

extension Pipeline {
  /// The model of the route that is asked first; the first of all where the one that a reviewer
  /// wants is not in it.
  func rung(of retry: RetrySettings) -> Int {
    retry.rung.flatMap { name in route.firstIndex { $0.name == name } } ?? 0
  }
}
