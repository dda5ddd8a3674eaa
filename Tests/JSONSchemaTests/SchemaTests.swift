import JSON
import JSONSchema
import Testing

struct SchemaTests {
  private func errors(_ schema: JSONValue, _ value: JSONValue) throws -> [String] {
    try Schema(schema).validate(value).map(\.description)
  }

  @Test func saysWhatWasExpectedAndFound() throws {
    let schema: JSONValue = [
      "type": "object", "required": ["total", "currency"], "additionalProperties": false,
      "properties": [
        "total": ["type": "number", "minimum": 0], "currency": ["enum": ["EUR", "USD"]],
        "note": ["type": ["string", "null"], "maxLength": 3],
        "items": ["type": "array", "minItems": 1, "items": ["type": "integer"]],
      ],
    ]
    #expect(
      try errors(
        schema,
        ["total": "12,50", "note": "long", "items": [1, 1.5, "x"], "extra": 1, "currency": "GBP"])
        == [
          #"/total must be a number, found the string "12,50""#,
          "/note must have at most 3 characters, found 4",
          "/items/1 must be an integer, found the number 1.5",
          #"/items/2 must be an integer, found the string "x""#,
          "/extra is not a property that is allowed here",
          #"/currency must be one of "EUR", "USD", found the string "GBP""#,
        ].sortedLike(["/total", "/note", "/items/1", "/items/2", "/extra", "/currency"]))
    #expect(
      try errors(schema, ["total": -1])
        == [
          #"the value lacks the property "currency""#, "/total must be 0 or more, found -1",
        ])
  }

  @Test func namesThePlaceInSchemaAndValue() throws {
    let schema = try Schema([
      "$defs": ["a/b": ["type": "string"]], "properties": ["x": ["$ref": "#/$defs/a~1b"]],
      "required": ["y"],
    ])
    let errors = schema.validate(["x": 1])
    #expect(errors.map(\.keyword) == ["required", "type"])
    #expect(errors.map(\.keywordLocation.description) == ["/required", "/properties/x/$ref/type"])
    #expect(errors.map(\.absoluteKeywordLocation) == ["#/required", "#/$defs/a~1b/type"])
    #expect(errors.map(\.instanceLocation.description) == ["", "/x"])
    #expect(errors.map(\.place.description) == ["/y", "/x"])
  }

  @Test func explainsAlternativesShortly() throws {
    let nullable: JSONValue = [
      "anyOf": [["type": "object", "required": ["a"]], ["type": "null"]]
    ]
    #expect(try errors(nullable, [:]) == [#"the value lacks the property "a""#])
    #expect(
      try errors(nullable, "x") == [#"the value must be an object or null, found the string "x""#])
    #expect(
      try errors(["oneOf": [["minimum": 1], ["minimum": 2]]], 3)
        == ["the value must match only one of 2 alternatives, found numbers 1 and 2 matching"])
  }

  @Test func refusesWhatItWouldPassOver() {
    let cases: [(JSONValue, SchemaError.Reason, String)] = [
      (["properties": ["a": ["typ": "string"]]], .unknownKeyword, "/properties/a"),
      (["additionalItems": false], .retiredKeyword, ""),
      (["items": ["$ref": "other.json"]], .remoteReference("other.json"), "/items"),
      (["$ref": "#/$defs/x"], .unresolvedReference("#/$defs/x"), ""),
      (["$ref": "#x"], .unresolvedReference("#x"), ""), (["$ref": "#"], .endlessReference, ""),
      (["not": ["pattern": "("]], .invalidPattern("("), "/not"),
      (["items": 3], .notASchema, "/items"),
      (["minLength": -1], .invalidValue(expected: "an integer from 0 up"), ""),
      (
        ["$schema": "http://json-schema.org/draft-04/schema#"],
        .unsupportedDialect("http://json-schema.org/draft-04/schema#"), ""
      ),
    ]
    for (schema, reason, location) in cases {
      let error = #expect(throws: SchemaError.self) { try Schema(schema) }
      #expect(error?.reason == reason)
      #expect(error?.location.description == location)
    }
    #expect(throws: Never.self) { try Schema(["x-evidence": "quote"]) }
  }

  /// What the types of alternatives settle is worked out before any value is seen, but not beside
  /// `unevaluatedItems`: there each is tried.
  @Test(arguments: ["anyOf", "oneOf", "allOf"])
  func decidesByTypesAsByTryingEach(_ keyword: String) throws {
    let alternatives: [JSONValue] = [
      ["type": "string"], ["type": "null"], ["type": ["null", "boolean"]], ["type": "integer"],
      ["type": "number"], ["type": "string", "minLength": 2], ["minimum": 2], true, false,
      ["type": "array", "items": ["type": "string"]], ["enum": [nil, "a", 1]],
    ]
    let values: [JSONValue] = [
      nil, true, 1, 1.5, 3, "a", "ab", [], ["a"], [1], [:], ["a": nil],
    ]
    var fits = [0, 0]
    for first in alternatives {
      for second in alternatives {
        let rule = JSONValue.object([(keyword): [first, second]])
        for schema: JSONValue in [
          rule, ["not": rule], ["$ref": "#/$defs/x", "$defs": ["x": rule]],
          .object([(keyword): [first, second], "type": ["integer", "null", "array"]]),
        ] {
          var tried = schema
          tried.set(true, at: JSONPointer(["unevaluatedItems"]))
          let (program, trying) = try (Schema(schema), Schema(tried))
          for value in values {
            let isValid = program.isValid(value)
            #expect(isValid == trying.isValid(value), "\(schema) and \(value)")
            fits[isValid ? 1 : 0] += 1
          }
        }
      }
    }
    #expect(fits.allSatisfy { $0 > 500 })
  }

  @Test func comparesNumbersExactly() throws {
    let limit = try JSONValue(parsing: "9007199254740993")
    let schema = try Schema(["maximum": limit, "multipleOf": 0.1])
    #expect(schema.isValid(try JSONValue(parsing: "9007199254740993")))
    #expect(!schema.isValid(try JSONValue(parsing: "9007199254740993.1")))
    #expect(schema.isValid(try JSONValue(parsing: "0.3")))
    #expect(try Schema(["const": 1]).isValid(try JSONValue(parsing: "1.00")))
  }

  @Test func reportsAnUndecidedPatternAsSuch() throws {
    let options = Schema.Options(patternBudget: Pattern.Budget(reports: 20))
    // Look-around is what the automaton leaves to ICU.
    let pattern: JSONValue = "^(?=(a+)+$)"
    let schema = try Schema(["pattern": pattern], options: options)
    #expect(schema.isValid(.string(String(repeating: "a", count: 1000))))
    let hard = JSONValue.string(String(repeating: "a", count: 60) + "!")
    let errors = schema.validate(hard)
    #expect(errors.map(\.isUndecided) == [true])
    #expect(!schema.isValid(hard))
    let negated = try Schema(["not": ["pattern": pattern]], options: options)
    #expect(negated.validate(hard).map(\.isUndecided) == [true])
    let rescued = try Schema(
      ["anyOf": [["pattern": pattern], ["type": "string"]]], options: options)
    #expect(rescued.validate(hard).isEmpty)
  }

  @Test func reportsATextTooLongForThePatternAsUndecided() throws {
    let schema = try Schema(["pattern": "^(?=(a|b)*$)"])
    #expect(schema.isValid(.string(String(repeating: "ab", count: 10_000))))
    let errors = schema.validate(.string(String(repeating: "ab", count: 2_000_000)))
    #expect(errors.map(\.isUndecided) == [true])
  }

  @Test func decidesWhatIsRegularInOnePass() throws {
    let text = String(repeating: "a", count: 100_000)
    for pattern in ["^(a+)+$", "^(a|a)*$", "^(a*)*b?$", "(x+x+)+y|a$"] {
      let schema = try Schema(["pattern": .string(pattern)])
      #expect(schema.isValid(.string(text)), "\(pattern)")
      #expect(!schema.isValid(.string(text + "!")), "\(pattern)")
    }
  }

  @Test func walksValuesAsDeepAsTheParserTakesThem() throws {
    let schema = try Schema([
      "anyOf": [["type": "array", "items": ["$ref": "#"]], ["type": "null"]]
    ])
    func nested(_ core: String) throws -> JSONValue {
      try JSONValue(
        parsing: String(repeating: "[", count: 511) + core + String(repeating: "]", count: 511))
    }
    #expect(schema.validate(try nested("null")).isEmpty)
  }

  /// Far deeper than a parser takes them, on a thread with the usual stack.
  @Test(
    arguments: [
      ["items": ["$ref": "#"]], ["items": ["anyOf": [["$ref": "#"], false]]],
      ["items": ["allOf": [["$ref": "#"]]], "unevaluatedItems": false],
      ["$dynamicAnchor": "n", "items": ["oneOf": [["$dynamicRef": "#n"], false]]],
    ] as [JSONValue])
  func boundsItsStack(schema: JSONValue) throws {
    let schema = try Schema(schema)
    var value: JSONValue = []
    for _ in 0..<20_000 { value = [value] }
    #expect(!schema.isValid(value))
    #expect(schema.validate(value).map(\.isUndecided) == [true])
  }

  @Test func endlessDynamicReferencesAreUndecided() throws {
    let schema = try Schema([
      "$id": "https://example.org/a", "$dynamicAnchor": "n", "$ref": "b",
      "$defs": [
        "b": ["$id": "b", "$dynamicRef": "#n", "$defs": ["n": ["$dynamicAnchor": "n"]]]
      ],
    ])
    #expect(schema.validate(1).map(\.isUndecided) == [true])
  }

  @Test func readsPatternsAsECMAScriptDoes() throws {
    let cases: [(String, String, Bool)] = [
      ("^\\d$", "٣", false), ("^\\w$", "é", false), ("^a$", "a\n", false), ("^[^]$", "x", true),
      ("[]", "x", false), ("^[a[]$", "[", true), ("^[&&]$", "&", true), ("^\\s$", "\u{FEFF}", true),
      ("^\\u{1F600}$", "😀", true), ("^\\p{Lu}$", "É", true), ("^.$", "😀", true),
    ]
    for (pattern, text, isMatch) in cases {
      #expect(
        try Schema(["pattern": .string(pattern)]).isValid(.string(text)) == isMatch, "\(pattern)")
    }
  }

  @Test func validatesFromManyThreads() async throws {
    let schema = try Schema([
      "$ref": "#/$defs/node",
      "$defs": [
        "node": [
          "type": "object", "properties": ["next": ["$ref": "#/$defs/node"]],
          "patternProperties": ["^n": true], "additionalProperties": false,
        ]
      ],
    ])
    let value: JSONValue = ["next": ["next": ["next": ["x": 1]]]]
    let counts = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<200).count { _ in schema.validate(value).count == 1 } }
      }
      return await group.reduce(0, +)
    }
    #expect(counts == 1600)
  }
}

extension [String] {
  /// The sentences in the order of the places that they begin with.
  fileprivate func sortedLike(_ places: [String]) -> [String] {
    places.flatMap { place in filter { $0.hasPrefix(place + " ") } }
  }
}
