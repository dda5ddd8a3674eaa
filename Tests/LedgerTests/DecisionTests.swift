import Extraction
import GRDB
import JSON
import Ledger
import Testing

@Suite struct DecisionTests {
  let folder: LedgerFolder
  let pipeline: PipelineLedger
  let schema = Digest(of: "schema")

  init() throws {
    folder = try LedgerFolder()
    pipeline = try folder.pipeline()
  }

  private func standing(_ document: String) throws -> StandingOutcome {
    try pipeline.standing(matching: content(document).hex)
  }

  private func record(_ total: Int) -> Extraction.Record {
    Record(value: ["total": JSONValue(total)])
  }

  private func correction(_ total: Int, by reviewer: String = "ada") -> Decision {
    Decision(.correct, by: reviewer, record: record(total))
  }

  @discardableResult
  private func decide(_ decision: Decision, _ document: String = "a") throws -> StandingOutcome {
    try pipeline.decide(decision, on: standing(document), schema: schema)
  }

  private func line() throws -> JSONValue? {
    try pipeline.publish()
    return try folder.lines("results.jsonl").first
  }

  private func digest(_ record: JSONValue) -> Digest { Digest(of: record.utf8(.canonical)) }

  @Test func aCorrectedDeadLetterIsPublishedWithItsReviewer() throws {
    try pipeline.beginRun().commit([.held("a.pdf", "a")])
    let now = try decide(correction(3))
    #expect(now.kind == .accepted)
    #expect(now.failureClass == nil)
    #expect(try line()?["record"] == ["total": 3])
    #expect(try line()?["reviewer"] == "ada")
    #expect(try line()?["supersedes"] == nil, "nothing was published before")
    #expect(try folder.lines("dead-letters.jsonl").isEmpty)
  }

  @Test func aDecisionNamesThePublishedRecordThatItReplaces() throws {
    let run = try pipeline.beginRun()
    try run.commit([.accepted("a.pdf", "a", total: 1)])
    let published: JSONValue = ["total": 1, "note": .null]
    try run.commit([.held("a.pdf", "a")])
    try decide(correction(3))
    #expect(try line()?["supersedes"] == .string(digest(published).hex))
    try decide(correction(4))
    #expect(try line()?["supersedes"] == .string(digest(["total": 3]).hex))
    try decide(Decision(.accept, by: "bob", record: record(4)))
    #expect(try line()?["supersedes"] == nil, "the record is the one that was published")
  }

  @Test func aDiscardedDocumentIsInNeitherFile() throws {
    try pipeline.beginRun().commit([.held("a.pdf", "a")])
    try decide(Decision(.discard, by: "ada", reason: "a letter"))
    #expect(try line() == nil)
    #expect(try folder.lines("dead-letters.jsonl").isEmpty)
    #expect(try pipeline.standing() == [.discarded: 1])
    let run = try pipeline.beginRun()
    #expect(try run.isDecided(content("a"), under: Digest(of: "another schema")))
    try run.commit([.accepted("a.pdf", "a")])
    #expect(try line() == nil, "a model does not bring it back")
  }

  @Test func aMarkRaisesTheSampleAndLeavesWhatStands() throws {
    let run = try pipeline.beginRun()
    try run.commit([.held("a.pdf", "a")])
    for expected in 1...2 {
      #expect(try decide(Decision(.retry, by: "ada")).isMarkedForRetry)
      #expect(try run.sample(of: content("a")) == expected)
      #expect(try run.standingKey(of: content("a")) == nil)
    }
    #expect(try pipeline.deadLetters().map(\.isMarkedForRetry) == [true])
    try run.commit([.held("a.pdf", "a")])
    #expect(try pipeline.deadLetters().map(\.isMarkedForRetry) == [false])
  }

  @Test func aMarkedDecisionGivesWayToTheNextRun() throws {
    let run = try pipeline.beginRun()
    try run.commit([.held("a.pdf", "a")])
    try decide(Decision(.discard, by: "ada"))
    try decide(Decision(.retry, by: "bob"))
    #expect(try !run.isDecided(content("a"), under: schema))
    try run.commit([.accepted("a.pdf", "a", total: 7)])
    #expect(try line()?["record"]?["total"] == 7)
    #expect(try line()?["reviewer"] == nil)
  }

  @Test func aMarkMadeDuringTheRunThatAsksIsNotLost() throws {
    let run = try pipeline.beginRun()
    try run.commit([.held("a.pdf", "a")])
    try decide(Decision(.retry, by: "ada"))
    var late = Conclusion.held("a.pdf", "a")
    late.standing?.sample = 0
    try run.commit([late])
    #expect(try run.standingKey(of: content("a")) == nil)
    late.standing?.sample = 1
    try run.commit([late])
    #expect(try run.standingKey(of: content("a")) == Digest(of: "key"))
  }

  @Test func aDecisionStandsUntilTheSchemaRefusesIt() throws {
    try pipeline.beginRun().commit([.held("a.pdf", "a")])
    try decide(correction(42))
    let stricter = Digest(of: "stricter")
    let takes = try pipeline.beginRun(schema: RecordSchema(digest: stricter) { _ in true })
    #expect(try takes.isDecided(content("a"), under: schema))
    #expect(try !takes.isDecided(content("a"), under: stricter))
    #expect(try takes.decidedRecord(of: content("a"))?.value == ["total": 42])
    try takes.commit([.accepted("a.pdf", "a", total: 7, key: "new")])
    #expect(try line()?["record"] == ["total": 42])
    #expect(try takes.standingKey(of: content("a")) == Digest(of: "new"))
    #expect(try takes.isDecided(content("a"), under: stricter), "it is not asked about again")

    let refuses = try pipeline.beginRun(
      schema: RecordSchema(digest: stricter) { $0["total"] != 42 })
    #expect(try refuses.decidedRecord(of: content("a")) == nil)
    try refuses.commit([.accepted("a.pdf", "a", total: 7, key: "new")])
    #expect(try line()?["record"]?["total"] == 7)
    #expect(try line()?["reviewer"] == nil)
    #expect(try line()?["supersedes"] == nil)
  }

  @Test func theSecondWhoDecidesIsToldAndChangesNothing() throws {
    try pipeline.beginRun().commit([.held("a.pdf", "a")])
    let shown = try standing("a")
    _ = try pipeline.decide(correction(3, by: "ada"), on: shown, schema: schema)
    let conflict = #expect(throws: DecisionConflict.self) {
      try pipeline.decide(correction(4, by: "bob"), on: shown, schema: schema)
    }
    #expect(conflict?.stands?.record.value == ["total": 3])
    #expect(conflict?.decision?.reviewer == "ada")
    #expect(try pipeline.decisions(of: content("a")).count == 1)
    #expect(try line()?["record"] == ["total": 3])
  }

  @Test func aLetterThatARunHasChangedIsNotDecidedUnseen() throws {
    let run = try pipeline.beginRun()
    try run.commit([.held("a.pdf", "a")])
    let shown = try standing("a")
    var other = Conclusion.held("a.pdf", "a")
    other.standing?.outcome.record.value = ["total": 9]
    try run.commit([other])
    let conflict = #expect(throws: DecisionConflict.self) {
      try pipeline.decide(correction(4), on: shown, schema: schema)
    }
    #expect(conflict?.decision == nil)
    try run.commit([.held("a.pdf", "a")])
    _ = try pipeline.decide(correction(4), on: shown, schema: schema)
  }

  @Test func keepsWhoAndWhyWithBeforeAndAfter() throws {
    try pipeline.beginRun().commit([.held("a.pdf", "a")])
    try decide(correction(3))
    try decide(Decision(.discard, by: "bob", reason: "a copy", focus: 1200))
    let kept = try pipeline.decisions(of: content("a"))
    #expect(kept.map(\.kind) == [.correct, .discard])
    #expect(kept[0].before["outcome"] == "dead_lettered")
    #expect(kept[0].before["class"] == "rule_broken")
    #expect(kept[0].before["record"] == ["total": 2])
    #expect(kept[0].after["outcome"] == "accepted")
    #expect(kept[0].after["record"] == ["total": 3])
    #expect(kept[1].before == kept[0].after)
    #expect(kept[1].after["outcome"] == "discarded")
    #expect(kept[1].reason == "a copy")
    #expect(kept[1].focus == 1200)
    #expect(kept[0].number < kept[1].number)
  }

  @Test func decisionsAreNeitherChangedNorRemoved() throws {
    try pipeline.beginRun().commit([.held("a.pdf", "a")])
    try decide(correction(3))
    let queue = try DatabaseQueue(path: folder.database)
    for sql in ["UPDATE decision SET reviewer = 'eve'", "DELETE FROM decision"] {
      #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
    }
  }

  @Test func asksAgainAboutClassesOfDeadLettersAndSparesDecisions() throws {
    let run = try pipeline.beginRun()
    try run.commit([
      .held("a.pdf", "a"), .unreadable("b.pdf", content("b")), .accepted("c.pdf", "c"),
      .held("d.pdf", "d"),
    ])
    try decide(correction(3), "d")
    try run.askAgain(about: [.unreadable, .locked], at: nil)
    #expect(try ["a", "b", "c", "d"].map { try run.sample(of: content($0)) } == [0, 1, 0, 0])
    try run.askAgain(about: nil, at: [DocumentPath("a.pdf"), DocumentPath("d.pdf")])
    #expect(try ["a", "b", "c", "d"].map { try run.sample(of: content($0)) } == [1, 1, 0, 0])
    try run.askAgain(about: nil, at: nil)
    #expect(try ["a", "b", "c", "d"].map { try run.sample(of: content($0)) } == [2, 2, 1, 0])
    #expect(try run.standingKey(of: content("c")) == nil)
    #expect(try run.standingKey(of: content("d")) == Digest(of: "key"))
  }
}
