import JSON
import JSONSchema
import Testing

struct SchemaAdviceTests {
  private func questions(_ property: JSONValue, name: String = "note") throws
    -> [SchemaAdvice.Question]
  {
    let schema: JSONValue = ["type": "object", "properties": .object([name: property])]
    let options = Schema.Options(allowsUnknownKeywords: true)
    return SchemaAdvice.about(try Schema(schema, options: options)).map(\.question)
  }

  @Test func asksNothingOfACarefulSchema() throws {
    let schema = try Schema([
      "type": "object", "required": ["issued_on", "total"],
      "properties": [
        "issued_date": ["type": ["string", "null"], "format": "date", "description": "When."],
        "total": ["type": ["number", "null"], "description": "Gross, in the currency below."],
        "currency": ["type": ["string", "null"], "description": "ISO 4217."],
        "state": ["enum": ["paid", "open", nil], "description": "Whether it is paid."],
        "lines": [
          "type": "array", "description": "One for each row.",
          "items": [
            "type": "object", "description": "A row.",
            "properties": ["text": ["type": ["string", "null"], "description": "As printed."]],
          ],
        ],
      ],
    ])
    #expect(SchemaAdvice.about(schema) == [])
  }

  @Test func asksWhatAModelWouldHaveToGuess() throws {
    let cases: [(String, JSONValue, SchemaAdvice.Question)] = [
      ("note", ["type": "string"], .noDescription),
      ("invoiceDate", ["type": "string", "description": "When"], .freeDate),
      ("net_weight", ["type": "number", "description": "How heavy"], .noUnit),
      ("kind", ["enum": ["A", "B"], "description": "The kind"], .unexplainedValues),
      ("kind", ["enum": [1, 2], "description": "The kind"], .unexplainedValues),
      ("note", ["description": "Anything"], .anyType),
      ("note", ["type": "object", "description": "Details"], .anyContent),
      ("note", ["type": "array", "description": "Parts"], .anyContent),
      ("note", ["type": "string", "descripton": "Typo", "description": "x"], .unknownKeyword),
      ("note", ["type": "string", "format": "phone", "description": "x"], .unknownFormat),
    ]
    for (name, property, question) in cases {
      #expect(try questions(property, name: name) == [question], "\(name): \(property)")
    }
  }

  @Test func followsReferencesToTheDescription() throws {
    let schema = try Schema([
      "properties": ["date": ["$ref": "#/$defs/date"]], "required": ["date"],
      "$defs": ["date": ["type": "string", "format": "date", "description": "A day"]],
    ])
    #expect(SchemaAdvice.about(schema).map(\.question) == [.noWayToSayNothing])
    #expect(SchemaAdvice.about(schema).map(\.place.description) == ["/properties/date"])
  }

  @Test func namesWhatTheMetaSchemaDoesNotAllow() throws {
    #expect(try Schema.metaschemaErrors(of: ["type": "object", "x-own": 1]) == [])
    let errors = try Schema.metaschemaErrors(
      of: ["type": "objekt", "properties": ["a": ["minLength": -1, "required": "b"]]])
    #expect(
      Set(errors.map(\.instanceLocation.description))
        == ["/type", "/properties/a/minLength", "/properties/a/required"])
  }
}
