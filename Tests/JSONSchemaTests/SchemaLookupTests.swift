import JSON
import JSONSchema
import Testing

struct SchemaLookupTests {
  private let schema: Schema

  init() throws {
    schema = try Schema([
      "type": "object", "required": ["date"],
      "properties": [
        "date": ["$ref": "#/$defs/date", "description": "When it was issued"],
        "total": ["anyOf": [["type": "number", "x-evidence": "quote"], ["type": "null"]]],
        "lines": ["type": "array", "items": ["$ref": "#/$defs/line"]],
        "kind": ["enum": ["a", nil]], "free": true,
      ],
      "patternProperties": ["^s_": ["type": "string"]],
      "additionalProperties": ["type": "integer"],
      "$defs": [
        "date": ["type": "string", "format": "date", "description": "A date"],
        "line": [
          "allOf": [["type": "object"], ["properties": ["amount": ["type": "number"]]]],
          "x-evidence": "off",
        ],
      ],
    ])
  }

  private func expectation(_ pointer: String) throws -> Schema.Expectation {
    try #require(schema.expectation(at: JSONPointer(parsing: pointer)))
  }

  @Test func findsTheTypesOfAPlace() throws {
    #expect(try expectation("/date").types == .string)
    #expect(try expectation("/total").types == [.number, .null])
    #expect(try expectation("/total").isNullable)
    #expect(try expectation("/lines/3/amount").types == .number)
    #expect(try expectation("/lines/3").types == .object)
    #expect(try expectation("/kind").types == [.string, .null])
    #expect(try expectation("/kind").values == ["a", nil])
    #expect(try expectation("/free").types == .all)
    #expect(try expectation("/s_x").types == .string)
    #expect(try expectation("/other").types == .integer)
    #expect(schema.expectation(at: JSONPointer(["lines", "x"])) == nil)
    #expect(schema.expectation(at: JSONPointer(["lines", "0", "other"])) == nil)
  }

  @Test func findsAnnotations() throws {
    #expect(try expectation("/date").format == "date")
    #expect(schema.annotation("description", at: JSONPointer(["date"])) == "When it was issued")
    #expect(schema.annotation("x-evidence", at: JSONPointer(["total"])) == "quote")
    #expect(schema.annotation("x-evidence", at: JSONPointer(["lines", "0"])) == "off")
    #expect(schema.annotation("x-evidence", at: JSONPointer(["date"])) == nil)
    #expect(schema.requires("date", at: .root) && !schema.requires("total", at: .root))
  }

  @Test func mergesReferencesIntoOneSubschema() throws {
    #expect(
      schema.subschema(for: JSONPointer(["date"]))
        == ["description": "When it was issued", "type": "string", "format": "date"])
    #expect(
      schema.subschema(for: JSONPointer(["lines", "0"]))
        == [
          "x-evidence": "off", "type": "object", "properties": ["amount": ["type": "number"]],
        ])
    #expect(schema.subschema(for: JSONPointer(["free"])) == true)
    #expect(schema.subschema(for: .root)?["required"] == ["date"])
  }
}
