import Extraction
import JSON
import JSONSchema
import Testing
import Validating

/// Values that stand on the page, under their own label or under another's.
@Suite struct LabelEvidenceTests {
  private static let schema: JSONValue = [
    "properties": [
      "invoice_number": ["type": "string", "x-labels": ["Factuurnummer"]],
      "issue_date": ["type": "string", "format": "date", "x-labels": ["Invoice date"]],
      "due_date": ["type": "string", "format": "date"],
      "net": ["type": "number", "description": "The sum before tax, beside \"Total HT\"."],
      "tax": ["type": "number"], "total": ["type": "number"],
      "seller": [
        "x-labels": ["Verkäufer"], "properties": ["name": ["type": "string"]],
      ],
    ]
  ]

  private static let page = """
    Invoice   Nordwind GmbH
    Invoice no.: 4711-03   Customer no.: 9942-17
    Invoice date: 14.03.2031   Due date: 13.04.2031
    Net   1.000,00 €
    VAT 19 %   190,00 €
    Total   1.190,00 €
    """

  private static let record: JSONValue = [
    "invoice_number": "4711-03", "issue_date": "2031-03-14", "due_date": "2031-04-13",
    "net": 1000, "tax": 190, "total": 1190,
  ]

  @Test func findsNothingWrongWithValuesAtTheirLabels() throws {
    let record = try check(Self.record)
    #expect(record.findings.isEmpty)
    #expect(record.evidence[pointer("/total")]?.score == 1)
  }

  @Test(arguments: [
    ("/issue_date", "2031-04-13", "/due_date", "2031-03-14"),
    ("/due_date", "2031-03-14", "/issue_date", "2031-04-13"),
  ])
  func tellsTwoDatesThatWereExchanged(
    one: String, first: JSONValue, other: String, second: JSONValue
  ) throws {
    let found = try check(Self.record, [one: first, other: second])
    #expect(found.classes(at: one) == [.misplaced])
    #expect(found.classes(at: other) == [.misplaced])
  }

  @Test(
    arguments: [
      ("/invoice_number", "9942-17"), ("/net", 1190), ("/total", 1000), ("/tax", 1190),
      ("/due_date", "2031-03-14"),
    ] as [(String, JSONValue)])
  func tellsAnotherFieldsValue(path: String, value: JSONValue) throws {
    let found = try check(Self.record, [path: value])
    let finding = found.findings.first { $0.path == pointer(path) }
    #expect(finding?.failureClass == .misplaced)
    #expect(finding?.severity == .error)
  }

  @Test(
    arguments: [
      ("/issue_date", "2031-03-02", "Delivery date: 02.03.2031", "delivery"),
      ("/issue_date", "2031-03-02", "Bestelldatum: 02.03.2031", "order"),
      ("/invoice_number", "7781-40", "Numéro de commande: 7781-40", "order"),
      ("/total", 3.5, "Rabatt   3,50", "discount"),
    ] as [(String, JSONValue, String, String)])
  func tellsAValueThatNoFieldAsksFor(
    path: String, value: JSONValue, line: String, meaning: String
  ) throws {
    // Nothing else is asked for, and what is asked for stands nowhere.
    var record = JSONValue.object(JSONObject())
    record.set(value, at: pointer(path))
    let found = try check(record, page: "Nordwind GmbH\n\n" + line)
    #expect(
      found.findings.map(\.message)
        == ["The document shows this only under what it calls “\(meaning)”."])
  }

  @Test func saysNothingOfAFieldThatMayBeAnyNumber() throws {
    let schema: JSONValue = ["properties": ["reference": ["type": "string"]]]
    let found = try ReplyValidator(schema: Schema(schema), settings: ValidationSettings())
      .findings(for: ["reference": "7781-40"], in: plainDocument("Order no. 7781-40"))
    #expect(found.findings.isEmpty)
  }

  @Test func takesANumberInParenthesesForARemark() throws {
    let page = "Nordwind GmbH\n\nInvoice (380) no. 4711-03 of today"
    #expect(try check(["invoice_number": "4711-03"], page: page).findings.isEmpty)
    #expect(
      try check(["invoice_number": "380"], page: page).classes(at: "/invoice_number")
        == [.misplaced])
  }

  @Test func letsTwoFieldsShareAValueThatIsPrintedOnce() throws {
    let found = try check(["total": 1190, "amount_due": 1190])
    #expect(found.findings.isEmpty)
  }

  @Test func twoThingsHaveNoNumberInCommon() throws {
    let schema: JSONValue = [
      "properties": [
        "invoice_number": ["type": "string"], "customer_number": ["type": "string"],
        "payment_reference": ["type": "string"],
      ]
    ]
    let record: JSONValue = [
      "invoice_number": "4711-03", "customer_number": "4711-03", "payment_reference": "4711-03",
    ]
    func paths(on page: String) throws -> [JSONPointer] {
      try ReplyValidator(schema: Schema(schema), settings: ValidationSettings())
        .findings(for: record, in: plainDocument(page)).findings.map(\.path)
    }
    #expect(try paths(on: "Invoice no.: 4711-03") == [pointer("/customer_number")])
    #expect(try paths(on: "Invoice no.: 4711-03\nCustomer no.: 4711-03").isEmpty)
  }

  @Test func readsLabelsOfOtherLanguages() throws {
    let page = "Klantnummer: 6669263\nFactuurnummer: 993548900\nTotaal   717,97"
    #expect(try check(["invoice_number": "993548900"], page: page).findings.isEmpty)
    let wrong = try check(["invoice_number": "6669263"], page: page)
    #expect(wrong.classes(at: "/invoice_number") == [.misplaced])
  }

  @Test func readsLabelsFromQuotationMarksInTheDescription() throws {
    let page = "Total HT   46,68 €\nTotal TTC   56,02 €"
    #expect(try check(["net": 46.68], page: page).findings.isEmpty)
    #expect(try check(["net": 56.02], page: page).classes(at: "/net") == [.misplaced])
  }

  @Test func prefersThePlaceAtTheLabel() throws {
    let page = "12 items, 12 boxes\nTotal   12\nPage 12"
    let evidence = try #require(try check(["total": 12], page: page).evidence[pointer("/total")])
    #expect(evidence.range == 27..<29)
    #expect(evidence.score == 1)
    #expect(evidence.rivals.count == 3)
  }

  @Test func onlyWarnsWhereEvidenceIsPreferred() throws {
    let validator = try ReplyValidator(
      schema: Schema(Self.schema), settings: ValidationSettings(evidence: .preferred))
    let found = validator.findings(
      for: ["invoice_number": "9942-17"], in: plainDocument(Self.page))
    #expect(found.findings.map(\.severity) == [.warning])
  }

  private func check(
    _ record: JSONValue, _ changes: [String: JSONValue] = [:], page: String = Self.page
  ) throws -> Record {
    var record = record
    for (path, value) in changes { record.set(value, at: pointer(path)) }
    return try ReplyValidator(schema: Schema(Self.schema), settings: ValidationSettings())
      .findings(for: record, in: plainDocument(page))
  }
}
