import Extraction
import JSON
import JSONSchema
import Testing
import Validating

/// The parts of addresses, which stand in blocks and seldom have labels of their own.
@Suite struct AddressEvidenceTests {
  private static let party: JSONValue = [
    "properties": [
      "name": ["type": "string"], "street": ["type": "string"], "postcode": ["type": "string"],
      "city": ["type": "string"],
    ]
  ]

  private static let schema: JSONValue = [
    "properties": [
      "invoice_number": ["type": "string"], "seller": party, "buyer": party,
      "currency": ["type": "string"],
    ]
  ]

  private static let page = """
    Seller:
    Falkenrath Handels KG
    Kundenstraße 15
    DE 20457 Hamburg

    Buyer:
    Theodora Eschwege
    Ulmenweg 8
    DE 88048 Friedrichshafen

    Invoice (380) no. QX-7731 of 4 May 2031
    Order: 5502-31
    Currency: EUR
    \(String(repeating: "The goods stay ours until they are paid.\n", count: 12))
    Phone 40991-22
    """

  private static let record: JSONValue = [
    "invoice_number": "QX-7731", "currency": "EUR",
    "seller": [
      "name": "Falkenrath Handels KG", "street": "Kundenstraße 15", "postcode": "20457",
      "city": "Hamburg",
    ],
    "buyer": [
      "name": "Theodora Eschwege", "street": "Ulmenweg 8", "postcode": "88048",
      "city": "Friedrichshafen",
    ],
  ]

  private func check(_ changes: [String: JSONValue] = [:]) throws -> Record {
    var record = Self.record
    for (path, value) in changes { record.set(value, at: try JSONPointer(parsing: path)) }
    return try ReplyValidator(schema: Schema(Self.schema), settings: ValidationSettings())
      .findings(for: record, in: plainDocument(Self.page))
  }

  private func misplaced(_ changes: [String: JSONValue]) throws -> Set<String> {
    Set(
      try check(changes).findings.filter { $0.failureClass == .misplaced && $0.severity == .error }
        .map(\.path.description))
  }

  /// The words of a street name a field; here they are the value of one.
  @Test func takesNoValueOfTheRecordForALabel() throws {
    #expect(try check().findings.isEmpty)
  }

  @Test func tellsATownInTheStreetsPlace() throws {
    let found = try misplaced(["/seller/street": "Hamburg", "/seller/city": "Kundenstraße 15"])
    #expect(found == ["/seller/street", "/seller/city"])
  }

  @Test func tellsThePartsOfAnotherObject() throws {
    let found = try misplaced([
      "/seller/name": "Theodora Eschwege", "/buyer/name": "Falkenrath Handels KG",
    ])
    #expect(found == ["/seller/name", "/buyer/name"])
  }

  @Test func tellsAPostCodeThatStandsApartFromItsTown() throws {
    #expect(try misplaced(["/buyer/postcode": "40991-22"]) == ["/buyer/postcode"])
  }

  @Test func tellsAStreetThatIsAMereNumber() throws {
    #expect(try misplaced(["/buyer/street": "88048"]) == ["/buyer/street"])
  }

  @Test func readsALabelAroundARemarkInParentheses() throws {
    #expect(try misplaced(["/invoice_number": "5502-31"]) == ["/invoice_number"])
  }
}
