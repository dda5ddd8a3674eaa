import JSON
import JSONSchema
import TestSupport
import Testing

struct DialectTests {
  @Test func inlinesReferencesAndDropsForLlamaCPP() throws {
    let schema = try Schema([
      "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.org/a",
      "type": "object",
      "properties": [
        "date": ["$ref": "#/$defs/date", "description": "When"],
        "code": ["type": "string", "pattern": "[A-Z]"], "exact": ["pattern": "^[A-Z]$"],
        "mail": ["type": "string", "format": "email", "x-evidence": "off"],
        "total": ["type": "number", "minimum": 0], "count": ["type": "integer", "minimum": 0],
      ],
      "$defs": ["date": ["type": "string", "format": "date", "description": "A date"]],
    ])
    let constrained = schema.constrained(for: .llamaCPP)
    #expect(
      constrained.schema == [
        "type": "object",
        "properties": [
          "date": ["type": "string", "format": "date", "description": "When"],
          "code": ["type": "string"], "exact": ["pattern": "^[A-Z]$"], "mail": ["type": "string"],
          "total": ["type": "number"], "count": ["type": "integer", "minimum": 0],
        ],
      ])
    #expect(
      constrained.dropped.map(\.description) == [
        "/properties/code/pattern: a pattern must be anchored with ^ and $",
        "/properties/mail/format: this format is not in the dialect",
        "/properties/total/minimum: bounds are for integers only",
      ])
  }

  @Test func keepsRecursiveReferences() throws {
    let schema = try Schema([
      "properties": ["tree": ["$ref": "#/$defs/node"]],
      "$defs": ["node": ["properties": ["next": ["$ref": "#/$defs/node"]], "minProperties": 1]],
    ])
    let constrained = schema.constrained(for: .llamaCPP)
    let result = try #require(constrained.schema)
    let node: JSONValue = ["properties": ["next": ["$ref": "#/$defs/recursive1"]]]
    #expect(result == ["properties": ["tree": node], "$defs": ["recursive1": node]])
    #expect(
      constrained.dropped.map(\.description) == [
        "/$defs/node/minProperties: not in the dialect"
      ])
    let again = try Schema(result)
    #expect(again.isValid(["tree": ["next": ["next": [:]]]]))
  }

  @Test func closesObjectsForStrictModeAndTakesAddedNullsBack() throws {
    let schema = try Schema([
      "type": "object", "required": ["a"],
      "properties": [
        "a": ["type": "string"], "b": ["type": "number"], "c": ["type": ["string", "null"]],
        "d": ["enum": ["x"]],
      ],
    ])
    let constrained = schema.constrained(for: .openAI)
    let result = try #require(constrained.schema)
    #expect(result["required"] == ["a", "b", "c", "d"])
    #expect(result["additionalProperties"] == false)
    #expect(result["properties"]?["b"] == ["type": ["number", "null"]])
    #expect(result["properties"]?["c"] == ["type": ["string", "null"]])
    #expect(result["properties"]?["d"] == ["anyOf": [["enum": ["x"]], ["type": "null"]]])
    #expect(
      constrained.dropped.map(\.reason) == [.nullForAbsence, .nullForAbsence, .nullForAbsence])
    let reply: JSONValue = ["a": nil, "b": nil, "c": nil, "d": nil]
    #expect(GuidedRepair(schema).mended(reply).value == ["a": nil, "c": nil])
  }

  @Test(arguments: Dialect.allCases)
  func mergesAllOf(_ dialect: Dialect) throws {
    let schema = try Schema([
      "allOf": [
        ["type": "object", "properties": ["a": ["type": "string"]], "required": ["a"]],
        ["properties": ["b": ["allOf": [["$ref": "#/$defs/b"]]]], "required": ["b"]],
      ],
      "$defs": ["b": ["type": "string", "enum": ["x"]]],
    ])
    let constrained = schema.constrained(for: dialect)
    var expected: JSONValue = [
      "type": "object", "required": ["a", "b"],
      "properties": ["a": ["type": "string"], "b": ["type": "string", "enum": ["x"]]],
    ]
    if dialect == .openAI || dialect == .anthropic {
      expected.set(false, at: JSONPointer(["additionalProperties"]))
    }
    #expect(constrained.schema == expected)
    #expect(constrained.dropped.isEmpty)
  }

  @Test func namesTheTypesOfASchemaThatAllowsAll() throws {
    let schema = try Schema(["properties": ["a": ["description": "Anything"]]])
    let result = schema.constrained(for: .llamaCPP).schema
    #expect(
      result?["properties"]?["a"] == [
        "description": "Anything",
        "type": ["object", "array", "string", "number", "boolean", "null"],
      ])
  }

  @Test func keepsWhatStandsBesideAReference() throws {
    let schema = try Schema([
      "type": "object", "required": ["total"],
      "properties": ["total": ["$ref": "#/$defs/amount", "maximum": 100, "description": "Gross"]],
      "$defs": ["amount": ["type": ["number", "null"], "minimum": 0, "description": "Money"]],
    ])
    #expect(
      schema.constrained(for: .openAI).schema?["properties"]?["total"]
        == ["description": "Gross", "maximum": 100, "type": ["number", "null"], "minimum": 0])
    #expect(
      schema.constrained(for: .anthropic).schema?["properties"]?["total"]
        == ["description": "Gross", "type": ["number", "null"]])
  }

  @Test func putsWhatStandsBesideAlternativesIntoEach() throws {
    let schema = try Schema([
      "type": "object",
      "properties": [
        "party": [
          "type": "object", "properties": ["name": ["type": "string"], "id": ["type": "string"]],
          "oneOf": [["required": ["name"]], ["required": ["id"]], false],
        ]
      ],
    ])
    let constrained = schema.constrained(for: .gemini)
    let party: JSONValue = ["name": ["type": "string"], "id": ["type": "string"]]
    #expect(
      constrained.schema?["properties"]?["party"] == [
        "anyOf": [
          ["required": ["name"], "type": "object", "properties": party],
          ["required": ["id"], "type": "object", "properties": party],
        ]
      ])
    #expect(constrained.dropped.map(\.reason) == [.anyForOne])
  }

  @Test func goesByPromptWhatAProviderCannotTake() throws {
    let cases: [(JSONValue, Dialect, ConstrainedSchema.Reason)] = [
      (["type": "array", "items": ["type": "string"]], .openAI, .noObject),
      (
        ["anyOf": [["type": "object", "properties": ["a": true]], ["type": "null"]]], .openAI,
        .noObject
      ),
      (
        ["type": "object", "properties": ["a": ["additionalProperties": ["type": "string"]]]],
        .anthropic, .unknownNames
      ),
      (["type": "object", "properties": ["a": ["type": "object"]]], .openAI, .unknownNames),
      (["type": "object", "properties": ["next": ["$ref": "#"]]], .anthropic, .recursive),
    ]
    for (document, dialect, reason) in cases {
      let constrained = try Schema(document).constrained(for: dialect)
      #expect(constrained.schema == nil)
      #expect(constrained.obstacles.map(\.reason).contains(reason), "\(constrained.obstacles)")
    }
    var many = JSONObject()
    for number in 0..<30 { many["p\(number)"] = ["type": ["string", "null"]] }
    let constrained = try Schema(["type": "object", "properties": .object(many)])
      .constrained(for: .anthropic)
    #expect(
      Set(constrained.obstacles.map(\.reason)) == [
        .tooMany(.optionalProperties, count: 30, limit: 24),
        .tooMany(.unions, count: 30, limit: 16),
      ])
  }

  @Test func referencesThatShareTheirTargetsDoNotGrowWithoutEnd() throws {
    var definitions: JSONObject = ["d20": ["type": "string"]]
    for level in 0..<20 {
      let next: JSONValue = ["$ref": "#/$defs/d\(level + 1)"]
      definitions["d\(level)"] = ["type": "object", "properties": ["a": next, "b": next]]
    }
    let schema = try Schema(["$ref": "#/$defs/d0", "$defs": .object(definitions)])
    for dialect in Dialect.allCases {
      let constrained = schema.constrained(for: dialect)
      #expect(constrained.schema == nil && constrained.obstacles.count <= 4)
    }
  }

  @Test func writesPatternsAsTheGrammarReadsThem() throws {
    let patterns: [(String, String?)] = [
      ("^\\d{4}-\\d{2}$", "^[0-9]{4}-[0-9]{2}$"), ("^(?:a|b)+c?$", "^((a|b))+c?$"),
      ("^[\\w.-]{1,3}$", "^[0-9A-Z_a-z.\\-]{1,3}$"), ("^\\$\\.$", "^\\$\\.$"),
      ("^.+$", nil), ("^[^a]$", nil), ("^(?=a)a$", nil), ("a", nil), ("^a{2000}$", nil),
    ]
    for (pattern, expected) in patterns {
      let schema = try Schema(["type": "string", "pattern": .string(pattern)])
      let sent = schema.constrained(for: .llamaCPP).schema?["pattern"]?.stringValue
      #expect(sent == expected, "\(pattern)")
      guard let sent else { continue }
      #expect(throws: Never.self) { try Schema(["pattern": .string(sent)]) }
    }
  }

  /// What a schema takes, its converted form takes too, or the provider would rule out records that
  /// are valid.
  @Test(
    .enabled(if: SampleData.isUsable("extraction/extract-bench"), "\(SampleData.absence)"),
    arguments: ["10kq", "credit_agreement", "research", "resume", "swimming"])
  func takesAtLeastWhatTheSchemaTakes(name: String) throws {
    let folder = "extraction/extract-bench/\(name)"
    let file = try JSONValue(parsing: SampleData.bytes("\(folder)/schema.json"))
    let options = Schema.Options(allowsUnknownKeywords: true)
    let schema = try Schema(file["schema_definition"] ?? file, options: options)
    for dialect in Dialect.allCases {
      guard let sent = schema.constrained(for: dialect).schema else { continue }
      let converted = try Schema(sent)
      for record in try SampleData.names(in: "\(folder)/expected", suffix: ".json") {
        let value = try JSONValue(parsing: SampleData.bytes("\(folder)/expected/\(record)"))
        // Objects are closed where the dialect wants it, and strict mode asks for null where a
        // record has no such property.
        let closing: Set<String> = ["required", "additionalProperties"]
        let errors = converted.validate(value).filter { !closing.contains($0.keyword) }
        #expect(
          !schema.isValid(value) || errors.isEmpty, "\(dialect) \(record): \(errors)")
      }
    }
  }
}
