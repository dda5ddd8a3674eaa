/// A subset of JSON Schema that a kind of provider accepts for constrained output.
package enum Dialect: String, Sendable, Hashable, CaseIterable {
  /// Structured outputs in strict mode, as OpenAI defines them: every object closed, every property
  /// required, and few keywords beyond `type` and `enum`.
  case openAI = "openai"
  /// What llama.cpp's converter turns into a grammar.
  case llamaCPP = "llama.cpp"

  /// The keywords that are sent; any other is dropped.
  var keywords: Set<String> {
    let common: Set<String> = [
      "$ref", "$defs", "title", "description", "type", "enum", "const", "properties", "required",
      "additionalProperties", "items", "anyOf", "pattern", "format", "minItems", "maxItems",
      "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    ]
    return switch self {
    case .openAI: common.union(["multipleOf"])
    case .llamaCPP: common.union(["prefixItems", "oneOf", "minLength", "maxLength"])
    }
  }

  /// The values of `format` that are sent.
  var formats: Set<String> {
    switch self {
    case .openAI:
      [
        "date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid",
      ]
    case .llamaCPP: ["date", "time", "date-time"]
    }
  }

  /// Counts above this are dropped: a grammar writes every repetition out.
  static let largestRepetition = 1000
}
