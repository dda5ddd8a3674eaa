import Extraction
import JSON
import JSONSchema
import Testing
import Validating

/// Values whose evidence is a passage that the model quotes.
@Suite struct QuoteTests {
  private static let schema: JSONValue = [
    "type": "object", "additionalProperties": false, "required": ["renews"],
    "properties": ["renews": ["type": "boolean", "x-evidence": "quote"]],
  ]

  @Test func locatesTheQuoteAndDropsIt() throws {
    let record = try reply(#"{"renews_quote": "renewed for one year", "renews": true}"#)
    #expect(record.value == ["renews": true])
    #expect(record.findings.isEmpty)
    let evidence = try #require(record.evidence[pointer("/renews")])
    #expect(evidence.kind == .exact)
    #expect(evidence.quote == "renewed for one year")
  }

  @Test(arguments: [
    #"{"renews_quote": "renewed for two years", "renews": true}"#,
    #"{"renews_quote": null, "renews": true}"#, #"{"renews": true}"#,
  ])
  func refusesAValueWithoutAQuoteThatIsThere(text: String) throws {
    let record = try reply(text)
    #expect(record.value == ["renews": true])
    #expect(record.classes(at: "/renews").contains(.ungrounded))
  }

  @Test func takesTheQuoteOfACorrection() throws {
    var talk = try talk()
    talk.hear(#"{"renews_quote": "never", "renews": true}"#)
    let ask = try #require(talk.asks.first)
    talk.hear(#"{"/renews_quote": "It is renewed", "/renews": true}"#, to: ask)
    #expect(talk.isAccepted)
    #expect(talk.record.evidence[pointer("/renews")]?.quote == "It is renewed")
  }

  @Test func asksAPersonForNoQuote() throws {
    let record = try ReplyValidator(schema: Schema(Self.schema), settings: ValidationSettings())
      .findings(for: ["renews": true], in: plainDocument("Nothing."))
    #expect(record.findings.isEmpty)
  }

  private func talk() throws -> Talk {
    try Talk("It is renewed for one year.", schema: Self.schema)
  }

  private func reply(_ text: String) throws -> Record {
    var talk = try talk()
    talk.hear(text)
    return talk.record
  }
}
