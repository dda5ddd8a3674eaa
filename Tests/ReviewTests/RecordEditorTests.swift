import JSON
import JSONSchema
import Testing

@testable import Review

@Suite struct RecordEditorTests {
  private let editor: RecordEditor

  init() throws {
    let schema = try JSONValue(
      parsing: """
        { "type": "object",
          "properties": {
            "number": { "type": "string" },
            "note": { "type": ["string", "null"] },
            "code": { "type": ["string", "integer"] },
            "total": { "type": "number" },
            "paid": { "type": ["boolean", "null"] },
            "vendor": { "type": "object", "properties": { "name": { "type": "string" } } },
            "places": { "type": "object", "additionalProperties": { "type": "number" } },
            "rows": { "type": "array", "items": {
              "type": "object",
              "properties": { "text": { "type": "string" }, "amount": { "type": "number" } } } } } }
        """)
    editor = RecordEditor(schema: try Schema(schema))
  }

  private func edited(_ record: JSONValue, _ edits: String...) throws -> JSONValue {
    try editor.apply(edits.map(Self.read), to: record).record
  }

  /// Written as `POINTER=VALUE`, or `-POINTER` to take something out.
  private static func read(_ text: String) throws -> RecordEdit {
    text.hasPrefix("-")
      ? try RecordEdit(unsetting: String(text.dropFirst())) : try RecordEdit(setting: text)
  }

  @Test func thePointerGoesUpToTheFirstEqualsSign() throws {
    #expect(try RecordEdit(setting: "/note=a=b=") == .set(JSONPointer(["note"]), "a=b="))
    #expect(try RecordEdit(setting: "/a~1b=") == .set(JSONPointer(["a/b"]), ""))
    #expect(throws: RecordEditError.noEquals("/note")) { try RecordEdit(setting: "/note") }
    #expect(throws: RecordEditError.pointer("note", .noLeadingSlash)) {
      try RecordEdit(setting: "note=1")
    }
  }

  @Test func aValueIsTextWhereTheSchemaSaysStringElseJSON() throws {
    #expect(
      try edited([:], "/number=00123", "/note=\"x\"", "/total=12.50", "/paid=true")
        == ["number": "00123", "note": "\"x\"", "total": 12.5, "paid": true])
    #expect(try edited([:], "/code=42") == ["code": 42])
    #expect(try edited([:], "/code=A-42") == ["code": "A-42"])
    #expect(try edited([:], "/number=") == ["number": ""])
  }

  @Test func aNumberKeepsItsWriting() throws {
    #expect(try edited([:], "/total=1234.50").text() == #"{"total":1234.50}"#)
  }

  @Test func aValueThatIsNoJSONIsRefusedWithWhatTheSchemaWants() throws {
    let error = #expect(throws: RecordEditError.self) { try edited([:], "/total=12,50") }
    #expect(error == .notJSON(JSONPointer(["total"]), expected: "a number"))
    #expect(error?.description.contains("wants a number there") == true)
  }

  @Test func nullMeansAbsent() throws {
    #expect(try edited(["note": "x"], "/note=null") == ["note": .null])
    #expect(try edited(["number": "x", "total": 1], "/total=null") == ["number": "x"])
  }

  @Test func missingParentsAreMadeByTheTypeInTheSchema() throws {
    #expect(try edited(.null, "/vendor/name=Acme") == ["vendor": ["name": "Acme"]])
    #expect(try edited(["vendor": .null], "/vendor/name=Acme") == ["vendor": ["name": "Acme"]])
    #expect(try edited([:], "/places/0=1.5") == ["places": ["0": 1.5]], "an object in the schema")
    #expect(try edited([:], "/rows/0/text=A") == ["rows": [["text": "A"]]])
    #expect(try edited(["rows": "none"], "/rows/-/amount=2") == ["rows": [["amount": 2]]])
  }

  @Test func aDashAppends() throws {
    let (record, places) = try editor.apply(
      [
        RecordEdit(setting: #"/rows/-={"text":"B","amount":2}"#),
        RecordEdit(setting: "/rows/1/amount=3"),
      ], to: ["rows": [["text": "A"]]])
    #expect(record == ["rows": [["text": "A"], ["text": "B", "amount": 3]]])
    #expect(places.map(\.description) == ["/rows/1", "/rows/1/amount"])
  }

  @Test func editsAreMadeInTheirOrder() throws {
    let rows: JSONValue = ["rows": [["text": "A"], ["text": "B"]]]
    #expect(try edited(rows, "-/rows/0", "/rows/0/text=C") == ["rows": [["text": "C"]]])
    #expect(try edited(rows, "/rows/0/text=C", "-/rows/0") == ["rows": [["text": "B"]]])
  }

  @Test func aPlaceThatCannotBeIsRefused() {
    let record: JSONValue = ["number": "x", "rows": [["text": "A"]]]
    let rows = JSONPointer(["rows"])
    for (edit, expected) in [
      ("/rows/2/text=C", RecordEditError.beyondEnd(rows, count: 1)),
      ("/rows/first=C", .noIndex(rows, "first")),
      ("/number/0=C", .noContainer(JSONPointer(["number"]))),
      ("-/total", .nothingThere(JSONPointer(["total"]))),
      ("-/rows/1", .nothingThere(JSONPointer(["rows", "1"]))),
    ] {
      #expect(throws: expected, "\(edit)") { try edited(record, edit) }
    }
  }
}
