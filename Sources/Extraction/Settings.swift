package import JSON

/// How documents are parsed.
package struct ParseSettings: Sendable, Equatable {
  /// Wall time for one document, in seconds.
  package var timeout: Double
  /// Resident memory of the worker, in bytes.
  package var memory: Int
  /// Tried in order on a locked document.
  ///
  /// Secret: never written anywhere.
  package var passwords: [String]

  package init(
    timeout: Double = 30, memory: Int = 1_000_000_000, passwords: [String] = []
  ) {
    self.timeout = timeout
    self.memory = memory
    self.passwords = passwords
  }
}

/// How documents are cut.
package struct ChunkSettings: Sendable, Equatable {
  /// Estimated tokens of one chunk at most.
  package var maxTokens: Int
  /// The estimate: UTF-8 bytes for one token.
  ///
  /// Fixed, so that borders never move between runs.
  package var bytesPerToken: Int
  /// Estimated tokens at the end of a chunk that the next one repeats, at most; fewer than
  /// ``maxTokens``.
  package var overlap: Int

  package init(maxTokens: Int = 3000, bytesPerToken: Int = 3, overlap: Int = 0) {
    self.maxTokens = maxTokens
    self.bytesPerToken = bytesPerToken
    self.overlap = overlap
  }

  /// The estimated tokens of a text.
  package func tokens(of bytes: Int) -> Int { (bytes + bytesPerToken - 1) / bytesPerToken }
}

/// What is said to the model.
package struct PromptSettings: Sendable, Equatable {
  /// Who the model is.
  ///
  /// Plain text; nil for the default.
  package var system: String?
  /// What is to be extracted.
  ///
  /// Plain text; nil for the default.
  package var task: String?
  /// The JSON Schema of a record, as the user wrote it.
  package var schema: JSONValue
  /// Whether the model is asked to quote where the schema says nothing of evidence.
  package var asksForQuotes: Bool

  package init(
    system: String? = nil, task: String? = nil, schema: JSONValue, asksForQuotes: Bool = false
  ) {
    self.system = system
    self.task = task
    self.schema = schema
    self.asksForQuotes = asksForQuotes
  }
}

/// One model of a pipeline: where it is and how it is asked.
package struct ModelSettings: Sendable, Equatable {
  package enum Provider: String, Sendable, CaseIterable {
    /// A llama.cpp server that sluice starts and stops.
    case llamaCPP = "llama.cpp"
    /// Any endpoint that speaks OpenAI's chat completions.
    case openAI = "openai"
  }

  /// Money for one million tokens, in a currency of the user's.
  package struct Price: Sendable, Equatable {
    package var input: Double
    package var output: Double
    /// For input tokens that came from a cache; ``input`` when it is not given.
    package var cached: Double?

    package init(input: Double, output: Double, cached: Double? = nil) {
      self.input = input
      self.output = output
      self.cached = cached
    }

    /// What an exchange costs.
    package func cost(of usage: Reply.Usage) -> Double {
      let fresh = Double(usage.inputTokens - usage.cachedTokens)
      return
        (fresh * input + Double(usage.cachedTokens) * (cached ?? input)
        + Double(usage.outputTokens) * output) / 1_000_000
    }
  }

  /// Its key under `models:`.
  package var name: String
  package var provider: Provider
  /// Such as `http://127.0.0.1:8080/v1`; nil for a managed server.
  package var baseURL: String?
  /// The provider's name of the model, or the path of a GGUF file; nil: `$SLUICE_MODEL`, else the
  /// cached file (`llama.cpp` only).
  package var model: String?
  /// The environment variable that holds the key.
  package var apiKeyEnvironment: String?
  /// The command of a llama.cpp server, for `llama.cpp`; nil: the first that is found.
  package var server: String?
  /// Tokens of one reply at most.
  package var maxOutputTokens: Int
  package var temperature: Double
  /// For one request from first to last, in seconds.
  package var timeout: Double
  package var price: Price?

  package init(
    name: String, provider: Provider, baseURL: String? = nil, model: String? = nil,
    apiKeyEnvironment: String? = nil, server: String? = nil, maxOutputTokens: Int = 2048,
    temperature: Double = 0, timeout: Double = 600, price: Price? = nil
  ) {
    self.name = name
    self.provider = provider
    self.baseURL = baseURL
    self.model = model
    self.apiKeyEnvironment = apiKeyEnvironment
    self.server = server
    self.maxOutputTokens = maxOutputTokens
    self.temperature = temperature
    self.timeout = timeout
    self.price = price
  }
}

/// How replies are checked.
package struct ValidationSettings: Sendable, Equatable {
  /// What it takes for a value to count as shown.
  package enum EvidencePolicy: String, Sendable, CaseIterable {
    /// A value that is not shown is an error.
    case required
    /// A value that is not shown is a warning.
    case preferred
    /// The model quotes the words that a value follows from, and they are looked for in its place.
    case quote
    /// Values are not looked for.
    case off
  }

  /// A condition on the record: an SQL expression over its top-level properties.
  package struct Rule: Sendable, Equatable {
    package var name: String
    /// True or NULL passes.
    package var check: String
    package var severity: Finding.Severity

    package init(name: String, check: String, severity: Finding.Severity = .error) {
      self.name = name
      self.check = check
      self.severity = severity
    }
  }

  /// What a list that lacks rows of its table is.
  package enum Completeness: String, Sendable, CaseIterable {
    /// An error.
    case required
    /// A warning.
    case preferred
    /// Rows are not counted.
    case off
  }

  /// What of a record is published that has errors which asking did not mend.
  package enum Publish: String, Sendable, CaseIterable {
    /// Nothing: the document becomes a dead letter.
    case whole
    /// What has no error; the fields in error are null, and `missing` calls them `held`.
    case fields
  }

  package var evidence: EvidencePolicy
  package var rules: [Rule]
  package var completeness: Completeness
  package var publish: Publish

  package init(
    evidence: EvidencePolicy = .required, rules: [Rule] = [],
    completeness: Completeness = .required, publish: Publish = .whole
  ) {
    self.evidence = evidence
    self.rules = rules
    self.completeness = completeness
    self.publish = publish
  }
}

/// What may be spent on asking again about one document; nil for no bound but that every question is
/// put once to each model.
///
/// The first questions are not counted. What was asked when a bound is reached is used.
package struct AskSettings: Sendable, Equatable {
  /// Questions.
  package var attempts: Int?
  /// Tokens of prompts and replies.
  package var tokens: Int?
  /// Money, in the user's currency.
  package var cost: Double?

  package init(attempts: Int? = nil, tokens: Int? = nil, cost: Double? = nil) {
    self.attempts = attempts
    self.tokens = tokens
    self.cost = cost
  }
}

/// Where documents are looked for.
package struct SourceSettings: Sendable, Equatable {
  /// Files and folders, relative to ``base`` or absolute; documents are listed under them as they
  /// are written.
  package var paths: [DocumentPath]
  /// Globs that a file below a folder must match one of.
  package var include: [String]
  /// Globs that it must not match.
  package var exclude: [String]
  /// Larger files are skipped, and counted.
  package var maxBytes: Int
  /// The folder that relative paths are relative to, absolute.
  package var base: DocumentPath

  package init(
    paths: [DocumentPath], include: [String], exclude: [String] = [],
    maxBytes: Int = 50_000_000, base: DocumentPath
  ) {
    self.paths = paths
    self.include = include
    self.exclude = exclude
    self.maxBytes = maxBytes
    self.base = base
  }
}
