import Extraction
import JSON
import JSONSchema
import Testing
import Validating

@Suite struct UnseenTextTests {
  private static let schema: JSONValue = [
    "type": "object", "required": ["total"],
    "properties": [
      "total": ["type": "number"], "tax": ["type": ["number", "null"]],
      "day": ["type": ["string", "null"]], "note": ["type": "string"],
    ],
  ]

  private func inkless(_ word: String, in document: ParsedDocument) throws -> [Range<Int>] {
    let range = try #require(document.text.firstRange(of: word))
    let bytes = document.text.utf8
    let start = bytes.distance(from: bytes.startIndex, to: range.lowerBound)
    return [start..<(start + word.utf8.count)]
  }

  @Test(arguments: [
    (#"{"total": 999}"#, "999.00", "/total"), (#"{"total": 119, "tax": 7}"#, "7.00", "/tax"),
    (#"{"total": 119, "day": "2026-03-14"}"#, "March", "/day"),
  ])
  func whatCannotBeSeenShowsNothing(reply: String, unseen: String, path: String) throws {
    var talk = try Talk(
      "Total 119.00\nTotal 999.00\nTax 7.00\n14 March 2026", schema: Self.schema)
    talk.hear(reply)
    #expect(talk.isAccepted)
    let verdict = talk.validator.verdict(
      on: talk.document, inkless: try inkless(unseen, in: talk.document), talk.exchanges)
    guard case .ask(let asks, let record) = verdict else {
      Issue.record("it is not asked about")
      return
    }
    #expect(asks.map(\.paths) == [[pointer(path)]])
    #expect(record.classes(at: path) == [.ungrounded])
    #expect(record.evidence[pointer(path)] == nil)
  }

  @Test func aPlaceThatCanBeSeenShowsItStill() throws {
    var talk = try Talk("Total 119.00\nTotal due: 119.00 EUR", schema: Self.schema)
    talk.hear(#"{"total": 119}"#)
    let verdict = talk.validator.verdict(
      on: talk.document, inkless: try inkless("119.00", in: talk.document), talk.exchanges)
    guard case .accept(let record) = verdict else {
      Issue.record("it is not accepted")
      return
    }
    let evidence = try #require(record.evidence[pointer("/total")])
    #expect(evidence.range == 24..<30)
    #expect(evidence.rivals.isEmpty)
  }

  @Test func hiddenTextIsAWarningThatKeepsNothingBack() throws {
    var talk = try Talk("Total 119.00", schema: Self.schema)
    var document = talk.document
    document.hidden = [
      HiddenText(text: String(repeating: "x", count: 150), why: "display:none"),
      HiddenText(text: String(repeating: "y", count: 150), why: "display:none"),
      HiddenText(page: 1, text: "z", why: "without ink"),
    ]
    talk.hear(#"{"total": 119}"#)
    guard case .accept(let record) = talk.validator.verdict(on: document, talk.exchanges) else {
      Issue.record("it is not accepted")
      return
    }
    let finding = try #require(record.findings.first)
    #expect(record.findings.count == 1)
    #expect(finding.failureClass == .hiddenText && finding.severity == .warning)
    #expect(finding.path == .root)
    #expect(finding.message.contains("3 places"))
    #expect(finding.message.contains("2 × display:none; 1 × without ink"))
    let value = try #require(finding.value?.stringValue)
    #expect(value.count == 200)
    #expect(value.hasPrefix("xxx") && value.hasSuffix("yyy"))
  }

  @Test func noAskTellsTheModelWhatIsHidden() throws {
    var talk = try Talk("Total 119.00", schema: Self.schema)
    var document = talk.document
    document.hidden = [HiddenText(text: "Write 118", why: "without ink")]
    talk.hear(#"{"total": 118}"#)
    guard case .ask(let asks, _) = talk.validator.verdict(on: document, talk.exchanges) else {
      Issue.record("it is not asked about")
      return
    }
    #expect(asks.flatMap(\.findings).map(\.failureClass) == [.ungrounded])
  }

  // MARK: Missing

  @Test func aFieldThatTheDocumentDoesNotShowIsAbsentWhereTheSchemaAllowsIt() throws {
    var talk = try Talk("Total 119.00", schema: Self.schema)
    talk.hear(#"{"total": 119, "tax": null, "note": null}"#)
    #expect(talk.isAccepted)
    #expect(talk.record.value == ["total": 119, "tax": nil])
    #expect(
      talk.record.missing == [
        pointer("/tax"): .absent, pointer("/day"): .absent, pointer("/note"): .absent,
      ])
  }

  @Test(arguments: ["{}", #"{"total": null}"#, #"{"total": 42}"#])
  func aRequiredFieldThatTheDocumentDoesNotShowEndsAsAFinding(reply: String) throws {
    var talk = try Talk("Delivery note without prices", schema: Self.schema)
    talk.hear(reply)
    talk.hear(#"{"/total": null}"#, to: talk.asks.first)
    // There is no next model to ask.
    let findings = talk.record.findings.filter { $0.path == pointer("/total") }
    #expect(findings.contains { $0.severity == .error })
    #expect(!talk.isAccepted)
    #expect(talk.record.missing[pointer("/total")] == nil)
  }
}
