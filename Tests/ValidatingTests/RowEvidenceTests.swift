import Extraction
import JSON
import JSONSchema
import Testing
import Validating

/// Values of a table's rows, and what a careful reader would object to.
@Suite struct RowEvidenceTests {
  private static let page = """
    Item            Quantity   Price    Amount
    Copper wire     2          10,50    21,00
    Brass fitting   3          4,00     12,00
    Steel tube      5          7,20     36,00
    Sum                                 69,00
    """

  private static let rows: JSONValue = [
    ["name": "Copper wire", "quantity": 2, "amount": 21],
    ["name": "Brass fitting", "quantity": 3, "amount": 12],
    ["name": "Steel tube", "quantity": 5, "amount": 36],
  ]

  @Test func findsNothingWrongWithRowsAsTheyStand() throws {
    let record = try check(["rows": Self.rows, "sum": 69])
    #expect(record.findings.isEmpty)
    #expect(record.evidence[pointer("/rows/1/quantity")]?.score == 1)
  }

  @Test(arguments: [
    ("/rows/2/amount", 12), ("/rows/0/amount", 36), ("/rows/1/quantity", 5),
    ("/rows/0/quantity", 3),
  ])
  func tellsAValueOfAnotherRow(path: String, value: Int) throws {
    var record: JSONValue = ["rows": Self.rows]
    record.set(JSONValue(value), at: pointer(path))
    let found = try check(record)
    #expect(found.findings.map(\.path) == [pointer(path)])
    #expect(found.classes(at: path) == [.misplaced])
  }

  @Test func tellsTwoColumnsThatWereExchanged() throws {
    var record: JSONValue = ["rows": Self.rows]
    record.set(36, at: pointer("/rows/2/quantity"))
    record.set(5, at: pointer("/rows/2/amount"))
    let found = try check(record)
    #expect(found.classes(at: "/rows/2/quantity") == [.misplaced])
    #expect(found.classes(at: "/rows/2/amount") == [.misplaced])
  }

  @Test func tellsARowThatIsThereOnce() throws {
    var rows = Self.rows.arrayValue ?? []
    rows.append(rows[1])
    let found = try check(["rows": .array(rows)])
    #expect(found.findings.map(\.path) == [pointer("/rows/3")])
    #expect(found.classes(at: "/rows/3") == [.misplaced])
  }

  @Test func takesTwoEqualRowsForTwoRows() throws {
    let page = "Coffee   2   5,00\nTea   1   3,00\nCoffee   2   5,00"
    let rows: JSONValue = [
      ["name": "Coffee", "quantity": 2, "amount": 5], ["name": "Tea", "quantity": 1, "amount": 3],
      ["name": "Coffee", "quantity": 2, "amount": 5],
    ]
    #expect(try check(["rows": rows], page: page).findings.isEmpty)
  }

  @Test func allowsAValueThatIsPrintedOnceForSeveralRows() throws {
    let page = "Date     Item    Amount\n01.02.   Coffee   5,00\n         Tea      3,00"
    let rows: JSONValue = [
      ["day": "01.02.", "name": "Coffee", "amount": 5],
      ["day": "01.02.", "name": "Tea", "amount": 3],
    ]
    #expect(try check(["rows": rows], page: page).findings.isEmpty)
  }

  @Test func tellsASumThatStandsOnlyInARow() throws {
    let found = try check(["rows": Self.rows, "sum": 36])
    #expect(found.classes(at: "/sum") == [.misplaced])
  }

  private func check(_ record: JSONValue, page: String = Self.page) throws -> Record {
    try ReplyValidator(schema: Schema(true), settings: ValidationSettings())
      .findings(for: record, in: plainDocument(page))
  }
}
