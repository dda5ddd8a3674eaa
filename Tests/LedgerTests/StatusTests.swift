import Extraction
import JSON
import Ledger
import Testing

@Suite struct StatusTests {
  let folder: LedgerFolder
  let pipeline: PipelineLedger

  init() throws {
    folder = try LedgerFolder()
    pipeline = try folder.pipeline()
  }

  @Test func countsEachContentOnceAndWhatWaitsApart() throws {
    let run = try pipeline.beginRun()
    try run.commit([
      .accepted("a.pdf", "a"), .undecided("a-copy.pdf", "a", .skipped(.duplicate)),
      .held("b.pdf", "b"), .unreadable("c.pdf", content("c")),
      .undecided("d.pdf", "d", .deferred(.interrupted)),
      .undecided("e.pdf", nil, .deferred(.unreadableFile)),
    ])
    let present = ["a.pdf", "b.pdf", "d.pdf", "e.pdf"]
    try run.markGone(except: Listing(entries: present.map { listed($0) }))
    let counts = try pipeline.standingCounts()
    #expect(counts.accepted == 1)
    #expect(counts.deadLettered == [.ruleBroken: 1, .unreadable: 1])
    #expect(counts.total == 3)
    #expect(counts.gone == 1)
    #expect(counts.waiting == 2)
    #expect(try folder.pipeline("other").standingCounts() == StandingCounts())
  }

  @Test func theLatestRunComesFirst() throws {
    let first = try pipeline.beginRun()
    try first.end(exitCode: 75, summary: ["listed": 3])
    let second = try pipeline.beginRun()
    let runs = try pipeline.lastRuns(5)
    #expect(runs.map(\.id) == [second.run, first.run])
    #expect(runs[0].endedAt == nil && runs[0].summary == nil)
    #expect(runs[1].exitCode == 75 && runs[1].summary == ["listed": 3])
    #expect(try pipeline.lastRuns(1).count == 1)
  }
}
