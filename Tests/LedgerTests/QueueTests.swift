import Extraction
import JSON
import Ledger
import Testing

/// The queue as a reviewer walks it.
@Suite struct QueueTests {
  let folder: LedgerFolder
  let pipeline: PipelineLedger

  /// Three letters of two causes, and an accepted record.
  init() throws {
    folder = try LedgerFolder()
    pipeline = try folder.pipeline()
    try pipeline.beginRun().commit([
      .held("b.pdf", "b"), .held("a.pdf", "a"), .unreadable("c.pdf", content("c")),
      .accepted("d.pdf", "d", total: 7),
    ])
  }

  private func paths(_ query: QueueQuery = QueueQuery()) throws -> [String] {
    try pipeline.queue(query, limit: 10).entries.map(\.path.description)
  }

  @Test func theGravestComesFirstAndLettersWithOneCauseStandTogether() throws {
    #expect(try paths() == ["c.pdf", "a.pdf", "b.pdf"])
    let groups = try pipeline.queueGroups(QueueQuery(), since: 0)
    let broken = Cause(failureClass: .ruleBroken, rule: "adds up", field: "/total")
    #expect(groups.map(\.cause) == [Cause(failureClass: .unreadable), broken])
    #expect(groups.map(\.count) == [1, 2])
    #expect(groups.map(\.newCount) == [1, 2])
    #expect(groups.map(\.cost) == [0, 1])
  }

  @Test func aCauseAWordOrATimeChooses() throws {
    let cause = Cause(failureClass: .ruleBroken, rule: "adds up", field: "/total")
    #expect(try paths(QueueQuery(cause: cause)) == ["a.pdf", "b.pdf"])
    #expect(try paths(QueueQuery(cause: Cause(failureClass: .unreadable))) == ["c.pdf"])
    var query = QueueQuery()
    query.text = "NOT 3"
    #expect(try paths(query) == ["a.pdf", "b.pdf"], "a finding holds it")
    query.text = "b.pd"
    #expect(try paths(query) == ["b.pdf"])
    query.text = "b_pdf"
    #expect(try paths(query).isEmpty, "nothing is a wild card")
    query = QueueQuery()
    query.newSince = Int.max
    #expect(try paths(query).isEmpty)
  }

  @Test func theOrderIsThatOfPathAgeOrAmount() throws {
    var query = QueueQuery()
    query.order = .path
    #expect(try paths(query) == ["a.pdf", "b.pdf", "c.pdf"])
    query.order = .value("total")
    #expect(try paths(query).last == "c.pdf", "without a total it comes last")
  }

  @Test func theNeighboursGoRoundAtTheEnds() throws {
    let query = QueueQuery()
    let last = try pipeline.queuePlace(of: content("b"), in: query)
    #expect(last.next == content("c") && last.previous == content("a"))
    let first = try pipeline.queuePlace(of: content("c"), in: query)
    #expect(first.next == content("a") && first.previous == content("b"))
    let alone = QueueQuery(cause: Cause(failureClass: .unreadable))
    #expect(try pipeline.queuePlace(of: content("c"), in: alone).next == nil)
  }

  @Test func theShareOfAcceptedRecordsStandsInTheQueueUntilSomebodyLooks() throws {
    var query = QueueQuery()
    query.audit = 1
    try pipeline.chooseForAudit(share: 1)
    #expect(try paths(query) == ["c.pdf", "a.pdf", "b.pdf", "d.pdf"])
    #expect(try paths() == ["c.pdf", "a.pdf", "b.pdf"], "none without an audit")
    let shown = try #require(try pipeline.standing(of: content("d")))
    #expect(shown.secondLook == .audit && shown.failureClass == nil)
    #expect(
      shown.cause == Cause(failureClass: .ruleBroken, rule: "adds up", field: "/total"),
      "it stands among letters with a total")
    let groups = try pipeline.queueGroups(query, since: 0)
    #expect(groups.map(\.count) == [1, 3], "and is counted with them")
    _ = try pipeline.decide(
      Decision(.accept, by: "ada", record: shown.record), on: shown, schema: Digest(of: "s"))
    #expect(try paths(query) == ["c.pdf", "a.pdf", "b.pdf"])
    let pace = try pipeline.reviewPace()
    #expect(pace.audited == 1 && pace.auditedRight == 1)
  }

  @Test func aRecordOfTheAuditKeepsItsPlaceAndStandsAloneWhereThereAreNoLetters() throws {
    var query = QueueQuery()
    query.audit = 1
    try pipeline.beginRun().commit((0..<40).map { .accepted("e\($0).pdf", "e\($0)") })
    try pipeline.chooseForAudit(share: 1)
    let order = try pipeline.queueDocuments(query)
    try pipeline.chooseForAudit(share: 1)
    #expect(try pipeline.queueDocuments(query) == order)
    #expect(try pipeline.queue(query, limit: 1).entries.first?.path.description == "c.pdf")
    query.audit = 0.5
    let half = try pipeline.queueCount(query) - 3
    #expect((8...32).contains(half), "a share of them")
    let other = try folder.pipeline("others")
    try other.beginRun().commit([.accepted("z.pdf", "z")])
    try other.chooseForAudit(share: 1)
    query.audit = 1
    #expect(try other.queueGroups(query, since: 0).map(\.cause) == [Cause(failureClass: nil)])
    query.isAuditOnly = true
    #expect(try other.queueCount(query) == 1)
  }

  @Test func fieldsThatAreHeldBackStandInTheQueueUntilSomebodyDecides() throws {
    let record = Record(
      value: ["total": .null, "number": "7"], missing: [JSONPointer(["total"]): .held],
      findings: [Finding(.ungrounded, at: JSONPointer(["total"]), "not shown", value: 9)])
    var conclusion = Conclusion.accepted("h.pdf", "h")
    conclusion.standing?.outcome = Outcome(kind: .accepted, record: record)
    try pipeline.beginRun().commit([conclusion])
    #expect(try paths() == ["c.pdf", "h.pdf", "a.pdf", "b.pdf"])
    let shown = try #require(try pipeline.standing(of: content("h")))
    #expect(shown.kind == .accepted && shown.secondLook == .held)
    #expect(shown.cause == Cause(failureClass: .ungrounded, field: "/total"))
    let decided = try pipeline.decide(
      Decision(.correct, by: "ada", record: Record(value: ["total": 9])), on: shown,
      schema: Digest(of: "s"))
    #expect(try paths() == ["c.pdf", "a.pdf", "b.pdf"])
    #expect(try pipeline.reviewPace().audited == 0, "that was no audit")
    _ = try pipeline.undo(try #require(decided.decision), by: "ada")
    #expect(try paths() == ["c.pdf", "h.pdf", "a.pdf", "b.pdf"])
  }

  @Test func wordsOfTheDocumentAreFoundWhileItWaits() throws {
    var query = QueueQuery()
    query.text = "wagon"
    var conclusion = Conclusion.held("b.pdf", "b")
    conclusion.standing?.text = "Two wagons of coal"
    let run = try pipeline.beginRun()
    try run.commit([conclusion])
    #expect(try paths(query) == ["b.pdf"])
    query.text = "COAL zinc"
    #expect(try paths(query).isEmpty, "every word counts")
    try run.commit([.accepted("b.pdf", "b")])
    try run.end(exitCode: 0, summary: [:])
    try run.commit([.held("b.pdf", "b")])
    query.text = "wagon"
    #expect(try paths(query).isEmpty, "texts are kept no longer than they are of use")
  }

  @Test func whatTheNextRunAsksAboutIsNobodysWork() throws {
    let shown = try #require(try pipeline.standing(of: content("a")))
    _ = try pipeline.decide(Decision(.retry, by: "ada"), on: shown, schema: Digest(of: "s"))
    #expect(try paths() == ["c.pdf", "b.pdf"])
    #expect(try pipeline.queueCount(QueueQuery()) == 2)
  }

  @Test func contentThatNoFileHoldsIsInNoQueueUntilAFileHoldsItAgain() throws {
    let run = try pipeline.beginRun()
    try run.commit([.accepted("a.pdf", "new")])
    #expect(try paths() == ["c.pdf", "b.pdf"])
    #expect(try pipeline.settledCounts().accepted == 2)
    try run.commit([.undecided("copy.pdf", "a", .skipped(.unchanged))])
    #expect(try paths() == ["c.pdf", "copy.pdf", "b.pdf"], "where it was before")
    try run.commit([.undecided("copy.pdf", "new", .skipped(.unchanged))])
    #expect(try paths() == ["c.pdf", "b.pdf"])
    try run.commit([.undecided("b.pdf", nil, .skipped(.unchanged))])
    #expect(try paths() == ["c.pdf", "b.pdf"], "what was not read has its old content")
  }

  @Test func aSearchTellsHowManyAreMeantAndWhoStandsBesideALetter() throws {
    var query = QueueQuery()
    query.text = "not 3"
    let (entries, count) = try pipeline.queue(query, limit: 1)
    #expect(entries.map(\.path.description) == ["a.pdf"] && count == 2)
    #expect(try pipeline.queue(query, limit: 1, offset: 7).count == 2, "behind the end too")
    let place = try pipeline.queuePlace(of: content("a"), in: query)
    #expect(place.previous == content("b") && place.next == content("b") && place.count == 2)
    #expect(try pipeline.queuePlace(of: content("d"), in: query).next == content("a"))
  }

  @Test func whatIsSettledIsCountedWithoutWhatIsInTheQueue() throws {
    let shown = try #require(try pipeline.standing(of: content("a")))
    _ = try pipeline.decide(Decision(.retry, by: "ada"), on: shown, schema: Digest(of: "s"))
    let discarded = try #require(try pipeline.standing(of: content("b")))
    _ = try pipeline.decide(Decision(.discard, by: "ada"), on: discarded, schema: Digest(of: "s"))
    var counts = try pipeline.settledCounts()
    #expect(counts == (accepted: 1, discarded: 1, asked: 1))
    try pipeline.chooseForAudit(share: 1)
    counts = try pipeline.settledCounts(audit: 1)
    #expect(counts == (accepted: 0, discarded: 1, asked: 1))
    counts = try pipeline.settledCounts()
    #expect(counts == (accepted: 1, discarded: 1, asked: 1), "the share is none again")
  }

  @Test func aVisitTellsWhenTheLastOneWas() throws {
    #expect(try pipeline.visit(by: "ada") == nil)
    #expect(try pipeline.visit(by: "ada") != nil)
    #expect(try pipeline.visit(by: "bob") == nil)
  }
}
