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

  @Test func tellsTwoColumnsOfARowOfTwoLinesThatWereExchanged() throws {
    let page = """
      Rank   Name              Nation   Club       Time
      1      Ada Kessler       JPN      Harbour
                                                   44.01
      2      Ben Lindner       PER      Valley
                                                   46.80
      3      Cy Morel          BRA      Harbour
                                                   55.77
      4      Dee Olsen         MEX      Mountain
                                                   59.63
      """
    let swimmers: [(String, String, String)] = [
      ("Ada Kessler", "JPN", "44.01"), ("Ben Lindner", "PER", "46.80"),
      ("Cy Morel", "BRA", "55.77"), ("Dee Olsen", "MEX", "59.63"),
    ]
    func rows(_ swimmers: [(String, String, String)]) -> JSONValue {
      .array(
        swimmers.map { name, nation, time in
          ["name": .string(name), "nation": .string(nation), "time": .string(time)]
        })
    }
    #expect(try check(["rows": rows(swimmers)], page: page).findings.isEmpty)
    var exchanged = swimmers
    exchanged[2] = ("Cy Morel", "55.77", "BRA")
    let found = try check(["rows": rows(exchanged)], page: page)
    #expect(found.classes(at: "/rows/2/nation") == [.misplaced])
    #expect(found.classes(at: "/rows/2/time") == [.misplaced])
  }

  @Test func oneOtherRowUnderTheSameHeadTellsAColumn() throws {
    let page = """
      Article     Quantity    Off    Amount
      Nougat      5 pieces    10 %   20,48
      Olive oil   10 litres          198,00
      """
    func rows(_ quantity: JSONValue) -> JSONValue {
      [
        ["name": "Nougat", "quantity": quantity, "amount": 20.48],
        ["name": "Olive oil", "quantity": 10, "amount": 198],
      ]
    }
    #expect(try check(["rows": rows(5)], page: page).findings.isEmpty)
    #expect(
      try check(["rows": rows(10)], page: page).classes(at: "/rows/0/quantity") == [.misplaced])
  }

  @Test func theNoughtOfARateIsNoAmountOfARow() throws {
    let page = """
      Cover        59,5000   1   0 %   59,50
      Companion    0,0000    1   0 %   0,00
      Sum                              59,50
      """
    func rows(_ amount: JSONValue) -> JSONValue {
      [["name": "Cover", "amount": amount], ["name": "Companion", "amount": 0]]
    }
    #expect(try check(["rows": rows(59.5), "total": 59.5], page: page).findings.isEmpty)
    #expect(
      try check(["rows": rows(0), "total": 59.5], page: page).classes(at: "/rows/0/amount")
        == [.misplaced])
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
