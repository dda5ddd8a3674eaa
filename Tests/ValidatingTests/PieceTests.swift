import Extraction
import JSON
import Testing
import Validating

/// Questions whose answers do not fit into a reply.
@Suite struct PieceTests {
  private static let schema: JSONValue = [
    "type": "object", "required": ["number", "rows"],
    "properties": [
      "number": ["type": "string"],
      "rows": ["type": "array", "items": ["type": "number"]],
    ],
  ]
  private static let text = "Bill A-17\n11\n12\n13\n14\n15"

  /// A talk in which neither the question nor the list fits.
  private func talk() throws -> Talk {
    var talk = try Talk(Self.text, schema: Self.schema)
    talk.hear(#"{"number": "A-17", "rows": [11"#, .length)
    talk.hear(#"{"number": "A-17", "rows": [11"#, to: talk.asks.first, .length, outputScale: 4)
    let pieces = talk.asks
    talk.hear(#"{"/number": "A-17"}"#, to: pieces.first, outputScale: 4)
    talk.hear(#"{"/rows": [11, 1"#, to: pieces.last, .length, outputScale: 4)
    return talk
  }

  @Test func asksForAListByPartsOfTheTextAndJoinsThem() throws {
    var talk = try talk()
    let halves = talk.asks
    #expect(halves.map(\.kind) == [.split, .split])
    #expect(halves.map(\.paths) == [[pointer("/rows")], [pointer("/rows")]])
    let ranges = halves.compactMap(\.range)
    #expect(
      ranges.map { String(talk.document.text(in: $0)) } == [
        "Bill A-17\n11\n", "12\n13\n14\n15",
      ])
    talk.hear(#"{"/rows": [12, 13, 14, 15]}"#, to: halves[1], outputScale: 4)
    #expect(talk.record.classes(at: "") == [.truncated])
    talk.hear(#"{"/rows": [11]}"#, to: halves[0], outputScale: 4)
    #expect(talk.isAccepted)
    #expect(talk.record.value.text() == #"{"number":"A-17","rows":[11,12,13,14,15]}"#)
  }

  @Test func aPieceWithoutJSONIsAskedForOnceMore() throws {
    var talk = try talk()
    let halves = talk.asks
    talk.hear("no", to: halves[0], outputScale: 4)
    talk.hear(#"{"/rows": [12, 13, 14, 15]}"#, to: halves[1], outputScale: 4)
    let again = try #require(talk.asks.first)
    #expect(talk.asks.count == 1)
    #expect((again.kind, again.range) == (.split, halves[0].range))
    talk.hear("no", to: again, outputScale: 4)
    #expect(talk.asks.map(\.kind) == [.nextRung])
    #expect(talk.asks.map(\.range) == [halves[0].range])
    talk.hear(#"{"/rows": [11]}"#, to: talk.asks.first, rung: 1)
    #expect(talk.isAccepted)
    #expect(talk.record.value["rows"] == [11, 12, 13, 14, 15])
  }

  @Test func aQuestionThatWasSplitFromTheStartIsOneRecord() throws {
    var talk = try Talk(Self.text, schema: Self.schema)
    let pieces = ["/number", "/rows"].map {
      Ask(chunk: 0, kind: .split, paths: [pointer($0)], findings: [])
    }
    talk.hear(#"{"/rows": [11, 12, 13, 14, 15]}"#, to: pieces[1])
    talk.hear(#"{"/number": "A-17"}"#, to: pieces[0])
    #expect(talk.isAccepted)
    #expect(talk.record.value.text() == #"{"number":"A-17","rows":[11,12,13,14,15]}"#)
  }

  @Test func whatIsWrongInAPieceIsAskedForLikeAnything() throws {
    var talk = try Talk(Self.text, schema: Self.schema)
    let ask = Ask(
      chunk: 0, kind: .split, paths: [pointer("/number"), pointer("/rows")], findings: [])
    talk.hear(#"{"/number": "A-17", "/rows": [11, 99]}"#, to: ask)
    #expect(talk.asks.map(\.kind) == [.paths])
    #expect(talk.asks.map(\.paths) == [[pointer("/rows/1")]])
  }

  @Test func endsWhereAModelNeverComesToAnEnd() throws {
    var talk = try Talk(Self.text, schema: Self.schema)
    talk.hear("{", .length)
    var calls = 1
    while let ask = talk.asks.first, ask.kind != .nextRung {
      talk.hear("{", to: ask, .length, outputScale: ask.kind == .paths ? 1 : 4)
      calls += 1
      try #require(calls < 40)
    }
    #expect(talk.record.classes(at: "").contains(.truncated))
  }
}
