import JSON
import JSONSchema
import Testing

struct GuidedRepairTests {
  private static let schema: JSONValue = [
    "type": "object", "required": ["invoice_number", "total"], "additionalProperties": false,
    "properties": [
      "invoice_number": ["type": "string"], "total": ["type": "number"],
      "count": ["type": "integer"], "paid": ["type": "boolean"],
      "status": ["enum": ["paid", "part_paid", "open"]],
      "tags": ["type": "array", "items": ["type": "string"]],
      "due": ["anyOf": [["type": "number"], ["type": "null"]]],
      "buyer": ["type": "object", "properties": ["name": ["type": "string"]]],
    ],
  ]

  private func repair(_ kinds: Set<Mend.Kind> = Set(Mend.Kind.allCases)) throws -> GuidedRepair {
    GuidedRepair(try Schema(Self.schema), mending: kinds)
  }

  /// The base of a valid value, and one member that is not.
  private func value(_ key: String, _ value: JSONValue) -> JSONValue {
    var members: JSONObject = ["invoice_number": "A", "total": 1]
    members[key] = value
    return .object(members)
  }

  private static let settled: [(String, JSONValue, JSONValue, Mend.Kind)] = [
    ("total", "12,50", .number(JSONNumber(literal: "12.50") ?? 0), .number),
    ("total", "€ 1.234,50", .number(JSONNumber(literal: "1234.50") ?? 0), .number),
    ("count", "1,234", 1234, .number), ("paid", "yes", true, .boolean),
    ("paid", 0, false, .boolean),
    ("paid", "Nein", false, .boolean), ("invoice_number", 4711, "4711", .text),
    ("tags", "a", ["a"], .list), ("status", "Part Paid", "part_paid", .choice),
    ("status", "OPEN", "open", .choice), ("total", [5], 5, .single), ("due", "n/a", nil, .null),
    ("due", "7,5", 7.5, .number), ("buyer", #"{"name": "x",}"#, ["name": "x"], .embedded),
  ]

  @Test(arguments: settled.indices)
  func mendsWhatTheSchemaSettlesUnlessSwitchedOff(_ index: Int) throws {
    let (key, found, expected, kind) = Self.settled[index]
    let (mended, mends, errors) = try repair().mended(value(key, found))
    #expect(mended[key] == expected)
    #expect(mends == [Mend(kind, at: JSONPointer([key]), found: found)])
    #expect(errors.isEmpty)
    let off = try repair(Set(Mend.Kind.allCases).subtracting([kind])).mended(value(key, found))
    #expect(off.mends.isEmpty || off.mends.allSatisfy { $0.kind != kind })
  }

  @Test func keepsTheDigitsOfANumberThatWasMeantAsText() throws {
    let (mended, _, _) = try repair().mended(
      value("invoice_number", JSONValue(parsing: "12345678901234567890.00")))
    #expect(mended["invoice_number"] == "12345678901234567890.00")
  }

  private static let unsettled: [(String, JSONValue)] = [
    ("total", "1,234"), ("total", "1.234"), ("total", "12 kg"), ("count", "1,5"),
    ("paid", "maybe"), ("paid", 2), ("status", "closed"), ("status", "-"),
    ("buyer", "see {\"name\": \"x\"}"), ("total", nil), ("total", [1, 2]),
  ]

  @Test(arguments: unsettled.indices)
  func leavesAloneWhatItWouldHaveToGuess(_ index: Int) throws {
    let (key, found) = Self.unsettled[index]
    let before = value(key, found)
    let (mended, mends, errors) = try repair().mended(before)
    #expect(mended == before)
    #expect(mends.isEmpty)
    #expect(!errors.isEmpty)
  }

  @Test func renamesKeysThatAreSpeltOtherwise() throws {
    let value: JSONValue = ["Invoice Number": "A", "TOTAL": "5,00", "Paid": true]
    let (mended, mends, errors) = try repair().mended(value)
    #expect(mended.text() == #"{"invoice_number":"A","total":5.00,"paid":true}"#)
    #expect(
      mends.filter { $0.kind == .key }.map(\.path.description)
        == ["/invoice_number", "/paid", "/total"])
    #expect(errors.isEmpty)
  }

  @Test func renamesNoKeyThatHasARival() throws {
    let value: JSONValue = ["invoiceNumber": "A", "invoice-number": "B", "total": 1]
    let (mended, mends, _) = try repair().mended(value)
    #expect(mended == value)
    #expect(mends.isEmpty)
    let both: JSONValue = ["invoice_number": "A", "invoiceNumber": "B", "total": 1]
    #expect(try repair().mended(both).mends.isEmpty)
  }

  @Test func leavesOutWhatTheSchemaHasNoPlaceFor() throws {
    let found = value("status", nil).objectValue ?? [:]
    var members = found
    members["note"] = "x"
    let (mended, mends, errors) = try repair().mended(.object(members))
    #expect(mended == ["invoice_number": "A", "total": 1])
    #expect(
      mends == [
        Mend(.surplus, at: JSONPointer(["note"]), found: "x"),
        Mend(.absence, at: JSONPointer(["status"]), found: nil),
      ])
    #expect(errors.isEmpty)
    let kept = Set(Mend.Kind.allCases).subtracting([.absence, .surplus])
    #expect(try repair(kept).mended(.object(members)).errors.count == 2)
    // A property that is asked for stays, whatever it says.
    #expect(try repair().mended(["invoice_number": nil, "total": 1]).mends.isEmpty)
  }

  @Test func leavesOutNoPropertyThatAnAlternativeHas() throws {
    let text: JSONValue = ["type": "string"]
    func only(_ name: String) -> JSONValue {
      [
        "type": "object", "properties": .object(JSONObject([(name, text)])),
        "additionalProperties": false,
      ]
    }
    let schema = try Schema(["oneOf": [only("a"), only("b")]])
    #expect(GuidedRepair(schema).mended(["a": "x", "b": "y"]).mends.isEmpty)
  }

  @Test func prefersACandidateThatFitsToOneThatFitsWhenThinned() throws {
    let schema = try Schema([
      "type": "object", "additionalProperties": false, "properties": ["total": ["type": "number"]],
    ])
    let reading = GuidedRepair(schema).read("As in {\"x\": 0}: {\"total\": \"5,50\"}")
    #expect(reading?.value == ["total": 5.5])
  }

  @Test func takesNoThoughtForAnAnswer() throws {
    let thought = "<think>{\"invoice_number\": \"A\", \"total\": 5}?</think>"
    let reading = try #require(try repair().read(thought + "{\"total\": 7}"))
    #expect(reading.value == ["total": 7])
    let cut = try #require(try repair().read(thought + "{\"total\": 7, \"tags\": [\"x"))
    #expect(cut.candidate.isTruncated)
    #expect(try repair().read(thought)?.errors.isEmpty == true)
  }

  @Test func keepsNoMendThatLessensNothing() throws {
    let schema = try Schema(["type": "array", "items": ["type": "integer", "minimum": 10]])
    let (mended, mends, errors) = GuidedRepair(schema).mended(["5", "12"])
    #expect(mended == ["5", 12])
    #expect(mends.map(\.path.description) == ["/1"])
    #expect(errors.count == 1)
  }

  @Test func takesTheCandidateThatValidates() throws {
    let text =
      "As in {\"example\": 1} and [1]: {\"invoice_number\": \"A\", \"total\": 5} {\"total\": 1}"
    let reading = try #require(try repair().read(text))
    #expect(reading.value == ["invoice_number": "A", "total": 5])
    #expect(reading.mends.isEmpty && reading.errors.isEmpty)
    let mended = try #require(
      try repair().read("{\"x\": 1} then {invoice_number: 'A', total: '5,50'}"))
    #expect(mended.value["total"] == 5.5)
    #expect(mended.errors.isEmpty)
    let worse = try #require(try repair().read("{\"x\": 1} {\"total\": 5}"))
    #expect(worse.value == ["total": 5])
    #expect(worse.errors.count == 1)
    // A citation has one error, its type; the record is the answer all the same.
    let cited = try #require(try repair().read("As in [1]: {\"total\": \"x\", \"paid\": 2}"))
    #expect(cited.value.kind == .object)
    #expect(try repair().read("no JSON") == nil)
  }

  @Test func prefersWhatIsComplete() throws {
    let text = "{\"invoice_number\": 1} {\"invoice_number\": \"A\", \"total\": 5, \"tags\": [\"x"
    let reading = try #require(try repair().read(text))
    #expect(!reading.candidate.isTruncated)
    let only = try #require(try repair().read("{\"invoice_number\": \"A\", \"total\": 5"))
    #expect(only.candidate.isTruncated)
  }
}
