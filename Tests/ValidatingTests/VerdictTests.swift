import Extraction
import JSON
import JSONSchema
import Testing
import Validating

@Suite struct VerdictTests {
  private static let schema: JSONValue = [
    "type": "object", "required": ["number", "total", "tax"],
    "properties": [
      "number": ["type": "string"], "total": ["type": "number"],
      "tax": ["type": ["number", "null"]], "note": ["type": "string"],
    ],
  ]
  private static let bill = "Bill A-17\n100.00\n19.00\n119.00"
  private static let good = #"{"number": "A-17", "total": 119, "tax": 19}"#

  @Test func acceptsWhatTheSchemaAllowsAndTheDocumentShows() throws {
    var talk = try talk()
    talk.hear(Self.good)
    #expect(talk.isAccepted)
    #expect(talk.record.findings.isEmpty)
    #expect(talk.record.evidence.count == 3)
    #expect(talk.record.missing == [pointer("/note"): .absent])
  }

  @Test func writesTheRecordInTheOrderOfTheSchema() throws {
    var talk = try talk()
    talk.hear(#"{"x": 1, "tax": 19, "total": 119, "number": "A-17"}"#)
    #expect(talk.record.value.text() == #"{"number":"A-17","total":119,"tax":19,"x":1}"#)
  }

  @Test func findsTheReplyInProseAndMendsIt() throws {
    var talk = try talk()
    talk.hear(
      "Sure, here {it} is:\n```json\n{\"number\": \"A-17\", \"total\": 119, \"tax\": 19,}\n```")
    #expect(talk.isAccepted)
  }

  @Test func takesTheFirstOfSeveralTextsThatFits() throws {
    var talk = try talk()
    talk.hear(#"{"number": 1} or rather \#(Self.good) or {"number": "A-17", "total": 1}"#)
    #expect(talk.record.value["total"] == 119)
    #expect(talk.isAccepted)
  }

  @Test func mendsATypeWhereThatNeedsNoGuess() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": "119.00", "tax": "EUR 19.00?"}"#)
    #expect(talk.record.value["total"] == 119)
    #expect(talk.record.value["tax"] == "EUR 19.00?")
    #expect(talk.record.classes(at: "/tax").first == .invalid)
  }

  @Test func leavesOutWhatTheSchemaDoesNotAllow() throws {
    let schema: JSONValue = [
      "type": "object", "additionalProperties": false,
      "properties": ["total": ["type": "number"], "tax": ["type": "number"]],
    ]
    var talk = try Talk(Self.bill, schema: schema)
    talk.hear(#"{"total": 119, "thought": "so", "tax": null}"#)
    #expect(talk.isAccepted)
    #expect(talk.record.value == ["total": 119])
    #expect(talk.record.missing == [pointer("/tax"): .absent])
  }

  @Test func takesACorrectionThatIsNotShownWhereNothingIsLookedFor() throws {
    let settings = ValidationSettings(
      evidence: .off, rules: [ValidationSettings.Rule(name: "r", check: "total = 118")])
    var talk = try Talk(Self.bill, schema: Self.schema, settings: settings)
    talk.hear(Self.good)
    talk.hear(#"{"/total": 118}"#, to: talk.asks.first)
    #expect(talk.isAccepted)
    #expect(talk.record.value["total"] == 118)
  }

  @Test func asksOnceForWhatTheDocumentDoesNotShow() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": 118, "tax": 19}"#)
    let ask = try #require(talk.asks.first)
    #expect(talk.asks.count == 1)
    #expect(ask.kind == .paths)
    #expect(ask.paths == [pointer("/total")])
    #expect(ask.findings.map(\.failureClass) == [.ungrounded])
    #expect(ask.findings.first?.value == 118)
    talk.hear(#"{"/total": 119}"#, to: ask)
    #expect(talk.isAccepted)
    #expect(talk.record.value["total"] == 119)
  }

  @Test func asksTheNextRungWhenTheCorrectionDidNotHelp() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": 118, "tax": 19}"#)
    talk.hear(#"{"/total": 117}"#, to: talk.asks.first)
    let next = try #require(talk.asks.first)
    #expect(next.kind == .nextRung)
    #expect(next.paths == [pointer("/total")])
    #expect(talk.record.value["total"] == 118)
    talk.hear(#"{"/total": 119}"#, to: next, rung: 1)
    #expect(talk.isAccepted)
  }

  @Test func isUndecidedWhereAPatternRanOutOfItsBudget() throws {
    let schema: JSONValue = ["properties": ["s": ["type": "string", "pattern": "^(?=(a|a)*$)"]]]
    let text = String(repeating: "a", count: 40) + "b"
    let validator = try ReplyValidator(
      schema: Schema(schema, options: Schema.Options(patternBudget: Pattern.Budget(reports: 1))),
      settings: ValidationSettings())
    let record = validator.findings(for: ["s": .string(text)], in: plainDocument(text))
    #expect(record.findings.map(\.failureClass) == [.undecided])
  }

  @Test func asksForAMissingPropertyAndForAWrongType() throws {
    var talk = try talk()
    talk.hear(#"{"total": [], "tax": 19}"#)
    #expect(talk.asks.first?.paths == [pointer("/number"), pointer("/total")])
    talk.hear(#"{"/number": "A-17", "/total": 119}"#, to: talk.asks.first)
    #expect(talk.isAccepted)
  }

  @Test func takesFromACorrectionOnlyWhatHelps() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": 118, "tax": 20}"#)
    talk.hear(#"{"/tax": 19, "/total": "none", "/number": "B"}"#, to: talk.asks.first)
    #expect(talk.record.value == ["number": "A-17", "total": 118, "tax": 19])
  }

  @Test func acceptsThatThereIsNoSuchValue() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": 119, "tax": 7}"#)
    talk.hear(#"{"/tax": null}"#, to: talk.asks.first)
    #expect(talk.isAccepted)
    #expect(talk.record.missing[pointer("/tax")] == .absent)
  }

  @Test func neverReplacesAShownValueByOneThatIsNot() throws {
    let rule = ValidationSettings.Rule(name: "adds up", check: "total = 100 + tax")
    var talk = try talk(rules: [rule])
    talk.hear(#"{"number": "A-17", "total": 119, "tax": 100}"#)
    let ask = try #require(talk.asks.first)
    #expect(ask.paths == [pointer("/tax"), pointer("/total")])
    #expect(ask.findings.first?.rule == "adds up")
    talk.hear(#"{"/total": 200, "/tax": 100}"#, to: ask)
    #expect(talk.record.value["total"] == 119)
    #expect(talk.isHeld)
  }

  @Test func givesARuleOneRoundThenHolds() throws {
    let rule = ValidationSettings.Rule(name: "adds up", check: "total = 100 + tax")
    var talk = try talk(rules: [rule])
    talk.hear(#"{"number": "A-17", "total": 100, "tax": 19}"#)
    talk.hear(#"{"/total": 19, "/tax": 19}"#, to: talk.asks.first)
    #expect(talk.isHeld)
    #expect(talk.record.value["total"] == 100)
    #expect(talk.record.findings.map(\.failureClass) == [.ruleBroken])
  }

  @Test func aCorrectionNeverTakesAwayWhatTheDocumentShows() throws {
    let schema: JSONValue = [
      "properties": [
        "total": ["type": "number"],
        "rows": ["type": "array", "items": ["properties": ["n": ["type": "number"]]]],
      ]
    ]
    let rule = ValidationSettings.Rule(
      name: "sum", check: "total = (select sum(value->>'n') from json_each(rows))")
    var talk = try Talk(
      Self.bill, schema: schema,
      settings: ValidationSettings(rules: [rule], completeness: .off))
    talk.hear(#"{"total": 119, "rows": [{"n": 100}, {"n": 19}, {"n": 77}]}"#)
    let ask = try #require(talk.asks.first { $0.paths.contains(pointer("/rows")) })
    var shorter = talk
    shorter.hear(#"{"/rows": [{"n": 119}]}"#, to: ask)
    #expect(shorter.record.value["rows"]?.arrayValue?.count == 3)
    talk.hear(#"{"/rows": [{"n": 100}, {"n": 19}]}"#, to: ask)
    #expect(talk.record.value["rows"] == [["n": 100], ["n": 19]])
  }

  @Test func acceptsTheCorrectionThatARuleAskedFor() throws {
    let rule = ValidationSettings.Rule(name: "adds up", check: "total = 100 + tax")
    var talk = try talk(rules: [rule])
    talk.hear(#"{"number": "A-17", "total": 100, "tax": 19}"#)
    talk.hear(#"{"/total": 119, "/tax": 19}"#, to: talk.asks.first)
    #expect(talk.isAccepted)
  }

  @Test func acceptsARecordThatHasOnlyWarnings() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": 119, "tax": 0}"#)
    #expect(talk.isAccepted)
    #expect(talk.record.findings.map(\.severity) == [.warning])
  }

  @Test func sortsFindingsByPlaceAndGravity() throws {
    let rules = [ValidationSettings.Rule(name: "r", check: "total = 1")]
    var talk = try talk(rules: rules)
    talk.hear(#"{"number": "zzz", "total": 118, "tax": "x"}"#)
    #expect(
      talk.record.findings.map { "\($0.path) \($0.failureClass.rawValue)" } == [
        "/number ungrounded", "/tax invalid", "/tax ungrounded", "/total ungrounded",
        "/total rule_broken",
      ])
  }

  @Test func saysTheSameEachTime() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": 118, "tax": 20}"#)
    #expect(talk.asks == talk.asks)
    #expect(talk.record == talk.record)
  }

  private func talk(rules: [ValidationSettings.Rule] = []) throws -> Talk {
    try Talk(Self.bill, schema: Self.schema, settings: ValidationSettings(rules: rules))
  }
}
