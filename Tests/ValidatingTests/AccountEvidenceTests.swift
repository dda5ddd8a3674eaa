import Extraction
import JSON
import JSONSchema
import Testing
import Validating

/// Numbers that reckoning refutes, and what a field's name says of its value.
@Suite struct AccountEvidenceTests {
  private static let page = """
    Invoice QX-7731
    Issued 4 May 2031, to be settled by 18 May 2031

    Copper wire     2   10,50     21,00
    Brass fitting   3    4,00     12,00
    Steel tube      5    7,20     36,00

    Sum so far                    69,00
    19 % of it                    13,11
    All in all                    82,11
    """

  private static let record: JSONValue = [
    "invoice_number": "QX-7731", "issue_date": "2031-05-04", "due_date": "2031-05-18",
    "net_total": 69, "tax_total": 13.11, "grand_total": 82.11,
    "rows": [
      ["name": "Copper wire", "quantity": 2, "amount": 21],
      ["name": "Brass fitting", "quantity": 3, "amount": 12],
      ["name": "Steel tube", "quantity": 5, "amount": 36],
    ],
  ]

  private static let schema: JSONValue = [
    "properties": [
      "invoice_number": ["type": "string"],
      "issue_date": ["type": "string", "format": "date"],
      "due_date": ["type": "string", "format": "date"],
      "net_total": ["type": "number"], "tax_total": ["type": "number"],
      "grand_total": ["type": "number"], "amount_due": ["type": "number"],
      "rows": [
        "type": "array",
        "items": [
          "type": "object",
          "properties": [
            "name": ["type": "string"], "quantity": ["type": "number"],
            "amount": ["type": "number"],
          ],
        ],
      ],
    ]
  ]

  private func misplaced(
    _ changes: [String: JSONValue], on page: String = AccountEvidenceTests.page
  ) throws -> Set<String> {
    var record = Self.record
    for (path, value) in changes { record.set(value, at: try JSONPointer(parsing: path)) }
    let found = try ReplyValidator(schema: Schema(Self.schema), settings: ValidationSettings())
      .findings(for: record, in: plainDocument(page))
    return Set(found.findings.filter { $0.failureClass == .misplaced }.map(\.path.description))
  }

  @Test func findsNothingWrongWithAnAccountThatComesOut() throws {
    #expect(try misplaced([:]).isEmpty)
    #expect(try misplaced(["/amount_due": 82.11]).isEmpty)
  }

  @Test(arguments: [
    ("/tax_total", 69.0), ("/net_total", 13.11), ("/grand_total", 69.0), ("/amount_due", 69.0),
  ])
  func tellsASumThatMakesTheOthersNotComeOut(path: String, amount: Double) throws {
    let value = try #require(JSONNumber(amount))
    #expect(try misplaced([path: .number(value)]).contains(path))
  }

  @Test func tellsSumsThatComeOutOnlyIfExchanged() throws {
    #expect(
      try misplaced(["/net_total": 82.11, "/grand_total": 69]) == ["/net_total", "/grand_total"])
    #expect(
      try misplaced(["/net_total": 13.11, "/tax_total": 69]) == ["/net_total", "/tax_total"])
  }

  @Test func saysNothingWhereNothingOnThePageWouldMendASum() throws {
    let page = Self.page.replacing("13,11", with: "13,14").replacing("82,11", with: "82,99")
    #expect(try misplaced(["/tax_total": 13.14, "/grand_total": 82.99], on: page).isEmpty)
  }

  @Test func tellsWhatIsBeforeTaxByTheTaxThatThePageShows() throws {
    let page = Self.page.replacing("19 % of it ", with: "VAT at 19 %")
    #expect(try misplaced(["/tax_total": .null], on: page).isEmpty)
    #expect(
      try misplaced(["/net_total": 82.11, "/tax_total": .null], on: page) == ["/net_total"])
    // Of a page that calls nothing a tax nothing is known.
    #expect(try misplaced(["/net_total": 82.11, "/tax_total": .null]).isEmpty)
  }

  @Test(arguments: [("0.0205", false), ("13.110", true), ("82.1", true)])
  func takesNoPartsOfACentForASumOfAnAccount(number: String, isTaken: Bool) throws {
    let page = "Power at 0,0205 a piece, 13.110 of it, and 82,1 in all"
    let value = try #require(JSONNumber(literal: number))
    let found = try ReplyValidator(schema: Schema(Self.schema), settings: ValidationSettings())
      .findings(for: ["tax_total": .number(value)], in: plainDocument(page))
    #expect(found.classes(at: "/tax_total") == (isTaken ? [] : [.misplaced]))
  }

  @Test func takesAPaymentOnThePageForTheRestOfATotal() throws {
    let page = Self.page + "\n    Paid on account   50,00\n    Left   32,11\n"
    #expect(try misplaced(["/amount_due": 32.11], on: page).isEmpty)
  }

  @Test(arguments: [
    ("/rows/1/amount", 36), ("/rows/1/quantity", 5), ("/rows/2/amount", 21),
  ])
  func tellsAValueOfAnotherRowWhereAmountsStandBelowTheirRows(path: String, value: Int) throws {
    let page = Self.page.replacing("     21,00", with: "\n21,00")
      .replacing("     12,00", with: "\n12,00").replacing("     36,00", with: "\n36,00")
    #expect(try misplaced([:], on: page).isEmpty)
    let found = try misplaced([path: JSONValue(value)], on: page)
    #expect(found == [path])
  }

  @Test func tellsAQuantityAndASumThatWereExchanged() throws {
    #expect(
      try misplaced(["/rows/1/quantity": 12, "/rows/1/amount": 3])
        .isSuperset(of: ["/rows/1/quantity", "/rows/1/amount"]))
  }

  @Test func reckonsWithNumbersOfAnySize() throws {
    let huge = "1" + String(repeating: "0", count: 40)
    let page = Self.page.replacing("3    4,00     12,00", with: "3   1   \(huge)   \(huge)")
    #expect(try misplaced(["/rows/1/amount": 36], on: page).contains("/rows/1/amount"))
  }

  @Test func tellsADayByWhichNothingCanBeDue() throws {
    #expect(
      try misplaced(["/issue_date": "2031-05-18", "/due_date": "2031-05-04"])
        == ["/issue_date", "/due_date"])
  }

  @Test func takesNoDayForTheNumberOfAnInvoice() throws {
    let page = "Invoice number: 0912/31\nInvoice date: 2031-05-04"
    #expect(
      try misplaced(["/invoice_number": "2031-05-04"], on: page).contains("/invoice_number"))
    #expect(!(try misplaced(["/invoice_number": "0912/31"], on: page).contains("/invoice_number")))
  }

  @Test func tellsAnElementOfOneValueThatIsThereOnce() throws {
    let changes: [String: JSONValue] = ["/rows": [["name": "Steel tube"], ["name": "Steel tube"]]]
    #expect(try misplaced(changes) == ["/rows/1"])
  }

  @Test(arguments: [
    ("governing_law", "Supply Agreement", true), ("governing_law", "Oregon", false),
    ("name", "20457", true), ("name", "Studio 54", false), ("name", "o@54.example", true),
    ("street", "FA-20457", true), ("street", "Q5 14", false),
    ("postcode", "0457/12", true), ("postcode", "20457-12", false),
    ("order_number", "Oregon", true), ("customer_id", "Oregon", false),
  ])
  func knowsWhatAFieldCannotHold(field: String, text: String, isWrong: Bool) throws {
    let schema: JSONValue = ["properties": [field: ["type": "string"]]]
    let page =
      "Supply Agreement for Oregon, Studio 54, Q5 14, FA-20457, 20457-12 and 0457/12, 20457, o@54.example"
    let found = try ReplyValidator(schema: Schema(schema), settings: ValidationSettings())
      .findings(for: .object([field: .string(text)]), in: plainDocument(page))
    #expect(found.classes(at: "/\(field)") == (isWrong ? [.misplaced] : []))
  }
}
