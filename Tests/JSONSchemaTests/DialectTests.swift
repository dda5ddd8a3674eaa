import JSON
import JSONSchema
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
    let (result, dropped) = schema.constrained(for: .llamaCPP)
    #expect(
      result == [
        "type": "object",
        "properties": [
          "date": ["type": "string", "format": "date", "description": "When"],
          "code": ["type": "string"], "exact": ["pattern": "^[A-Z]$"], "mail": ["type": "string"],
          "total": ["type": "number"], "count": ["type": "integer", "minimum": 0],
        ],
      ])
    #expect(
      dropped == [
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
    let (result, dropped) = schema.constrained(for: .llamaCPP)
    let node: JSONValue = ["properties": ["next": ["$ref": "#/$defs/recursive1"]]]
    #expect(result == ["properties": ["tree": node], "$defs": ["recursive1": node]])
    #expect(Set(dropped) == ["/$defs/node/minProperties: not in the dialect"])
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
    let (result, dropped) = schema.constrained(for: .openAI)
    #expect(result["required"] == ["a", "b", "c", "d"])
    #expect(result["additionalProperties"] == false)
    #expect(result["properties"]?["b"] == ["type": ["number", "null"]])
    #expect(result["properties"]?["c"] == ["type": ["string", "null"]])
    #expect(result["properties"]?["d"] == ["anyOf": [["enum": ["x"]], ["type": "null"]]])
    #expect(dropped.count == 3)
    let reply: JSONValue = ["a": nil, "b": nil, "c": nil, "d": nil]
    #expect(schema.withoutAddedNulls(reply) == ["a": nil, "c": nil])
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
    let (result, dropped) = schema.constrained(for: dialect)
    var expected: JSONValue = [
      "type": "object", "required": ["a", "b"],
      "properties": ["a": ["type": "string"], "b": ["type": "string", "enum": ["x"]]],
    ]
    if dialect == .openAI { expected.set(false, at: JSONPointer(["additionalProperties"])) }
    #expect(result == expected)
    #expect(dropped.isEmpty)
  }

  @Test func namesTheTypesOfASchemaThatAllowsAll() throws {
    let schema = try Schema(["properties": ["a": ["description": "Anything"]]])
    let result = schema.constrained(for: .llamaCPP).schema
    #expect(
      result["properties"]?["a"] == [
        "description": "Anything",
        "type": ["object", "array", "string", "number", "boolean", "null"],
      ])
  }
}
