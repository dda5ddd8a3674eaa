import Extraction
import JSON
import JSONSchema
import Testing
import Validating

/// Values that stand on the page and cannot be what is asked for.
@Suite struct FieldSortTests {
  private func check(
    _ record: JSONValue, _ properties: JSONValue, in document: ParsedDocument
  ) throws -> Record {
    try ReplyValidator(schema: Schema(["properties": properties]), settings: ValidationSettings())
      .findings(for: record, in: document)
  }

  // MARK: Examples

  private static let text =
    "arXiv:2501.02189v6 of 2024 runs on an H100. The Borrower asks in writing."

  @Test(arguments: [("arXiv:2501.02189v6", true), ("2024", false), ("H100", false)])
  func takesNoTextThatLacksWhatAllExamplesHave(value: String, isTaken: Bool) throws {
    let properties: JSONValue = [
      "ids": [
        "type": "string", "description": "Example: '10.1000/xyz123' or 'arXiv:1234.5678'.",
      ]
    ]
    let found = try check(["ids": .string(value)], properties, in: plainDocument(Self.text))
    #expect(found.classes(at: "/ids") == (isTaken ? [] : [.misplaced]))
  }

  @Test(arguments: [("The Borrower asks in writing", true), ("H100", false)])
  func takesNoTokenForASentence(value: String, isTaken: Bool) throws {
    let properties: JSONValue = [
      "notice": ["type": "string", "examples": ["3 business days prior by written notice"]]
    ]
    let found = try check(["notice": .string(value)], properties, in: plainDocument(Self.text))
    #expect(found.classes(at: "/notice") == (isTaken ? [] : [.misplaced]))
  }

  @Test func oneExampleRulesOutNoOtherForm() throws {
    let properties: JSONValue = ["id": ["type": "string", "examples": ["INV-2031-7"]]]
    #expect(
      try check(["id": "H100"], properties, in: plainDocument(Self.text)).findings.isEmpty)
  }

  @Test func takesNoTokenForASummary() throws {
    let properties: JSONValue = ["abstract": ["type": "string"]]
    let found = try check(["abstract": "H100"], properties, in: plainDocument(Self.text))
    #expect(found.classes(at: "/abstract") == [.misplaced])
  }

  // MARK: Dates

  private static let date: JSONValue = [
    "day": ["type": ["string", "null"], "description": "Return in YYYY-MM-DD or YYYY format."]
  ]

  @Test(arguments: [
    ("2031-03-14", nil), ("2031", nil), ("March 14, 2031", Finding.Severity.warning),
    ("Form 8-K", .error),
  ])
  func holdsADateToTheFormThatItsDescriptionAsksFor(
    value: String, severity: Finding.Severity?
  ) throws {
    let text = "Form 8-K of March 14, 2031; see also 2031."
    let found = try check(["day": .string(value)], Self.date, in: plainDocument(text))
    let remark = found.findings.first { $0.failureClass == .invalid }
    #expect(remark?.severity == severity)
    #expect(remark == nil || remark?.message == "The description asks for YYYY-MM-DD or YYYY.")
  }

  // MARK: Numbers

  private static let agreement = """
    Agreement of 14 March 2031 for $3,000,000 and fees of $ 12,500
    Section 20 says what 54 banks lend.
    """

  @Test(arguments: [("3000000", true), ("12500", true), ("2031", false), ("54", false)])
  func takesNoYearForASumOfMoney(number: String, isTaken: Bool) throws {
    let properties: JSONValue = [
      "commitment": [
        "properties": ["amount": ["type": "number"], "currency": ["type": ["string", "null"]]]
      ]
    ]
    let amount = JSONNumber(literal: number).map { JSONValue.number($0) } ?? .null
    let found = try check(
      ["commitment": ["amount": amount, "currency": .null]], properties,
      in: plainDocument(Self.agreement))
    #expect(found.classes(at: "/commitment/amount") == (isTaken ? [] : [.misplaced]))
  }

  @Test(arguments: [(2, true), (7, false)])
  func knowsHowManyPagesTheDocumentHas(number: Int, isTaken: Bool) throws {
    var document = plainDocument("First of 2, with 7 words.\n\nSecond page.")
    document.pages = [
      ParsedDocument.Page(number: 1, width: 595, height: 842, range: 0..<25),
      ParsedDocument.Page(number: 2, width: 595, height: 842, range: 27..<39),
    ]
    let found = try check(
      ["number_of_pages": JSONValue(number)], ["number_of_pages": ["type": "integer"]],
      in: document)
    #expect(found.classes(at: "/number_of_pages") == (isTaken ? [] : [.misplaced]))
  }

  @Test func whatATableIsMultipliedWithIsNoNumberOfIts() throws {
    let text = "In millions, except per share\nCash   18.5\nLoan of $18 million"
    let properties: JSONValue = ["scale": ["type": "integer"], "value": ["type": "number"]]
    let found = try check(
      ["scale": 1_000_000, "value": 1_000_000], properties, in: plainDocument(text))
    #expect(found.evidence[pointer("/scale")]?.quote == "millions")
    #expect(found.classes(at: "/value") == [.ungrounded])
  }
}
