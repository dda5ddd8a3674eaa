package import Extraction
import Yams

/// A pipeline as the user wrote it: every key known and of the right kind, nothing filled in.
///
/// What it means stands in ``Pipeline``.
package struct PipelineFile: Sendable {
  package struct Source: Sendable {
    package var line: Int
    package var paths: [Located<String>]
    package var include: [Located<String>]
    package var exclude: [Located<String>]
    package var maxBytes: Located<Int>?
  }

  package struct Model: Sendable {
    package var name: Located<String>
    package var provider: Located<ModelSettings.Provider>
    package var baseURL: Located<String>?
    package var model: Located<String>?
    package var apiKeyEnvironment: Located<String>?
    package var server: Located<String>?
    package var maxOutputTokens: Located<Int>?
    package var temperature: Located<Double>?
    package var timeout: Located<Double>?
    package var price: ModelSettings.Price?
  }

  /// What may be spent on asking again about one document.
  package struct Ask: Sendable {
    package var attempts: Located<Int>?
    package var tokens: Located<Int>?
    package var cost: Located<Double>?

    init(_ top: YAMLFields) throws(ConfigurationError) {
      let ask = try top.fields("ask", known: ["attempts", "tokens", "cost"])
      attempts = try ask?.value("attempts", "a number of questions such as 6", Quantity.count)
      tokens = try ask?.value("tokens", "a number of tokens such as 50000", Quantity.count)
      cost = try ask?.value("cost", "money, such as 0.05") { text in
        Double(text).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
      }
    }
  }

  /// As the user named it.
  package var file: String
  package var name: Located<String>
  package var source: Source
  package var timeout: Located<Double>?
  package var memory: Located<Int>?
  package var passwordsEnvironment: Located<String>?
  package var chunkTokens: Located<Int>?
  package var chunkOverlap: Located<Int>?
  package var schema: Located<String>
  package var system: Located<String>?
  package var task: Located<String>?
  package var models: [Model]
  package var route: [Located<String>]
  package var evidence: Located<ValidationSettings.EvidencePolicy>?
  package var completeness: Located<ValidationSettings.Completeness>?
  package var publish: Located<ValidationSettings.Publish>?
  package var ask: Ask
  package var rules: [Located<ValidationSettings.Rule>]
  /// 0 to 1.
  package var audit: Located<Double>?
  package var directory: Located<String>
  package var ledger: Located<String>?

  /// Reads a pipeline file's text.
  ///
  /// - Throws: ``ConfigurationError`` with the line, for YAML that is none, for keys that are not
  ///   known or not built, and for values of another kind.
  package init(parsing yaml: String, file: String) throws(ConfigurationError) {
    let top = try PipelineFile.top(yaml, file: file)
    self.file = file
    name = try top.required("name", "name: invoices")
    source = try PipelineFile.source(top)
    let parse = try top.fields("parse", known: ["timeout", "memory", "passwords_env"])
    timeout = try parse?.value("timeout", "a time such as 30s", Quantity.seconds)
    memory = try parse?.value("memory", "a size such as 1GB", Quantity.bytes)
    passwordsEnvironment = try parse?.string("passwords_env")
    let chunk = try top.fields(
      "chunk", known: ["max_tokens", "overlap"], planned: ["bytes_per_token"])
    chunkTokens = try chunk?.value("max_tokens", "a number of tokens such as 3000", Quantity.count)
    chunkOverlap = try chunk?.value("overlap", "a number of tokens such as 200", Quantity.count)
    schema = try top.required("schema", "schema: ../schemas/invoice.schema.json")
    let prompt = try top.fields("prompt", known: ["system", "task"], planned: ["examples"])
    system = try prompt?.string("system")
    task = try prompt?.string("task")
    models = try PipelineFile.models(top)
    route = try top.strings("route")
    let validate = try top.fields(
      "validate", known: ["evidence", "completeness", "publish", "rules"])
    evidence = try validate?.value(
      "evidence", "one of required, preferred, quote, off",
      ValidationSettings.EvidencePolicy.init(rawValue:))
    completeness = try validate?.value(
      "completeness", "one of required, preferred, off",
      ValidationSettings.Completeness.init(rawValue:))
    publish = try validate?.value(
      "publish", "whole or fields", ValidationSettings.Publish.init(rawValue:))
    rules = try validate.map(PipelineFile.rules) ?? []
    ask = try Ask(top)
    let review = try top.fields("review", known: ["audit"])
    audit = try review?.value("audit", "a share such as 2%, from 0% to 100%", Quantity.share)
    let output = try top.fields("output", known: ["directory", "formats"])
    guard let output else {
      throw ConfigurationError(
        file: file, line: top.line, "`output` is missing",
        advice: "For example: output: { directory: ../out }")
    }
    directory = try output.required("directory", "output: { directory: ../out }")
    for format in try output.strings("formats") where format.value != "jsonl" {
      throw output.error("formats", "[jsonl]; `\(format.value)` is not built yet")
    }
    ledger = try top.string("ledger")
  }

  private static func top(_ yaml: String, file: String) throws(ConfigurationError) -> YAMLFields {
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch let error as YamlError {
      throw unreadable(error, file: file)
    } catch {
      throw ConfigurationError(file: file, "this is no YAML: \(error)")
    }
    guard let node else {
      throw ConfigurationError(file: file, "the file is empty", advice: "See pipelines/ for one.")
    }
    return try YAMLFields(
      node, file: file, place: "",
      known: [
        "name", "source", "parse", "chunk", "schema", "prompt", "models", "route", "validate",
        "ask", "review", "output", "ledger",
      ], planned: ["budget"])
  }

  private static func unreadable(_ error: YamlError, file: String) -> ConfigurationError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ConfigurationError(
        file: file, line: mark.line, "this is no YAML: \(problem)",
        advice: "Check the indentation and the quotes above that line.")
    case .duplicatedKeysInMapping(let keys, let context):
      ConfigurationError(
        file: file, line: context.mark.line,
        "a key stands here twice: \(Set(keys).sorted().joined(separator: ", "))")
    default:
      ConfigurationError(file: file, "this is no YAML: \(error)")
    }
  }

  private static func source(_ top: YAMLFields) throws(ConfigurationError) -> Source {
    let known = ["paths", "include", "exclude", "max_bytes"]
    guard let source = try top.fields("source", known: known) else {
      throw ConfigurationError(
        file: top.file, line: top.line, "`source` is missing",
        advice: "For example: source: { paths: [../documents] }")
    }
    let paths = try source.strings("paths")
    guard !paths.isEmpty else { throw source.error("paths", "at least one file or folder") }
    return Source(
      line: source.line, paths: paths, include: try source.strings("include"),
      exclude: try source.strings("exclude"),
      maxBytes: try source.value("max_bytes", "a size such as 50MB", Quantity.bytes))
  }

  private static func models(_ top: YAMLFields) throws(ConfigurationError) -> [Model] {
    let known = [
      "provider", "base_url", "model", "api_key_env", "server", "max_output_tokens", "temperature",
      "timeout", "price",
    ]
    var models: [Model] = []
    for (name, fields) in try top.named("models", known: known, planned: ["rpm", "tpm"]) {
      let words = ModelSettings.Provider.allCases.map(\.rawValue).joined(separator: ", ")
      let provider = try fields.value(
        "provider", "one of \(words)", ModelSettings.Provider.init(rawValue:))
      guard let provider else { throw fields.error("provider", "one of \(words)") }
      models.append(
        Model(
          name: name, provider: provider, baseURL: try fields.string("base_url"),
          model: try fields.string("model"),
          apiKeyEnvironment: try fields.string("api_key_env"),
          server: try fields.string("server"),
          maxOutputTokens: try fields.value(
            "max_output_tokens", "a number of tokens such as 2048", Quantity.count),
          temperature: try fields.value("temperature", "a number such as 0", Double.init),
          timeout: try fields.value("timeout", "a time such as 120s", Quantity.seconds),
          price: try price(fields)))
    }
    return models
  }

  private static func price(_ model: YAMLFields) throws(ConfigurationError) -> ModelSettings.Price?
  {
    guard let price = try model.fields("price", known: ["input", "output", "cached"]) else {
      return nil
    }
    func amount(_ key: String) throws(ConfigurationError) -> Double? {
      try price.value(key, "money for a million tokens, such as 0.15") { text in
        Double(text).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
      }?.value
    }
    guard let input = try amount("input"), let output = try amount("output") else {
      throw model.error("price", "{ input: …, output: … }, money for a million tokens")
    }
    return ModelSettings.Price(input: input, output: output, cached: try amount("cached"))
  }

  private static func rules(
    _ validate: YAMLFields
  ) throws(ConfigurationError) -> [Located<ValidationSettings.Rule>] {
    var rules: [Located<ValidationSettings.Rule>] = []
    for rule in try validate.list("rules", known: ["name", "check", "severity"]) {
      let severity = try rule.value(
        "severity", "error or warning", Finding.Severity.init(rawValue:))
      let name = try rule.required("name", "name: total adds up")
      guard !rules.contains(where: { $0.value.name == name.value }) else {
        throw rule.error("name", "unlike the names of the other rules")
      }
      let check = try rule.required("check", #"check: "total >= 0""#)
      rules.append(
        Located(
          value: ValidationSettings.Rule(
            name: name.value, check: check.value, severity: severity?.value ?? .error),
          line: check.line))
    }
    return rules
  }
}
