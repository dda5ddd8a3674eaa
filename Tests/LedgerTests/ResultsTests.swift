import Extraction
import JSON
import Ledger
import Testing

@Suite struct ResultsTests {
  let folder: LedgerFolder
  let pipeline: PipelineLedger

  init() throws {
    folder = try LedgerFolder()
    pipeline = try folder.pipeline()
  }

  private func paths(ofRun run: Int64? = nil, since: Int? = nil) throws -> [String] {
    var paths: [String] = []
    try pipeline.eachResult(ofRun: run, since: since) { paths.append($0.path.description) }
    return paths
  }

  @Test func theLinesAreThoseOfTheFile() throws {
    let run = try pipeline.beginRun()
    try run.commit([.accepted("b.pdf", "b"), .accepted("a.pdf", "a"), .held("c.pdf", "c")])
    try pipeline.publish()
    var lines = ""
    try pipeline.eachResult { lines += $0.line }
    #expect(try lines == folder.text("results.jsonl"))
    #expect(lines.contains("a.pdf"))
  }

  @Test func aRunHasWhatItDecided() throws {
    let first = try pipeline.beginRun()
    try first.commit([.accepted("a.pdf", "a"), .accepted("b.pdf", "b")])
    let second = try pipeline.beginRun()
    try second.commit([.accepted("b.pdf", "b", total: 2, key: "new")])
    #expect(try paths(ofRun: first.run) == ["a.pdf"])
    #expect(try paths(ofRun: second.run) == ["b.pdf"])
    #expect(try paths(since: 0) == ["a.pdf", "b.pdf"])
    #expect(try paths(since: 4_000_000_000_000) == [])
  }

  @Test func theVisitorsErrorIsItsOwn() throws {
    struct Full: Error {}
    try pipeline.beginRun().commit([.accepted("a.pdf", "a")])
    #expect(throws: Full.self) { try pipeline.eachResult { _ in throw Full() } }
  }

  @Test func findsWhatStandsForADocument() throws {
    let run = try pipeline.beginRun()
    let held = Conclusion.held("b.pdf", "b")
    try run.commit([.accepted("a.pdf", "a"), held])
    let standing = try #require(try pipeline.standing(of: content("b")))
    #expect(standing.outcome == held.standing?.outcome)
    #expect(standing.failureClass == .ruleBroken)
    #expect(standing.recordKey == Digest(of: "record"))
    #expect(standing.run == run.run)
    #expect(try pipeline.standing(.accepted).map(\.path) == [DocumentPath("a.pdf")])
    #expect(try pipeline.standing(of: content("c")) == nil)
  }
}

@Suite struct CSVLineTests {
  @Test func quotesWhatRFC4180AsksFor() throws {
    let record: JSONValue = [
      "name": "Smith, \"Jo\"", "note": "two\nlines", "total": 12.50, "paid": true, "due": .null,
      "rows": [["a": 1]], "plain": "x y",
    ]
    let columns = ["name", "note", "total", "paid", "due", "rows", "plain", "absent"]
    #expect(
      CSVLine.of(record, at: DocumentPath("a,b.pdf"), columns: columns)
        == "\"a,b.pdf\",\"Smith, \"\"Jo\"\"\",\"two\nlines\",12.5,true,,\"[{\"\"a\"\":1}]\",x y,\r\n"
    )
    #expect(CSVLine.header(["total", "a,b"]) == "path,total,\"a,b\"\r\n")
  }

  @Test func aRecordThatIsNoObjectHasAColumnOfItsOwn() {
    #expect(
      CSVLine.of([1, 2], at: DocumentPath("a"), columns: [CSVLine.wholeRecord])
        == "a,\"[1,2]\"\r\n")
  }
}

@Suite struct SightingTests {
  private let base = DocumentPath("/home/me/pipelines")
  private let folder = DocumentPath("/home/me")
  private let sightings = [
    Sighting(path: DocumentPath("../docs/a/x.pdf"), document: content("1")),
    Sighting(path: DocumentPath("../docs/b/x.pdf"), document: content("2")),
    Sighting(path: DocumentPath("../docs/b/y.pdf"), document: content("3")),
    Sighting(path: DocumentPath("../docs/c/y.pdf"), document: content("3"), isGone: true),
  ]

  private func named(_ name: String) throws -> String {
    try Sighting.named(name, among: sightings, base: base, folder: folder).path.description
  }

  @Test func aDocumentIsNamedInManyWays() throws {
    #expect(try named("../docs/a/x.pdf") == "../docs/a/x.pdf")
    #expect(try named("docs/b/x.pdf") == "../docs/b/x.pdf")
    #expect(try named("./docs/./b/../b/x.pdf") == "../docs/b/x.pdf")
    #expect(try named("/home/me/docs/b/x.pdf") == "../docs/b/x.pdf")
    #expect(try named("b/x.pdf") == "../docs/b/x.pdf")
    #expect(try named(String(content("2").hex.prefix(8)).uppercased()) == "../docs/b/x.pdf")
    #expect(try named("y.pdf") == "../docs/b/y.pdf")
  }

  @Test func aNameForSeveralContentsIsRefused() {
    #expect(throws: SightingLookupError.self) { try named("x.pdf") }
    #expect(throws: SightingLookupError.none("z.pdf")) { try named("z.pdf") }
    #expect(throws: SightingLookupError.none("pdf")) { try named("pdf") }
  }
}
