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
    try pipeline.queue(query, limit: 10).map(\.path.description)
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
    let last = try pipeline.queueNeighbours(of: content("b"), in: query)
    #expect(last.next == content("c") && last.previous == content("a"))
    let first = try pipeline.queueNeighbours(of: content("c"), in: query)
    #expect(first.next == content("a") && first.previous == content("b"))
    let alone = QueueQuery(cause: Cause(failureClass: .unreadable))
    #expect(try pipeline.queueNeighbours(of: content("c"), in: alone).next == nil)
  }

  @Test func theShareOfAcceptedRecordsStandsInTheQueueUntilSomebodyLooks() throws {
    var query = QueueQuery()
    query.audit = 1
    #expect(try paths(query) == ["c.pdf", "a.pdf", "b.pdf", "d.pdf"])
    query.isAuditOnly = true
    let shown = try #require(try pipeline.standing(of: content("d")))
    _ = try pipeline.decide(
      Decision(.accept, by: "ada", record: shown.record), on: shown, schema: Digest(of: "s"))
    #expect(try paths(query).isEmpty)
    let pace = try pipeline.reviewPace()
    #expect(pace.audited == 1 && pace.auditedRight == 1)
  }

  @Test func whatTheNextRunAsksAboutIsNobodysWork() throws {
    let shown = try #require(try pipeline.standing(of: content("a")))
    _ = try pipeline.decide(Decision(.retry, by: "ada"), on: shown, schema: Digest(of: "s"))
    #expect(try paths() == ["c.pdf", "b.pdf"])
    #expect(try pipeline.queueCount(QueueQuery()) == 2)
  }

  @Test func aVisitTellsWhenTheLastOneWas() throws {
    #expect(try pipeline.visit(by: "ada") == nil)
    #expect(try pipeline.visit(by: "ada") != nil)
    #expect(try pipeline.visit(by: "bob") == nil)
  }
}
