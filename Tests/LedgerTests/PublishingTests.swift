import Extraction
import Foundation
import JSON
import Ledger
import Testing

@Suite struct PublishingTests {
  let folder: LedgerFolder
  let pipeline: PipelineLedger

  init() throws {
    folder = try LedgerFolder()
    pipeline = try folder.pipeline()
  }

  /// A run over files, `path: content`, that accepts what it has not seen.
  private func run(_ files: [(String, String)], total: Int = 1) throws {
    let run = try pipeline.beginRun()
    var seen: Set<String> = []
    for (path, document) in files {
      let isNew = try run.standingKey(of: content(document)) == nil
      if seen.insert(document).inserted, isNew {
        try run.commit([.accepted(path, document, total: total)])
      } else {
        try run.commit([.undecided(path, document, .skipped(isNew ? .unchanged : .duplicate))])
      }
    }
    try run.markGone(except: Listing(entries: files.map { listed($0.0) }))
    try run.publish()
    try run.end(exitCode: 0, summary: [:])
  }

  private func reported() throws -> [String] {
    try folder.lines("results.jsonl").map { line in
      let path = line["document"]?["path"]?.stringValue ?? "?"
      return path + (line["gone"] == true ? " gone" : "")
    }
  }

  @Test func writesTheLineOfAnAcceptedRecord() throws {
    try run([("a.pdf", "a")], total: 12)
    let expected =
      #"{"document":{"sha256":"\#(content("a"))","path":"a.pdf"},"#
      + #""record":{"total":12,"note":null},"evidence":{"/total":{"kind":"exact","score":1,"#
      + #""quote":"12","start":3,"end":4,"page":1,"boxes":[[1,12.34,2.05,13]]}},"#
      + #""findings":[],"missing":{"/note":"absent"}}"#
    #expect(try folder.text("results.jsonl") == expected + "\n")
    #expect(try folder.text("dead-letters.jsonl") == "")
  }

  @Test func writesTheLineOfADeadLetter() throws {
    let run = try pipeline.beginRun()
    try run.commit([.held("b.pdf", "b")])
    try run.publish()
    let line = try #require(try folder.lines("dead-letters.jsonl").first)
    #expect(
      line.objectValue?.keys == [
        "document", "class", "stage", "findings", "record", "evidence", "attempts", "cost",
        "advice",
      ])
    #expect(line["class"] == "rule_broken")
    #expect(line["stage"] == "validate")
    #expect(line["attempts"] == 2)
    #expect(line["cost"] == 0.5)
    #expect(line["advice"]?.stringValue == FailurePolicy.of(.ruleBroken).advice)
    #expect(try folder.text("results.jsonl") == "")
  }

  @Test func twoRunsGiveTheSameBytesAndTouchNothing() throws {
    try run([("a.pdf", "a"), ("b.pdf", "b")])
    let before = try (folder.text("results.jsonl"), folder.inode("results.jsonl"))
    try run([("a.pdf", "a"), ("b.pdf", "b")])
    #expect(try folder.text("results.jsonl") == before.0)
    #expect(try folder.inode("results.jsonl") == before.1)
  }

  @Test func ordersLinesBytewiseByPath() throws {
    try run([("b.pdf", "1"), ("B.pdf", "2"), ("a/z.pdf", "3"), ("ä.pdf", "4"), ("a.pdf", "5")])
    #expect(try reported() == ["B.pdf", "a.pdf", "a/z.pdf", "b.pdf", "ä.pdf"])
  }

  @Test func movedContentIsReportedWhereItIsNow() throws {
    try run([("new.pdf", "a")])
    try run([("old/new.pdf", "a")])
    #expect(try reported() == ["old/new.pdf"])
  }

  @Test func newContentReplacesTheOldAtItsPath() throws {
    try run([("a.pdf", "old")], total: 1)
    try run([("a.pdf", "new")], total: 2)
    #expect(try folder.lines("results.jsonl").map { $0["record"]?["total"] } == [2])
    try run([("a.pdf", "old")])
    #expect(try folder.lines("results.jsonl").map { $0["record"]?["total"] } == [1])
  }

  @Test func vanishedContentStaysAndSaysSo() throws {
    try run([("a.pdf", "a"), ("b.pdf", "b")])
    try run([("b.pdf", "b")])
    #expect(try reported() == ["a.pdf gone", "b.pdf"])
    try run([("a.pdf", "a"), ("b.pdf", "b")])
    #expect(try reported() == ["a.pdf", "b.pdf"])
  }

  @Test func contentAtTwoPathsIsReportedAtTheFirstThatIsThere() throws {
    try run([("1.pdf", "a"), ("2.pdf", "a"), ("3.pdf", "a")])
    #expect(try reported() == ["1.pdf"])
    try run([("2.pdf", "a"), ("3.pdf", "a")])
    #expect(try reported() == ["2.pdf"])
    try run([])
    #expect(try reported() == ["1.pdf gone"])
  }

  @Test func aDeadLetterThatIsAcceptedLaterChangesTheFile() throws {
    let run = try pipeline.beginRun()
    try run.commit([.held("a.pdf", "a")])
    try run.publish()
    #expect(try folder.lines("dead-letters.jsonl").count == 1)
    try run.commit([.accepted("a.pdf", "a")])
    try run.publish()
    #expect(try folder.lines("dead-letters.jsonl").isEmpty)
    #expect(try reported() == ["a.pdf"])
  }

  @Test func showsANameThatIsNotText() throws {
    let run = try pipeline.beginRun()
    var conclusion = Conclusion.accepted("", "a")
    conclusion.entry.path = DocumentPath(bytes: Array("caf".utf8) + [0xE9])
    try run.commit([conclusion])
    try run.publish()
    #expect(try reported() == [#"caf\xe9"#])
  }

  @Test func replacesWhatAKilledProcessLeft() throws {
    try run([("a.pdf", "a")])
    let good = try folder.text("results.jsonl")
    let partial = folder.results + "/.results.jsonl.partial"
    try Data("half a li".utf8).write(to: URL(fileURLWithPath: partial))
    try Data("torn".utf8).write(to: URL(fileURLWithPath: folder.results + "/results.jsonl"))
    try pipeline.publish()
    #expect(try folder.text("results.jsonl") == good)
    #expect(!FileManager.default.fileExists(atPath: partial))
    try Data("half a li".utf8).write(to: URL(fileURLWithPath: partial))
    try pipeline.publish()
    #expect(!FileManager.default.fileExists(atPath: partial), "also where nothing changes")
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 300_000])
  func writesTheWholeFileWhereverTheFirstDifferenceIs(cut: Int) throws {
    let run = try pipeline.beginRun()
    try run.commit((0..<1500).map { .accepted("\($0).pdf", "\($0)") })
    try run.publish()
    let good = try folder.text("results.jsonl")
    let url = URL(fileURLWithPath: folder.results + "/results.jsonl")
    try Data(good.utf8.prefix(cut)).write(to: url)
    try run.publish()
    #expect(try folder.text("results.jsonl") == good)
    try Data(Array(good.utf8) + Array("more\n".utf8)).write(to: url)
    try run.publish()
    #expect(try folder.text("results.jsonl") == good)
  }

  @Test func keepsTheModeThatTheOwnerGaveTheFile() throws {
    try run([("a.pdf", "a")])
    let path = folder.results + "/results.jsonl"
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    try run([("a.pdf", "b")])
    #expect(try folder.mode(path) == 0o644)
  }

  @Test func saysWhichFileItCannotReplace() throws {
    let path = folder.results + "/results.jsonl"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let error = #expect(throws: LedgerError.self) { try run([("a.pdf", "a")]) }
    #expect(error == .cannotWrite(path, reason: "Is a directory"))
    #expect(error?.advice.isEmpty == false)
  }

  @Test func saysThatTheFolderCannotBeMade() throws {
    try Data().write(to: URL(fileURLWithPath: folder.results))
    let error = #expect(throws: LedgerError.self) { try pipeline.publish() }
    #expect(error == .cannotCreate(folder.results, reason: "File exists"))
  }

  @Test func twoWhoPublishAtOnceLeaveTheLatestState() throws {
    let failures = Failures()
    let run = try pipeline.beginRun()
    DispatchQueue.concurrentPerform(iterations: 8) { index in
      failures.collect {
        try run.commit([.accepted("\(index).pdf", "\(index)")])
        try run.publish()
      }
    }
    #expect(failures.texts == [])
    #expect(try reported() == (0..<8).map { "\($0).pdf" })
  }
}
