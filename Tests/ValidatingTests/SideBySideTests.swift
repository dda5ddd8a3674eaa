import Extraction
import JSON
import JSONSchema
import TestSupport
import Testing
import Validating

/// Elements of lists that stand side by side, and not below each other.
@Suite struct SideBySideTests {
  private static let statement = """
    In millions                   Q2       H1       Q2 before   H1 before
    Revenue                       512.5    998.1    480.2       941.7
    Cost of revenue               301.4    587.9    290.6       571.3
    Interest                      12.6     24.4     11.9        23.8
    Net income                    88.7     171.2    80.3        158.4
    """

  private static let figures: [String: [Double]] = [
    "revenue": [512.5, 998.1, 480.2, 941.7], "cost": [301.4, 587.9, 290.6, 571.3],
    "net_income": [88.7, 171.2, 80.3, 158.4],
  ]

  private func shortfalls(_ figures: [String: [Double]]) throws -> [Finding] {
    let record = figures.sorted { $0.key < $1.key }.map { name, values in
      (name, JSONValue.array(values.map { ["value": JSONNumber($0).map { .number($0) } ?? .null] }))
    }
    return try check(.object(JSONObject(record)), in: Self.statement).findings.filter {
      $0.failureClass == .incomplete
    }
  }

  @Test func findsNothingWhereEachLineIsWhole() throws {
    #expect(try shortfalls(Self.figures).isEmpty)
  }

  @Test(arguments: [0, 1, 2, 3])
  func findsAFigureThatLacks(dropped: Int) throws {
    var figures = Self.figures
    figures["cost"]?.remove(at: dropped)
    let found = try shortfalls(figures)
    #expect(found.map(\.path) == [pointer("/cost")])
    #expect(found.first?.message == "4 rows seen, 3 extracted.")
  }

  @Test func findsTheHoleThatAFigureOfAnotherLineLeaves() throws {
    var figures = Self.figures
    figures["cost"]?[1] = 24.4
    #expect(try shortfalls(figures).map(\.path) == [pointer("/cost")])
  }

  @Test func leavesOutColumnsThatNoListHolds() throws {
    let quarters = Self.figures.mapValues { Array($0.prefix(2)) }
    #expect(try shortfalls(quarters).isEmpty)
  }

  @Test func aZeroStandsNowhere() throws {
    // A dash on the page, and a nought in another column.
    var figures = Self.figures
    figures["tax"] = [0]
    let page = Self.statement + "\nAs of day           0        14       3           9"
    let record = figures.sorted { $0.key < $1.key }.map { name, values in
      (name, JSONValue.array(values.map { ["value": JSONNumber($0).map { .number($0) } ?? .null] }))
    }
    let found = try check(.object(JSONObject(record)), in: page).findings
    #expect(found.filter { $0.failureClass == .incomplete }.isEmpty)
  }

  @Test func aFigureOfAnotherTableIsNoSecondElement() throws {
    let page = """
      Balance sheet          June       March
      Cash                   412.0      399.5
      Retained earnings      2435.6     2362.2

      Equity                 Shares     Earnings     All
      At the end of June     100.0      2435.6       2535.6
      """
    let earnings: [JSONValue] = [
      ["name": "earnings", "value": 2435.6], ["name": "earnings", "value": 2362.2],
    ]
    func classes(_ elements: [JSONValue]) throws -> [Finding] {
      try check(["earnings": .array(elements)], in: page).findings.filter {
        $0.failureClass == .misplaced
      }
    }
    #expect(try classes(earnings).isEmpty)
    #expect(
      try classes([earnings[0], earnings[0], earnings[1]]).map(\.path) == [pointer("/earnings/1")])
  }

  @Test func twoEqualLinesAreTwoElements() throws {
    let page = """
      Bar       Coffee, large   3.50
      Terrace   Coffee, small   3.50
      """
    let coffee: JSONValue = ["name": "Coffee", "price": 3.5]
    let found = try check(["drinks": [coffee, coffee]], in: page).findings
    #expect(found.filter { $0.failureClass == .misplaced }.isEmpty)
  }

  // MARK: Mail addresses

  private static let authors = """
    A Study of Something
    Ada Kessler   Ben Lindner   Cy Morel
    {ada, ben}@example.org   cy.morel@example.net
    """

  @Test func findsAnAddressWhoseDomainIsWrittenOnceForSeveral() throws {
    let record = try check(["mail": "ben@example.org"], in: Self.authors)
    #expect(record.findings.isEmpty)
    #expect(record.evidence[pointer("/mail")]?.quote == "ben}@example.org")
    let other = try check(["mail": "ben@example.net"], in: Self.authors)
    #expect(other.classes(at: "/mail") == [.ungrounded])
  }

  @Test func findsThePersonWhoseAddressLacks() throws {
    let people: [JSONValue] = [
      ["name": "Ada Kessler", "mail": "ada@example.org"],
      ["name": "Ben Lindner", "mail": "ben@example.org"],
      ["name": "Cy Morel", "mail": "cy.morel@example.net"],
    ]
    #expect(try check(["authors": .array(people)], in: Self.authors).findings.isEmpty)
    let found = try check(["authors": .array(people.dropLast())], in: Self.authors).findings
    #expect(found.map(\.path) == [pointer("/authors")])
    #expect(found.first?.message == "3 rows seen, 2 extracted.")
  }

  // MARK: Exchanged texts

  private static let results = """
    Rank   Athlete            Team          Place
    1      Ada Kessler        Nordwind      Kiel
    2      Ben Lindner        Seeadler      Emden
    3      Cy Morel           Brise         Husum
    4      Dee Olsen          Boje          Wismar
    """

  private static let rows: [JSONValue] = [
    ["athlete": "Ada Kessler", "team": "Nordwind", "place": "Kiel"],
    ["athlete": "Ben Lindner", "team": "Seeadler", "place": "Emden"],
    ["athlete": "Cy Morel", "team": "Brise", "place": "Husum"],
    ["athlete": "Dee Olsen", "team": "Boje", "place": "Wismar"],
  ]

  @Test func tellsTwoTextsInEachOthersColumns() throws {
    #expect(try check(["rows": .array(Self.rows)], in: Self.results).findings.isEmpty)
    var rows = Self.rows
    rows[2] = ["athlete": "Brise", "team": "Cy Morel", "place": "Husum"]
    let found = try check(["rows": .array(rows)], in: Self.results)
    #expect(found.findings.map(\.path) == [pointer("/rows/2/athlete"), pointer("/rows/2/team")])
    #expect(found.classes(at: "/rows/2/team") == [.misplaced])
  }

  @Test func tellsTwoTextsInEachOthersOrder() throws {
    let posts = [
      ("Head of Works", "Nordwind GmbH"), ("Engineer", "Seeadler AG"), ("Trainee", "Boje & Co"),
      ("Lecturer", "School of Tides"),
    ]
    let text = posts.map { "\($0.0)\n\($0.1)\nDid what was to be done there." }
      .joined(separator: "\n\n")
    func record(exchanged: Int?) -> JSONValue {
      let jobs = posts.enumerated().map { number, post -> JSONValue in
        number == exchanged
          ? ["title": .string(post.1), "employer": .string(post.0)]
          : ["title": .string(post.0), "employer": .string(post.1)]
      }
      return ["jobs": .array(jobs)]
    }
    #expect(try check(record(exchanged: nil), in: text).findings.isEmpty)
    let found = try check(record(exchanged: 1), in: text)
    #expect(found.findings.map(\.path) == [pointer("/jobs/1/employer"), pointer("/jobs/1/title")])
  }

  /// Finds without a schema that says more.
  private func check(_ record: JSONValue, in text: String) throws -> Record {
    try ReplyValidator(schema: Schema(true), settings: ValidationSettings())
      .findings(for: record, in: plainDocument(text))
  }
}
