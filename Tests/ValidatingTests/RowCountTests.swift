import Extraction
import JSON
import TestSupport
import Testing
import Validating

/// Whether rows that a document shows and a record lacks are noticed, and nothing else is.
@Suite struct RowCountTests {
  private static let schema: JSONValue = [
    "type": "object", "required": ["rows"],
    "properties": [
      "total": ["type": ["number", "null"]],
      "rows": [
        "type": "array",
        "items": [
          "type": "object",
          "properties": [
            "article": ["type": "string"], "quantity": ["type": "number"],
            "amount": ["type": "number", "x-labels": ["Betrag"]],
          ],
        ],
      ],
    ],
  ]

  /// What row n costs; no row is the sum of others.
  private static func amount(_ row: Int) -> Double { Double(row * row) + 2.5 }

  /// A table of so many rows.
  private static func table(_ rows: ClosedRange<Int>, total: String? = nil) -> String {
    let lines = rows.map { "Article no. \($0)      \($0)     \(amount($0))" }
    return (["Article            Quantity    Betrag"] + lines).joined(separator: "\n")
      + (total.map { "\nTotal                          \($0)" } ?? "")
  }

  private static func reply(_ rows: [Int], total: String = "null") -> String {
    let elements = rows.map {
      #"{"article": "Article no. \#($0)", "quantity": \#($0), "amount": \#(amount($0))}"#
    }
    return #"{"total": \#(total), "rows": [\#(elements.joined(separator: ", "))]}"#
  }

  private func findings(_ text: String, _ reply: String) throws -> [Finding] {
    var talk = try Talk(text, schema: Self.schema)
    talk.hear(reply)
    return talk.record.findings.filter { $0.failureClass == .incomplete }
  }

  @Test func findsNothingWhereAllRowsAreThere() throws {
    #expect(try findings(Self.table(1...9), Self.reply(Array(1...9))).isEmpty)
    let total = Self.table(1...3, total: "21.5")
    #expect(try findings(total, Self.reply([1, 2, 3], total: "21.5")).isEmpty)
  }

  @Test(arguments: [[1, 2, 3], [7, 8, 9], [1, 9], [1, 2, 3, 4, 6, 7, 8, 9], [5]])
  func saysHowManyRowsLack(extracted: [Int]) throws {
    let found = try findings(Self.table(1...9), Self.reply(extracted))
    #expect(found.map(\.path) == [pointer("/rows")])
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.message == "9 rows seen, \(extracted.count) extracted.")
  }

  @Test func takesNoTotalForARowThoughItHasTheFormOfOne() throws {
    let text = Self.table(1...3) + "\nAll three articles    6     21.5"
    #expect(try findings(text, Self.reply([1, 2, 3])).isEmpty)
  }

  @Test func stopsWhereTheTableStops() throws {
    let text =
      Self.table(1...3, total: "21.5") + "\n\nReturned before:\nArticle no. 8      8     66.5"
    #expect(try findings(text, Self.reply([1, 2, 3], total: "21.5")).isEmpty)
  }

  @Test func findsRowsBelowAKnownHeaderWhereNoneWasExtracted() throws {
    let found = try findings(Self.table(1...4), Self.reply([]))
    #expect(found.first?.message == "4 rows seen, 0 extracted.")
    #expect(try findings("There is no table here, for 3.50", Self.reply([])).isEmpty)
    #expect(try findings("Other      Header\nText      3.5", Self.reply([])).isEmpty)
  }

  /// A table whose first row has its article's number in a cell of its own.
  private static let numbered = """
    Pos        Article     Price      Pieces   Betrag
    1 Toolbox coil         100.00     10       1000.00
    2 BR-45    Bumper      50.00      2        100.00
    """

  @Test func theNumberOfTheOnlyKnownRowTellsThoseBesideIt() throws {
    let coil = #"{"article": "Toolbox coil", "quantity": 10, "amount": 1000}"#
    let bumper = #"{"article": "Bumper", "quantity": 2, "amount": 100}"#
    for row in [coil, bumper] {
      let found = try findings(Self.numbered, #"{"rows": [\#(row)]}"#)
      #expect(found.first?.message == "2 rows seen, 1 extracted.")
    }
    #expect(try findings(Self.numbered, #"{"rows": [\#(coil), \#(bumper)]}"#).isEmpty)
  }

  @Test func whatIsConcludedOfARowIsNotItsName() throws {
    let schema: JSONValue = [
      "properties": [
        "bookings": [
          "items": [
            "properties": ["kind": ["enum": ["debit", "credit"]], "amount": [:], "balance": [:]]
          ]
        ]
      ]
    ]
    let text = """
      Booked     Amount   Balance
      Coffee     3.50     96.50
      Bread      4.10     92.40
      Cinema     12.00    80.40
      """
    var talk = try Talk(text, schema: schema)
    talk.hear(
      #"{"bookings": [{"kind": "debit", "amount": 3.5, "balance": 96.5}, "#
        + #"{"kind": "debit", "amount": 12, "balance": 80.4}]}"#)
    #expect(talk.record.findings.map(\.message) == ["3 rows seen, 2 extracted."])
  }

  @Test func rowsThatAreCalledWhatTheListDoesNotAskForAreNotCounted() throws {
    let schema: JSONValue = [
      "properties": [
        "net_income": [
          "items": [
            "properties": [
              "period": ["type": "string", "x-evidence": "off"], "unit": [:], "value": [:],
              "before": [:],
            ]
          ]
        ]
      ]
    ]
    let text = """
      Line              Now      Before   Change
      Revenue           512.5    480.2    7 %
      Cost              301.4    290.6    4 %
      Net income        88.7     80.3     10 %
      Dividends         12.1     11.4     6 %
      """
    var talk = try Talk(text, schema: schema)
    talk.hear(#"{"net_income": [{"period": "Q2", "unit": "%", "value": 88.7, "before": 80.3}]}"#)
    #expect(talk.isAccepted, "\(talk.record.findings)")
  }

  @Test func countsANumberedListWhoseLinesHaveNoColumns() throws {
    let schema: JSONValue = ["properties": ["names": ["items": ["type": "string"]]]]
    let text = "The parties are\n1. Kessler\n2. Brandt\nof Stuttgart\n3. Lindner\n4. Morel\n\nEnd."
    var talk = try Talk(text, schema: schema)
    talk.hear(#"{"names": ["Kessler", "Lindner"]}"#)
    #expect(talk.record.findings.first?.message == "4 rows seen, 2 extracted.")
    talk = try Talk(text, schema: schema)
    talk.hear(#"{"names": ["Kessler", "Brandt", "Lindner", "Morel"]}"#)
    #expect(talk.isAccepted)
  }

  @Test func countsNumberedEntriesOfSeveralLines() throws {
    let schema: JSONValue = [
      "properties": [
        "works": [
          "items": ["properties": ["title": ["type": "string"], "journal": ["type": "string"]]]
        ]
      ]
    ]
    let text = """
      Works
      1. Kessler, A. On the tides of the
      northern sea. Journal of Waves, 2031.
      2. Morel, C. On wind. Letters to the
      Coast, 2032.
      3. Olsen, D. Salt and how it is
      won. Journal of Salt, 2033.
      """
    let works = [
      #"{"title": "On the tides of the northern sea", "journal": "Journal of Waves"}"#,
      #"{"title": "On wind", "journal": "Letters to the Coast"}"#,
      #"{"title": "Salt and how it is won", "journal": "Journal of Salt"}"#,
    ]
    var talk = try Talk(text, schema: schema)
    talk.hear(#"{"works": [\#(works.joined(separator: ", "))]}"#)
    #expect(talk.isAccepted)
    talk = try Talk(text, schema: schema)
    talk.hear(#"{"works": [\#(works[0]), \#(works[2])]}"#)
    #expect(talk.record.findings.first?.message == "3 rows seen, 2 extracted.")
  }

  @Test(arguments: ["Items: 39", "39 Positionen", "Count:   39"])
  func believesWhatTheDocumentSaysItHas(statement: String) throws {
    let text = "Article no. 1 for 3.50\n\(statement)"
    let found = try findings(text, #"{"rows": [{"article": "Article no. 1", "amount": 3.5}]}"#)
    #expect(found.first?.message == "39 rows seen, 1 extracted.")
  }

  @Test func aCountOfPiecesIsNoCountOfRows() throws {
    let text = Self.table(1...3) + "\n\nItems: 6"
    #expect(try findings(text, Self.reply([1, 2, 3])).isEmpty)
  }

  @Test func columnsOfOneRowAreNoRows() throws {
    let schema: JSONValue = [
      "properties": [
        "values": ["items": ["properties": ["year": ["type": "number"], "of": ["type": "number"]]]]
      ]
    ]
    let text = "Year      2031      2032\nCash      11.5      12.5\nDebt      31.5      32.5"
    var talk = try Talk(text, schema: schema)
    talk.hear(#"{"values": [{"year": 2031, "of": 11.5}, {"year": 2032, "of": 12.5}]}"#)
    #expect(talk.isAccepted)
  }

  @Test(arguments: [
    (ValidationSettings.Completeness.preferred, [Finding.Severity.warning]),
    (.off, []),
  ])
  func isAsStrictAsThePipelineSays(
    policy: ValidationSettings.Completeness, severities: [Finding.Severity]
  ) throws {
    var talk = try Talk(
      Self.table(1...4), schema: Self.schema, settings: ValidationSettings(completeness: policy))
    talk.hear(Self.reply([1, 2]))
    #expect(talk.isAccepted)
    #expect(talk.record.findings.map(\.severity) == severities)
  }

  // MARK: Asking

  @Test(
    arguments: [
      ("Page 1 of 3", "Page 2 of 3", 3), ("Seite 1/3", "Seite 2/3", 3), ("Page 1 of 2", "", nil),
      ("Page 1 of 3", "Page 1 of 2", nil), ("see page 2 of 9", "", nil), ("Pages 1-3", "", nil),
    ] as [(String, String, Int?)])
  func tellsThatPagesLack(first: String, second: String, stated: Int?) throws {
    let pages = [Self.table(1...3) + "\n" + first, "Terms\n" + second]
    var document = plainDocument(pages.joined(separator: "\n\n"))
    let end = pages[0].utf8.count
    document.pages = [
      ParsedDocument.Page(number: 1, width: 595, height: 842, range: 0..<end),
      ParsedDocument.Page(
        number: 2, width: 595, height: 842, range: end + 2..<document.text.utf8.count),
    ]
    var talk = try Talk(document, schema: Self.schema)
    talk.hear(Self.reply([1, 2, 3]))
    let found = talk.record.findings.filter { $0.failureClass == .incomplete }
    #expect(
      found.map(\.message)
        == (stated.map { ["The document says that it has \($0) pages; 2 are here."] } ?? []))
    // Nobody is asked for what stands on another page.
    #expect(talk.asks.isEmpty)
  }

  @Test func asksForTheMissingRowsAndTakesThemInTheirOrder() throws {
    var talk = try Talk(Self.table(1...9), schema: Self.schema)
    talk.hear(Self.reply([1, 2, 5, 9]))
    let ask = try #require(talk.asks.first)
    #expect(ask.kind == .paths)
    #expect(ask.paths == [pointer("/rows")])
    // The answer leaves out what was there before, and repeats a row.
    let rows = try #require(try JSONValue(parsing: Self.reply([3, 4, 5, 6, 7, 8]))["rows"])
    talk.hear(#"{"/rows": \#(rows.text())}"#, to: ask)
    #expect(talk.isAccepted)
    #expect(
      talk.record.value["rows"]?.arrayValue?.compactMap { $0["quantity"]?.intValue }
        == Array(1...9))
  }

  @Test func takesWhatHelpsThoughRowsLackStill() throws {
    var talk = try Talk(Self.table(1...9), schema: Self.schema)
    talk.hear(Self.reply([1, 2]))
    let rows = try #require(try JSONValue(parsing: Self.reply([3, 4, 5]))["rows"])
    talk.hear(#"{"/rows": \#(rows.text())}"#, to: talk.asks.first)
    #expect(talk.record.findings.first?.message == "9 rows seen, 5 extracted.")
    #expect(talk.asks.map(\.kind) == [.nextRung])
  }

  @Test func aRowThatNoLineShowsIsNotAdded() throws {
    var talk = try Talk(Self.table(1...3), schema: Self.schema)
    talk.hear(Self.reply([1, 2]))
    talk.hear(
      #"{"/rows": [{"article": "Invented", "quantity": 77, "amount": 9.99}]}"#,
      to: talk.asks.first)
    #expect(talk.record.value["rows"]?.arrayValue?.count == 2)
  }

  @Test func asksThePartThatShowsTheMissingRows() throws {
    var talk = try Talk(
      Self.table(1...4), "Article no. 5      5     27.5\nArticle no. 6      6     38.5",
      schema: Self.schema)
    talk.hear(Self.reply([1, 2, 3, 4]), chunk: 0)
    talk.hear(Self.reply([]), chunk: 1)
    #expect(talk.asks.map(\.chunk) == [1])
    #expect(talk.asks.map(\.paths) == [[pointer("/rows")]])
    let rows = try #require(try JSONValue(parsing: Self.reply([5, 6]))["rows"])
    talk.hear(#"{"/rows": \#(rows.text())}"#, chunk: 1, to: talk.asks.first)
    #expect(talk.isAccepted)
    #expect(talk.record.value["rows"]?.arrayValue?.count == 6)
  }
}
