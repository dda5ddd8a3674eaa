import Extraction
import JSON
import Testing
import Validating

@Suite struct SeveralChunksTests {
  private static let schema: JSONValue = [
    "required": ["number", "total", "rows"],
    "properties": [
      "number": ["type": "string"], "total": ["type": "number"],
      "party": ["type": "object", "properties": ["name": ["type": "string"]]],
      "rows": [
        "type": "array",
        "items": ["required": ["n"], "properties": ["n": ["type": "number"]]],
      ],
    ],
  ]

  @Test func takesTheFirstValueAndAllRows() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": null, "rows": [{"n": 1}, {"n": 2}]}"#, chunk: 0)
    talk.hear(#"{"number": null, "total": 30, "rows": [], "party": {"name": "Kim"}}"#, chunk: 1)
    talk.hear(#"{"number": "a-17", "total": 30.0, "rows": [{"n": 3}]}"#, chunk: 2)
    #expect(talk.isAccepted)
    #expect(
      talk.record.value.text()
        == #"{"number":"A-17","total":30,"party":{"name":"Kim"},"rows":[{"n":1},{"n":2},{"n":3}]}"#)
  }

  @Test func showsBothValuesOfAConflict() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": 30, "rows": []}"#, chunk: 0)
    talk.hear(#"{"number": null, "total": 3, "rows": []}"#, chunk: 2)
    #expect(talk.isHeld)
    let finding = try #require(talk.record.findings.first)
    #expect(finding.failureClass == .conflict)
    #expect(finding.path == pointer("/total"))
    #expect(finding.message.contains("30 in part 1; 3 in part 3"))
    #expect(talk.record.value["total"] == 30)
  }

  @Test func losesNothingInSilenceWherePartsDifferInKind() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": 30, "rows": [], "party": {"name": "Kim"}}"#, chunk: 0)
    talk.hear(#"{"number": null, "total": null, "rows": [], "party": "Kim"}"#, chunk: 1)
    #expect(talk.record.classes(at: "/party") == [.conflict])
    #expect(
      talk.record.findings.first?.message.contains("an object in part 1; \"Kim\" in part 2") == true
    )
  }

  @Test func asksForARowInThePartThatItCameFrom() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": 30, "rows": [{"n": 1}, {"n": 2}]}"#, chunk: 0)
    talk.hear(#"{"number": null, "total": null, "rows": [{"n": 3}, {"n": 8}]}"#, chunk: 2)
    let ask = try #require(talk.asks.first)
    #expect(talk.record.classes(at: "/rows/3/n") == [.ungrounded])
    #expect(talk.asks.count == 1)
    #expect(ask.chunk == 2)
    #expect(ask.paths == [pointer("/rows/1/n")])
    #expect(ask.findings.map(\.path) == [pointer("/rows/1/n")])
    talk.hear(#"{"/rows/1/n": 4}"#, chunk: 2, to: ask)
    #expect(talk.isAccepted)
    #expect(talk.record.value[pointer("/rows/3/n")] == 4)
  }

  @Test func asksEachPartInTurnForWhatNoneHas() throws {
    var talk = try talk()
    for chunk in 0..<3 {
      talk.hear(#"{"number": "A-17", "total": null, "rows": []}"#, chunk: chunk)
    }
    for chunk in 0..<2 {
      let ask = try #require(talk.asks.first)
      #expect(talk.asks.count == 1)
      #expect(ask.chunk == chunk)
      #expect(ask.paths == [pointer("/total")])
      talk.hear(#"{"/total": null}"#, chunk: chunk, to: ask)
    }
    talk.hear(#"{"/total": 30}"#, chunk: 2, to: talk.asks.first)
    #expect(talk.isAccepted)
    #expect(talk.record.value["total"] == 30)
  }

  @Test func looksForAValueInThePartThatItCameFrom() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": 30, "rows": [{"n": 3}]}"#, chunk: 0)
    talk.hear(#"{"number": null, "total": null, "rows": [{"n": 3}]}"#, chunk: 2)
    let range = try #require(talk.record.evidence[pointer("/rows/1/n")]?.range)
    #expect(talk.chunks[2].range.contains(range.lowerBound))
  }

  @Test func firstMendsAPartThatFailed() throws {
    var talk = try talk()
    talk.hear(#"{"number": "A-17", "total": 31, "rows": []}"#, chunk: 0)
    talk.hear("none", chunk: 1)
    talk.fail(.refused, chunk: 2)
    #expect(talk.asks.map(\.chunk) == [1, 2])
    #expect(talk.asks.map(\.kind) == [.paths, .nextRung])
    #expect(talk.record.findings.contains { $0.message == "Part 2: The reply held no JSON." })
    talk.hear("{}", chunk: 1, to: talk.asks.first)
    talk.hear("{}", chunk: 2, to: talk.asks.last, rung: 1)
    #expect(talk.asks.map(\.paths) == [[pointer("/total")]])
  }

  @Test func asksAllPartsOfAListThatBreaksARule() throws {
    let rule = ValidationSettings.Rule(name: "three", check: "json_array_length(rows) = 3")
    var talk = try talk(rules: [rule])
    talk.hear(#"{"number": "A-17", "total": 30, "rows": [{"n": 1}]}"#, chunk: 0)
    talk.hear(#"{"number": null, "total": null, "rows": []}"#, chunk: 1)
    talk.hear(#"{"number": null, "total": null, "rows": [{"n": 3}]}"#, chunk: 2)
    let asks = talk.asks
    #expect(asks.map(\.chunk) == [0, 2])
    #expect(asks.allSatisfy { $0.paths == [pointer("/rows")] })
    talk.hear(#"{"/rows": [{"n": 1}, {"n": 2}]}"#, chunk: 0, to: asks.first)
    talk.hear(#"{"/rows": [{"n": 3}]}"#, chunk: 2, to: asks.last)
    #expect(talk.isAccepted)
  }

  private func talk(rules: [ValidationSettings.Rule] = []) throws -> Talk {
    try Talk(
      "Bill A-17: 1, 2, 3, 30", "Total 30 from Kim", "3 and 4, no 30, a-17",
      schema: Self.schema, settings: ValidationSettings(rules: rules))
  }
}
