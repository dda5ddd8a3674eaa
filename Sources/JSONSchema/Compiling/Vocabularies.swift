/// The vocabularies of draft 2020-12 that a schema uses (core, section 8.1).
struct Vocabularies: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  static let core = Vocabularies(rawValue: 1)
  static let applicator = Vocabularies(rawValue: 2)
  static let unevaluated = Vocabularies(rawValue: 4)
  static let validation = Vocabularies(rawValue: 8)
  static let metaData = Vocabularies(rawValue: 16)
  static let formatAnnotation = Vocabularies(rawValue: 32)
  static let formatAssertion = Vocabularies(rawValue: 64)
  static let content = Vocabularies(rawValue: 128)

  /// Those of the draft's own meta-schema.
  static let standard: Vocabularies = [
    .core, .applicator, .unevaluated, .validation, .metaData, .formatAnnotation, .content,
  ]

  /// The vocabulary of a URI; nil for one that is not known here.
  init?(uri: String) {
    guard uri.hasPrefix(Self.base), let found = Self.names[String(uri.dropFirst(Self.base.count))]
    else { return nil }
    self = found
  }

  /// The vocabulary that a keyword is of; nil for one of none.
  static func of(_ keyword: String) -> Vocabularies? {
    keywords[keyword]
  }

  private static let base = "https://json-schema.org/draft/2020-12/vocab/"

  private static let names: [String: Vocabularies] = [
    "core": .core, "applicator": .applicator, "unevaluated": .unevaluated,
    "validation": .validation, "meta-data": .metaData, "format-annotation": .formatAnnotation,
    "format-assertion": .formatAssertion, "content": .content,
  ]

  private static let keywords: [String: Vocabularies] = {
    let groups: [(Vocabularies, [String])] = [
      (
        .core,
        [
          "$schema", "$id", "$anchor", "$dynamicAnchor", "$ref", "$dynamicRef", "$vocabulary",
          "$comment", "$defs", "definitions",
        ]
      ),
      (
        .applicator,
        [
          "prefixItems", "items", "contains", "additionalProperties", "properties",
          "patternProperties", "dependentSchemas", "dependencies", "propertyNames", "if", "then",
          "else", "allOf", "anyOf", "oneOf", "not",
        ]
      ),
      (.unevaluated, ["unevaluatedItems", "unevaluatedProperties"]),
      (
        .validation,
        [
          "type", "const", "enum", "multipleOf", "maximum", "exclusiveMaximum", "minimum",
          "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems",
          "uniqueItems", "maxContains", "minContains", "maxProperties", "minProperties",
          "required", "dependentRequired",
        ]
      ),
      (
        .metaData,
        ["title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples"]
      ),
      ([.formatAnnotation, .formatAssertion], ["format"]),
      (.content, ["contentEncoding", "contentMediaType", "contentSchema"]),
    ]
    var result: [String: Vocabularies] = [:]
    for (vocabulary, keywords) in groups {
      for keyword in keywords { result[keyword] = vocabulary }
    }
    return result
  }()
}
