import Extraction
import JSON
import Testing
import Validating

/// What `publish: fields` publishes.
@Suite struct FieldHoldTests {
  private static let schema: JSONValue = [
    "type": "object", "required": ["number", "total"],
    "properties": [
      "number": ["type": "string"], "total": ["type": "number"], "tax": ["type": "number"],
      "rows": ["type": "array", "items": ["properties": ["n": ["type": "number"]]]],
    ],
  ]
  private static let bill = "Bill A-17 over 100 and 19\nTotal 119"

  private func talk(
    _ publish: ValidationSettings.Publish, rules: [ValidationSettings.Rule] = []
  ) throws -> Talk {
    try Talk(
      Self.bill, schema: Self.schema,
      settings: ValidationSettings(rules: rules, publish: publish))
  }

  /// The record when nothing is left to ask, with its verdict.
  private func ended(_ talk: Talk, saying reply: String) -> (Record, isAccepted: Bool) {
    var talk = talk
    talk.hear(reply)
    while let ask = talk.asks.first, ask.kind != .nextRung { talk.hear("{}", to: ask) }
    return (talk.record, talk.record.blockingClass == nil)
  }

  @Test func publishesTheRestOfARecordWithAFieldInError() throws {
    let reply = #"{"number": "A-17", "total": 118, "rows": [{"n": 100}, {"n": 20}]}"#
    let (record, isAccepted) = ended(try talk(.fields), saying: reply)
    #expect(isAccepted)
    #expect(
      record.value.text() == #"{"number":"A-17","total":null,"rows":[{"n":100},{"n":null}]}"#)
    #expect(record.missing[pointer("/total")] == .held)
    #expect(record.missing[pointer("/rows/1/n")] == .held)
    #expect(record.missing[pointer("/tax")] == .absent)
    #expect(record.evidence[pointer("/total")] == nil)
    #expect(record.findings.first { $0.path == pointer("/total") }?.value == 118)
  }

  @Test func keepsTheWholeRecordBackUnlessThePipelineSaysFields() throws {
    let (record, isAccepted) = ended(
      try talk(.whole), saying: #"{"number": "A-17", "total": 118}"#)
    #expect(!isAccepted)
    #expect(record.value["total"] == 118)
    #expect(!record.missing.values.contains(.held))
  }

  @Test func holdsAllFieldsThatABrokenRuleNames() throws {
    let rule = ValidationSettings.Rule(name: "sum", check: "total = 100 - tax")
    let (record, isAccepted) = ended(
      try talk(.fields, rules: [rule]), saying: #"{"number": "A-17", "total": 119, "tax": 19}"#)
    #expect(isAccepted)
    #expect(record.value.text() == #"{"number":"A-17","total":null,"tax":null}"#)
  }

  @Test(arguments: [#"{"number": "A-17", "total""#, "none", #"{"total": 118}"#])
  func publishesNothingWhereNothingWouldBeLeft(reply: String) throws {
    #expect(!ended(try talk(.fields), saying: reply).isAccepted)
  }

  @Test func aMissingFieldThatIsRequiredIsHeld() throws {
    let (record, isAccepted) = ended(try talk(.fields), saying: #"{"number": "A-17"}"#)
    #expect(isAccepted)
    #expect(record.value["total"] == .null)
    #expect(record.missing[pointer("/total")] == .held)
  }

  @Test func whatAPartCouldNotSayWasNotAsked() throws {
    var talk = try Talk("Bill A-17", "Total 119", schema: Self.schema)
    talk.hear(#"{"number": "A-17", "total": null}"#, chunk: 0)
    talk.fail(.refused, chunk: 1)
    #expect(talk.record.missing[pointer("/tax")] == .notAsked)
  }
}
