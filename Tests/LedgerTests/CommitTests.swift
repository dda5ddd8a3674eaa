import Extraction
import Foundation
import GRDB
import JSON
import Ledger
import Testing

@Suite struct CommitTests {
  let folder: LedgerFolder
  let pipeline: PipelineLedger

  init() throws {
    folder = try LedgerFolder()
    pipeline = try folder.pipeline()
  }

  @Test func knowsAnUnchangedFileByItsSizeTimeAndInode() throws {
    let run = try pipeline.beginRun()
    try run.commit([.accepted("a.pdf", "a")])
    #expect(try run.sightedContent(of: listed("a.pdf")) == content("a"))
    #expect(try run.sightedContent(of: listed("a.pdf", size: 101)) == nil)
    #expect(try run.sightedContent(of: listed("a.pdf", modified: 6)) == nil)
    #expect(try run.sightedContent(of: listed("a.pdf", inode: .max)) == nil)
    #expect(try run.sightedContent(of: listed("b.pdf")) == nil)
  }

  @Test func keepsAnInodeBeyondTheSignedRange() throws {
    let run = try pipeline.beginRun()
    var conclusion = Conclusion.accepted("a.pdf", "a")
    conclusion.entry.inode = .max
    try run.commit([conclusion])
    #expect(try run.sightedContent(of: conclusion.entry) == content("a"))
  }

  @Test func noticesTheChangeOfAFileThatARunPassedOver() throws {
    let run = try pipeline.beginRun()
    try run.commit([.accepted("a.pdf", "a")])
    let changed = Conclusion(
      entry: listed("a.pdf", size: 999), document: nil, disposition: .skipped(.limit))
    try run.commit([changed])
    #expect(try run.sightedContent(of: changed.entry) == nil)
    #expect(try run.sightedContent(of: listed("a.pdf")) == content("a"))
  }

  @Test func remembersTheStandingKeyOfEachPipelineByItself() throws {
    let run = try pipeline.beginRun()
    try run.commit([.accepted("a.pdf", "a", key: "first")])
    #expect(try run.standingKey(of: content("a")) == Digest(of: "first"))
    try run.commit([.accepted("a.pdf", "a", key: "second")])
    #expect(try run.standingKey(of: content("a")) == Digest(of: "second"))
    let other = try folder.pipeline("receipts").beginRun()
    #expect(try other.standingKey(of: content("a")) == nil)
    #expect(try other.sightedContent(of: listed("a.pdf")) == nil)
  }

  @Test func skippedAndDeferredLeaveTheOutcomeAlone() throws {
    let run = try pipeline.beginRun()
    try run.commit([.accepted("a.pdf", "a")])
    try pipeline.publish()
    let before = try folder.text("results.jsonl")
    let next = try pipeline.beginRun()
    try next.commit([.undecided("a.pdf", "a", .skipped(.unchanged))])
    try next.commit([.undecided("a.pdf", "a", .deferred(.modelUnavailable))])
    try next.publish()
    #expect(try next.standingKey(of: content("a")) == Digest(of: "key"))
    #expect(try folder.text("results.jsonl") == before)
  }

  @Test func refusesAnOutcomeThatARunDidNotDecide() throws {
    let run = try pipeline.beginRun()
    var skipped = Conclusion.accepted("b.pdf", "b")
    skipped.disposition = .skipped(.unchanged)
    var unread = Conclusion.accepted("b.pdf", "b")
    unread.document = nil
    for wrong in [skipped, unread] {
      #expect(throws: LedgerError.self) { try run.commit([.accepted("a.pdf", "a"), wrong]) }
    }
    #expect(try run.standingKey(of: content("a")) == nil, "all or nothing")
  }

  @Test func aModelNeverReplacesWhatAReviewerDecided() throws {
    let run = try pipeline.beginRun()
    try run.commit([.accepted("a.pdf", "a", total: 1)])
    try DatabaseQueue(path: folder.database).write { db in
      try db.execute(sql: "UPDATE outcome SET reviewer = 'ada', record = '{\"total\":42}'")
    }
    try run.commit([.accepted("a.pdf", "a", total: 7, key: "new settings")])
    try run.publish()
    let line = try #require(try folder.lines("results.jsonl").first)
    #expect(line["record"] == ["total": 42])
    #expect(line["reviewer"] == "ada")
    #expect(try run.standingKey(of: content("a")) == Digest(of: "new settings"))
  }

  @Test func countsTheRunsInWhichADocumentWasDeferredAlone() throws {
    for expected in 0..<3 {
      let run = try pipeline.beginRun()
      #expect(try run.deferrals(of: content("a")) == expected)
      // The same content at two paths is one deferral.
      try run.commit([
        .undecided("a.pdf", "a", .deferred(.modelUnavailable), alone: true),
        .undecided("copy.pdf", "a", .deferred(.modelUnavailable), alone: true),
        .undecided("b.pdf", "b", .deferred(.modelUnavailable)),
      ])
      #expect(try run.deferrals(of: content("a")) == expected, "this run does not count")
    }
    let run = try pipeline.beginRun()
    #expect(try run.deferrals(of: content("a")) == 3)
    #expect(try run.deferrals(of: content("b")) == 0)
    #expect(try folder.pipeline("other").beginRun().deferrals(of: content("a")) == 0)
    try run.commit([.accepted("a.pdf", "a")])
    #expect(try pipeline.beginRun().deferrals(of: content("a")) == 0)
  }

  @Test func startsWithSampleZero() throws {
    #expect(try pipeline.beginRun().sample(of: content("a")) == 0)
  }

  @Test func keepsTheSumOfARun() throws {
    let run = try pipeline.beginRun()
    try run.end(exitCode: 75, summary: ["accepted": 3])
    let row = try DatabaseQueue(path: folder.database).read { db in
      try Row.fetchOne(db, sql: "SELECT exit_code, summary, ended_at FROM run")
    }
    #expect(row?["exit_code"] == 75)
    #expect(row?["summary"] == #"{"accepted":3}"#)
    #expect((row?["ended_at"] as Int?) != nil)
  }

  @Test func forgetsOldSkipsAndNothingElse() throws {
    for _ in 0..<12 {
      let run = try pipeline.beginRun()
      try run.commit([
        .undecided("a.pdf", "a", .skipped(.unchanged)),
        .undecided("b.pdf", "b", .deferred(.interrupted)),
      ])
      try run.end(exitCode: 0, summary: [:])
    }
    let counts = try DatabaseQueue(path: folder.database).read { db in
      try Int.fetchAll(
        db, sql: "SELECT count(*) FROM disposition GROUP BY disposition ORDER BY disposition")
    }
    #expect(counts == [12, 8])
  }

  @Test func connectionsCommitAtOnceWithoutLosingAnything() throws {
    let failures = Failures()
    let names = (0..<4).map { "pipeline\($0)" }
    let pipelines = try names.map { try folder.pipeline($0) }
    DispatchQueue.concurrentPerform(iterations: 4) { index in
      failures.collect {
        let run = try pipelines[index].beginRun()
        for batch in 0..<20 {
          try run.commit((0..<5).map { .accepted("\(batch)-\($0).pdf", "\(batch)-\($0)") })
        }
      }
    }
    #expect(failures.texts == [])
    for pipeline in pipelines { #expect(try pipeline.standing() == [.accepted: 100]) }
  }

  @Test func commitsTenThousandDocumentsInBatches() throws {
    let run = try pipeline.beginRun()
    let clock = ContinuousClock()
    let writing = try clock.measure {
      for batch in 0..<100 {
        try run.commit(
          (0..<100).map { .accepted("\(batch)/\($0).pdf", "\(batch)/\($0)", total: batch) })
      }
    }
    let publishing = try clock.measure { try run.publish() }
    let again = try clock.measure { try run.publish() }
    print("10,000 commits: \(writing); publish: \(publishing); unchanged: \(again)")
    #expect(try folder.lines("results.jsonl").count == 10_000)
  }
}
