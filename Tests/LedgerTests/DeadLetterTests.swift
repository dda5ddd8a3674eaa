import Extraction
import JSON
import Ledger
import Testing

@Suite struct DeadLetterTests {
  let folder: LedgerFolder
  let pipeline: PipelineLedger

  init() throws {
    folder = try LedgerFolder()
    pipeline = try folder.pipeline()
  }

  private func digest(_ start: String) throws -> Digest {
    try #require(Digest(hex: start + String(repeating: "5", count: 64 - start.count)))
  }

  @Test func readsBackWhatWasCommitted() throws {
    let run = try pipeline.beginRun()
    let held = Conclusion.held("b.pdf", "b")
    try run.commit([held, .accepted("a.pdf", "a")])
    let letters = try pipeline.deadLetters()
    let letter = try #require(letters.first)
    #expect(letters.count == 1)
    #expect(letter.document == content("b"))
    #expect(letter.path == DocumentPath("b.pdf"))
    #expect(letter.failureClass == .ruleBroken)
    #expect(letter.stage == .validate)
    #expect(letter.record == held.standing?.outcome.record)
    #expect(letter.attempts == 2)
    #expect(letter.cost == 0.5)
    #expect(letter.gravestFinding?.rule == "adds up")
    #expect(try pipeline.standing() == [.accepted: 1, .deadLettered: 1])
  }

  @Test func findsADeadLetterByTheBeginningOfItsID() throws {
    let run = try pipeline.beginRun()
    let first = try digest("abcd12")
    let second = try digest("abcd13")
    try run.commit([.unreadable("1.pdf", first), .unreadable("2.pdf", second)])
    #expect(try pipeline.deadLetter(matching: "abcd12").path == DocumentPath("1.pdf"))
    #expect(try pipeline.deadLetter(matching: "ABCD13").document == second)
    #expect(try pipeline.deadLetter(matching: first.hex).document == first)
    #expect(
      throws: DeadLetterLookupError.several(
        "abcd1",
        [
          .init(document: first, path: DocumentPath("1.pdf")),
          .init(document: second, path: DocumentPath("2.pdf")),
        ])
    ) { try pipeline.deadLetter(matching: "abcd1") }
  }

  @Test(arguments: ["abc", "", "xyzw", "abcd ", String(repeating: "a", count: 65)])
  func refusesWhatIsNoID(text: String) throws {
    #expect(throws: DeadLetterLookupError.notAPrefix(text)) {
      try pipeline.deadLetter(matching: text)
    }
  }

  @Test func findsNeitherAcceptedDocumentsNorThoseOfOthers() throws {
    try pipeline.beginRun().commit([.accepted("a.pdf", "a")])
    try folder.pipeline("other").beginRun().commit([.unreadable("b.pdf", try digest("beef"))])
    let accepted = String(content("a").hex.prefix(8))
    for prefix in [accepted, "beef"] {
      #expect(throws: DeadLetterLookupError.none(prefix)) {
        try pipeline.deadLetter(matching: prefix)
      }
    }
  }

  @Test func keepsADeadLetterWhoseFileIsGone() throws {
    let run = try pipeline.beginRun()
    try run.commit([.held("b.pdf", "b")])
    try run.markGone(except: Listing(entries: []))
    #expect(try pipeline.deadLetters().map(\.isGone) == [true])
    try run.publish()
    #expect(try folder.lines("dead-letters.jsonl").first?["gone"] == true)
  }

  @Test func dropsADeadLetterWhoseContentWasReplaced() throws {
    let run = try pipeline.beginRun()
    try run.commit([.held("b.pdf", "b")])
    try run.commit([.accepted("b.pdf", "better")])
    #expect(try pipeline.deadLetters().isEmpty)
  }
}
