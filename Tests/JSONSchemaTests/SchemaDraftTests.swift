import JSON
import JSONSchema
import Testing

@Suite struct SchemaDraftTests {
  private let example: JSONValue = [
    "invoice_number": "R-1", "issuedOn": "2031-04-05", "paid": false, "total": 12.5, "note": .null,
    "vendor": ["name": "Kessler"], "tags": [],
    "items": [["text": "Bolts", "amount": 1], ["text": "Nuts", "size": "M4"]],
  ]

  @Test func theExampleFitsItsDraft() throws {
    let draft = try #require(SchemaDraft.from(example))
    let schema = try Schema(draft, options: Schema.Options(assertsFormat: true))
    var whole = example
    whole.set(.null, at: JSONPointer(["items", "0", "size"]))
    whole.set(.null, at: JSONPointer(["items", "1", "amount"]))
    #expect(schema.validate(whole).isEmpty)
    #expect(!schema.validate(["invoice_number": 1]).isEmpty)
  }

  @Test func rowsThatDifferShareOneSchema() throws {
    let draft = try #require(SchemaDraft.from(example))
    let items = draft["properties"]?["items"]?["items"]
    #expect(items?["required"] == ["text", "amount", "size"])
    #expect(draft["properties"]?["issuedOn"]?["format"] == "date")
    #expect(draft["properties"]?["issuedOn"]?["description"] == "The issued on.")
    #expect(draft["properties"]?["invoice_number"]?["format"] == nil)
  }

  @Test(arguments: [1, "text", [["a": 1]], [:], .null] as [JSONValue])
  func whatIsNoRecordHasNoDraft(example: JSONValue) {
    #expect(SchemaDraft.from(example) == nil)
  }
}
