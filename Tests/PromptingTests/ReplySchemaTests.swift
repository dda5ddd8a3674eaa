import JSON
import Prompting
import Testing

@Suite struct ReplySchemaTests {
  private let schema: JSONValue = [
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["party", "rows", "kind"],
    "minProperties": 2,
    "properties": [
      "party": ["$ref": "#/$defs/party"],
      "kind": ["type": "string", "enum": ["a", "b"]],
      "rows": [
        "type": "array", "minItems": 1,
        "items": [
          "type": "object", "required": ["amount"],
          "properties": ["amount": ["type": "number"], "of": ["$ref": "#/$defs/party"]],
        ],
      ],
      "address": [
        "type": "object", "required": ["city"], "properties": ["city": ["type": "string"]],
      ],
    ],
    "$defs": ["party": ["type": "object", "properties": ["name": ["type": "string"]]]],
  ]

  @Test func findsThePartThatGovernsAPlace() {
    let patch = PatchSchema.of(
      [pointer("/rows/3/amount"), pointer("/party/name"), pointer("/kind"), pointer("/nothing")],
      in: schema)
    #expect(patch["properties"]?["/rows/3/amount"] == ["type": "number"])
    #expect(patch["properties"]?["/party/name"] == ["type": "string"])
    #expect(patch["properties"]?["/kind"]?["enum"] == ["a", "b"])
    #expect(patch["properties"]?["/nothing"] == [:])
    #expect(patch["required"]?.arrayValue?.count == 4)
    #expect(patch["$defs"] == nil)
  }

  @Test func keepsReferencesLeadingWhereTheyLed() {
    let patch = PatchSchema.of([pointer("/rows/0")], in: schema)
    let reference = patch["properties"]?["/rows/0"]?["properties"]?["of"]?["$ref"]?.stringValue
    #expect(reference == "#/$defs/record/$defs/party")
    #expect(patch[pointer("/$defs/record/$defs/party/type")] == "object")
    #expect(patch[pointer("/$defs/record/$schema")] == nil)
  }

  @Test func letsAPartOfADocumentSayNull() {
    let relaxed = RelaxedSchema.of(schema)
    #expect(relaxed[pointer("/properties/kind/type")] == ["string", "null"])
    #expect(relaxed[pointer("/properties/kind/enum")] == ["a", "b", nil])
    #expect(relaxed[pointer("/properties/address/properties/city/type")] == ["string", "null"])
    #expect(
      relaxed[pointer("/properties/party")]
        == ["anyOf": [["$ref": "#/$defs/party"], ["type": "null"]]])
    #expect(relaxed["required"] == ["party", "rows", "kind"])
    #expect(relaxed["minProperties"] == nil)
    #expect(relaxed["$defs"] == schema["$defs"])
  }

  @Test func leavesTheRowsOfAListAsTheyAre() {
    let relaxed = RelaxedSchema.of(schema)
    #expect(relaxed[pointer("/properties/rows/minItems")] == nil)
    #expect(relaxed[pointer("/properties/rows/items")] == schema[pointer("/properties/rows/items")])
  }

  @Test func leavesASchemaWithoutPropertiesAlone() {
    #expect(RelaxedSchema.of(["type": "array"]) == ["type": "array"])
    #expect(RelaxedSchema.of(true) == true)
  }
}

/// A pointer from its string form; the tests write only good ones.
func pointer(_ text: String) -> JSONPointer {
  JSONPointer(text.split(separator: "/").map(String.init))
}
