/// A subset of JSON Schema that a kind of provider accepts for constrained output.
///
/// What each accepts is what it documented in autumn 2026; the keywords beside are those that
/// change what a value may be, or what a model reads.
package enum Dialect: String, Sendable, Hashable, CaseIterable {
  /// Structured outputs in strict mode, as OpenAI defines them: every object closed, every property
  /// required, and alternatives only below the root.
  case openAI = "openai"
  /// Structured outputs of Anthropic: every object closed, no bounds, no recursion.
  case anthropic
  /// `responseJsonSchema` of Gemini.
  case gemini
  /// What llama.cpp's converter turns into a grammar.
  case llamaCPP = "llama.cpp"

  /// The keywords that are sent as they are, or converted; any other is dropped.
  var keywords: Set<String> {
    let common: Set<String> = [
      "title", "description", "type", "enum", "properties", "required", "additionalProperties",
      "items", "anyOf", "format", "minItems",
    ]
    return switch self {
    case .openAI:
      common.union([
        "const", "pattern", "maxItems", "minimum", "maximum", "exclusiveMinimum",
        "exclusiveMaximum", "multipleOf",
      ])
    case .anthropic: common.union(["const", "pattern"])
    case .gemini: common.union(["const", "prefixItems", "maxItems", "minimum", "maximum"])
    case .llamaCPP:
      common.union([
        "const", "pattern", "prefixItems", "minLength", "maxLength", "maxItems", "minimum",
        "maximum", "exclusiveMinimum", "exclusiveMaximum",
      ])
    }
  }

  /// The values of `format` that are sent.
  var formats: Set<String> {
    let common: Set<String> = ["date-time", "time", "date"]
    return switch self {
    case .openAI: common.union(["duration", "email", "hostname", "ipv4", "ipv6", "uuid"])
    case .anthropic:
      common.union(["duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"])
    case .gemini: common
    case .llamaCPP: common.union(["uuid"])
    }
  }

  /// Whether an object may have only the properties that the schema names.
  var closesObjects: Bool { self == .openAI || self == .anthropic }

  /// Whether every property must be there.
  var requiresAll: Bool { self == .openAI }

  /// Whether a schema may refer to itself.
  var allowsRecursion: Bool { self != .anthropic }

  /// Whether the whole must be an object, and no choice between several.
  var needsObject: Bool { closesObjects }

  /// The largest `minItems`; nil where there is none.
  var largestMinimum: Int? { self == .anthropic ? 1 : nil }

  /// Counts above this are dropped: a grammar writes every repetition out.
  static let largestRepetition = 1000

  /// How much of something a schema may have; nil for as much as one likes.
  var limits: [ConstrainedSchema.Measure: Int] {
    switch self {
    case .openAI: [.properties: 5000, .levels: 10, .enumValues: 1000, .characters: 120_000]
    case .anthropic: [.optionalProperties: 24, .unions: 16]
    case .gemini, .llamaCPP: [:]
    }
  }
}
