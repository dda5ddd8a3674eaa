import Extraction
import JSON
import Testing
import Validating

@Suite struct FailedReplyTests {
  private static let schema: JSONValue = [
    "type": "object", "required": ["n"],
    "properties": ["n": ["type": "number"], "m": ["type": "string"]],
  ]

  @Test func asksATruncatedReplyWithMoreRoomOnceThenInPiecesThenAnotherModel() throws {
    var talk = try talk()
    talk.hear(#"{"n": 17, "m": "and so o"#, .length)
    #expect(talk.asks.map(\.kind) == [.moreTokens])
    #expect(talk.asks.first?.paths == [])
    #expect(talk.record.classes(at: "") == [.truncated])
    talk.hear(#"{"n": 17, "m": "and so o"#, to: talk.asks.first, .length, outputScale: 4)
    let pieces = talk.asks
    #expect(pieces.map(\.kind) == [.split, .split])
    #expect(pieces.map(\.paths) == [[pointer("/n")], [pointer("/m")]])
    talk.hear(#"{"/n": 17}"#, to: pieces[0], outputScale: 4)
    talk.hear(#"{"/m": "and so"#, to: pieces[1], .length, outputScale: 4)
    #expect(talk.record.classes(at: "") == [.truncated])
    // A text has no parts: only that piece goes on to the next model.
    #expect(talk.asks.map(\.kind) == [.nextRung])
    #expect(talk.asks.first?.paths == [pointer("/m")])
    talk.hear(#"{"/m": "Number"}"#, to: talk.asks.first, rung: 1)
    #expect(talk.isAccepted)
    #expect(talk.record.value == ["n": 17, "m": "Number"])
  }

  @Test func acceptsTheReplyThatHadRoom() throws {
    var talk = try talk()
    talk.hear(#"{"n": 17, "m": "and so o"#, .length)
    talk.hear(#"{"n": 17}"#, to: talk.asks.first, outputScale: 4)
    #expect(talk.isAccepted)
  }

  @Test func takesACompleteReplyThatRanOutOfRoomInWhiteSpace() throws {
    var talk = try talk()
    talk.hear("{\"n\": 17}\n\n\n", .length)
    #expect(talk.isAccepted)
  }

  @Test func takesAReplyThatStopsInTheMiddleForTruncated() throws {
    var talk = try talk()
    talk.hear(#"{"n": 17, "m": "and"#)
    #expect(talk.record.classes(at: "") == [.truncated])
  }

  @Test func takesNoThoughtForTheReplyThatWasCutOff() throws {
    let thought = "<think>{\"n\": 17}, or more?</think>"
    var talk = try talk()
    talk.hear(thought + "{\"n\": 17, \"m\": \"Num", .length)
    #expect(talk.record.classes(at: "") == [.truncated])
    var whole = try self.talk()
    whole.hear(thought + "{\"n\": 17, \"m\": \"Number\"}")
    #expect(whole.record.value == ["n": 17, "m": "Number"])
  }

  @Test func takesTheAnswerThatHoldsMostOfWhatWasAskedFor() throws {
    var talk = try talk()
    talk.hear(#"{"n": "none", "m": "Number"}"#)
    talk.hear(#"As asked, {"path": "/n"}: {"/n": 17}"#, to: talk.asks.first)
    #expect(talk.record.value == ["n": 17, "m": "Number"])
  }

  @Test func asksTheWholeQuestionOnceMoreWhenThereIsNoJSON() throws {
    var talk = try talk()
    talk.hear("I cannot see a document.")
    #expect(talk.asks.map(\.kind) == [.paths])
    #expect(talk.asks.first?.paths == [.root])
    #expect(talk.record.value == .null)
    talk.hear("Still not.", to: talk.asks.first)
    #expect(talk.asks.map(\.kind) == [.nextRung])
    talk.hear("Nor I.", to: talk.asks.first, rung: 1)
    #expect(talk.asks.map(\.kind) == [.nextRung])
    talk.hear(#"{"n": 17}"#, to: talk.asks.first, rung: 2)
    #expect(talk.isAccepted)
  }

  @Test func asksTheNextModelWhenOneRefuses() throws {
    var talk = try talk()
    talk.fail(.refused)
    #expect(talk.asks.map(\.kind) == [.nextRung])
    #expect(talk.record.findings.map(\.failureClass) == [.refused])
  }

  @Test(arguments: FailureClass.allCases)
  func asksWhatTheFailureTableTries(failureClass: FailureClass) throws {
    var talk = try talk()
    talk.fail(failureClass)
    let steps = FailurePolicy.of(failureClass).steps
    let first = steps.compactMap { step -> Ask.Kind? in
      switch step {
      case .moreTokens: .moreTokens
      case .split: .split
      case .askPaths: .paths
      case .nextRung: .nextRung
      default: nil
      }
    }.first
    #expect(talk.asks.map(\.kind) == [first].compactMap { $0 })
    #expect(talk.isHeld == (first == nil))
    #expect(talk.record.findings.map(\.failureClass) == [failureClass])
  }

  @Test func keepsTheReplyWhenARequestForACorrectionFails() throws {
    var talk = try talk()
    talk.hear(#"{"n": 18}"#)
    talk.fail(.transport, to: talk.asks.first)
    #expect(talk.record.value["n"] == 18)
    #expect(talk.record.findings.map(\.failureClass) == [.ungrounded])
    #expect(talk.asks.map(\.kind) == [.nextRung])
  }

  @Test func ignoresACorrectionThatIsNoObject() throws {
    var talk = try talk()
    talk.hear(#"{"n": 18}"#)
    talk.hear("17", to: talk.asks.first)
    #expect(talk.record.value["n"] == 18)
    #expect(talk.asks.map(\.kind) == [.nextRung])
  }

  @Test func holdsADocumentWithoutText() throws {
    let talk = try talk()
    #expect(talk.isHeld)
    #expect(talk.record.findings.map(\.failureClass) == [.noText])
  }

  /// Replies of a model that never gets better.
  @Test(arguments: [
    "no JSON", #"{"n": 18}"#, #"{"n": "x"}"#, #"{"n": 1"#, "[]", "17", "{}", #"{"/n": 18}"#,
    #"{"n": {"n": {}}}"#,
  ])
  func endsAskingWhateverTheModelSays(text: String) throws {
    let rungs = 3
    var talk = try talk()
    talk.hear(text)
    var calls = 1
    var rung = 0
    while let ask = talk.asks.first, ask.kind != .nextRung || rung < rungs - 1 {
      if ask.kind == .nextRung { rung += 1 }
      talk.hear(text, to: ask, rung: rung, outputScale: ask.kind == .moreTokens ? 4 : 1)
      calls += 1
      try #require(calls <= 3 * rungs)
    }
    #expect(talk.record.findings.contains { $0.severity == .error })
  }

  private func talk() throws -> Talk { try Talk("Number 17.", schema: Self.schema) }
}
