import Extraction
import JSON
import JSONSchema
import Testing
import Validating

@Suite struct NumberEvidenceTests {
  @Test(arguments: [
    ("Total 1.234,56 EUR", "1234.56"), ("Total 1,234.56", "1234.56"),
    ("Total 1'234.56", "1234.56"), ("Total 1’234.56", "1234.56"), ("Total 1 234,56", "1234.56"),
    ("Total 1\u{A0}234,56", "1234.56"), ("Total 1\u{202F}234\u{202F}567,89", "1234567.89"),
    ("Total 12,34,567.00", "1234567"), ("Total 380,00", "380"), ("Total 380", "380.00"),
    ("Total 0,50", "0.5"), ("Total 12.50.", "12.5"), ("(12.50)", "12.5"), ("€12.50", "12.5"),
    ("12.50€", "12.5"), ("RM60.30", "60.3"), ("EUR60.30", "60.3"), ("$4.11", "4.11"),
    ("10kg", "10"), ("3x", "3"), ("1.234 pieces", "1234"), ("1.234 m", "1.234"),
    ("007", "7"), ("19 % VAT", "19"), ("19 % VAT", "0.19"), ("7,7% MwSt", "0.077"),
    ("Discount -5.00", "-5"), ("Discount −5,00", "-5"), ("12,50-", "-12.5"),
    ("(12.00)", "-12"), ("-$5.00", "-5"), ("Discount -5.00", "5"), ("2 100,00", "2100"),
    ("of 14.03.2031", "2031"), ("Total:12.00", "12"), ("12,50", "12.50"),
    ("$ (12.00)", "-12"), ("5 100 500", "100"), ("1.380,00 or 2 100,00", "100"),
    ("1.5 million", "1500000"), ("12 Mio. €", "12000000"), ("30k users", "30000"),
    ("twelve months", "12"), ("fifty thousand dollars", "50000"), ("fünfhundert Euro", "500"),
    ("zwanzigtausend", "20000"), ("twenty-five days", "25"),
    ("1234567890123456789012", "1234567890123456789012"),
  ])
  func findsANumberInAnyUsualWriting(text: String, number: String) throws {
    #expect(try isShown(number, in: text))
  }

  @Test(arguments: [
    ("Nr. 9380", "380"), ("Total 1,380.00", "380"), ("Total 1.380,00", "380"),
    ("Total 1\u{A0}380,00", "380"), ("Total 1 380,00", "380"), ("Total 1 380,00", "1"),
    ("3801", "380"), ("Total 380.50", "380"), ("A380", "380"),
    ("R18-31", "31"), ("2031-03-14", "14"), ("14.03.2031", "14"), ("14/3/2031", "3"),
    ("12:30", "30"), ("1.2.3", "1.2"), ("Total 380.00", "381"), ("Total 5.00", "-5"),
    ("10 - 5 left", "-5"), ("1234,567", "1234567"), ("0.123", "123"), ("no number", "0.5"),
    ("DE136695976", "136695976"), ("4711-2031", "4711"), ("1.23,456", "123456"),
  ])
  func refusesWhatIsOnlyAPartOfSomethingElse(text: String, number: String) throws {
    #expect(try !isShown(number, in: text))
  }

  @Test func tellsAnExactWritingFromANormalisedOne() throws {
    #expect(try evidence("380.5", in: "Total 380.5")?.kind == .exact)
    let normalised = try #require(try evidence("1380.5", in: "Total 1.380,50 EUR"))
    #expect(normalised.kind == .normalised)
    #expect(normalised.quote == "1.380,50")
    #expect(normalised.range == 6..<14)
  }

  @Test func warnsOfAZeroThatIsNotPrinted() throws {
    let record = try findings("0", in: "Total 380")
    #expect(record.findings.map(\.severity) == [.warning])
    #expect(try isShown("0", in: "Tax 0,00"))
  }

  @Test func refusesANumberThatIsNotShown() throws {
    let record = try findings("381", in: "Total 380")
    let finding = try #require(record.findings.first)
    #expect(finding.failureClass == .ungrounded)
    #expect(finding.severity == .error)
    #expect(finding.path == pointer("/n"))
    #expect(finding.value == 381)
    #expect(record.evidence.isEmpty)
  }

  private func findings(_ number: String, in text: String) throws -> Record {
    let schema: JSONValue = ["properties": ["n": ["type": "number"]]]
    let validator = try ReplyValidator(schema: Schema(schema), settings: ValidationSettings())
    let value = try #require(JSONNumber(literal: number))
    return validator.findings(for: ["n": .number(value)], in: plainDocument(text))
  }

  private func evidence(_ number: String, in text: String) throws -> Evidence? {
    try findings(number, in: text).evidence[pointer("/n")]
  }

  private func isShown(_ number: String, in text: String) throws -> Bool {
    try evidence(number, in: text) != nil
  }
}
