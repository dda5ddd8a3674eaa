import Extraction
import GRDB
import JSON
import Ledger
import Testing

@Suite struct UndoTests {
  let folder: LedgerFolder
  let pipeline: PipelineLedger
  let schema = Digest(of: "schema")

  init() throws {
    folder = try LedgerFolder()
    pipeline = try folder.pipeline()
  }

  private func standing() throws -> StandingOutcome {
    try pipeline.standing(matching: content("a").hex)
  }

  private func correct(_ total: Int) throws -> Int64 {
    let record = Record(value: ["total": JSONValue(total)])
    let now = try pipeline.decide(
      Decision(.correct, by: "ada", record: record, focus: 900, leaves: 2), on: standing(),
      schema: schema)
    return try #require(now.decision)
  }

  @Test func whatStoodStandsAgainAndBothDecisionsAreKept() throws {
    try pipeline.beginRun().commit([.held("a.pdf", "a")])
    let before = try standing()
    let number = try correct(3)
    try pipeline.publish()
    let now = try pipeline.undo(number, by: "bob")
    #expect(now.kind == .deadLettered && now.failureClass == .ruleBroken)
    #expect(now.record == before.record)
    #expect(now.outcome.stage == .validate)
    #expect(now.decidedAt == before.decidedAt, "it has waited since then")
    #expect(now.version != before.version, "another window is told")
    try pipeline.publish()
    #expect(try folder.lines("results.jsonl").isEmpty)
    #expect(try folder.lines("dead-letters.jsonl").count == 1)
    let kept = try pipeline.decisions(of: content("a"))
    #expect(kept.map(\.kind) == [.correct, .undo])
    #expect(kept.last?.undoes == number && kept.last?.reviewer == "bob")
    #expect(kept.first?.before == kept.last?.after)
  }

  @Test func whatIsPublishedNextSupersedesTheRecordThatWasTakenBack() throws {
    try pipeline.beginRun().commit([.held("a.pdf", "a")])
    _ = try pipeline.undo(correct(3), by: "ada")
    _ = try correct(4)
    let withdrawn = Digest(of: (["total": 3] as JSONValue).utf8(.canonical))
    #expect(try standing().supersedes == withdrawn)
  }

  @Test func anUndoneMarkIsNoMark() throws {
    let run = try pipeline.beginRun()
    try run.commit([.held("a.pdf", "a")])
    let key = try run.standingKey(of: content("a"))
    let marked = try pipeline.decide(
      Decision(.retry, by: "ada"), on: standing(), schema: schema)
    #expect(marked.isMarkedForRetry)
    _ = try pipeline.undo(try #require(marked.decision), by: "ada")
    #expect(try !standing().isMarkedForRetry)
    #expect(try run.standingKey(of: content("a")) == key)
  }

  @Test func howARetryIsAskedIsKeptAndTakenBackWithIt() throws {
    let run = try pipeline.beginRun()
    try run.commit([.held("a.pdf", "a")])
    func retry(_ settings: RetrySettings) throws -> StandingOutcome {
      try pipeline.decide(
        Decision(.retry, by: "ada", retry: settings), on: standing(), schema: schema)
    }
    let first = RetrySettings(rung: "strong", outputTokens: 9, hint: "  Two\n lines ")
    #expect(first.hint == "Two lines")
    _ = try retry(first)
    #expect(try run.retrySettings(of: content("a")) == first)
    #expect(try pipeline.decisions(of: content("a")).last?.after["retry"] == first.json)
    let second = try retry(RetrySettings(hint: "Another."))
    #expect(try run.retrySettings(of: content("a")).hint == "Another.")
    _ = try pipeline.undo(try #require(second.decision), by: "ada")
    #expect(try run.retrySettings(of: content("a")) == first)
    _ = try retry(RetrySettings())
    #expect(try run.retrySettings(of: content("a")).isPlain)
  }

  @Test func onlyTheLastDecisionIsTakenBack() throws {
    try pipeline.beginRun().commit([.held("a.pdf", "a")])
    let first = try correct(3)
    let second = try correct(4)
    #expect(throws: DecisionConflict.self) { try pipeline.undo(first, by: "ada") }
    let undone = try pipeline.undo(second, by: "ada")
    #expect(undone.record.value == ["total": 3])
    let number = try #require(undone.decision)
    #expect(throws: UndoRefusal.cannotBeUndone) { try pipeline.undo(number, by: "ada") }
    #expect(throws: UndoRefusal.unknown) { try pipeline.undo(999, by: "ada") }
  }

  @Test func thePaceIsThatOfDecisionsThatStand() throws {
    try pipeline.beginRun().commit([.held("a.pdf", "a")])
    _ = try correct(3)
    var pace = try pipeline.reviewPace()
    #expect(pace.decisions == 1 && pace.medianLetter == 900 && pace.medianLeaf == 450)
    _ = try pipeline.undo(try #require(try standing().decision), by: "ada")
    pace = try pipeline.reviewPace()
    #expect(pace == ReviewPace())
  }
}
