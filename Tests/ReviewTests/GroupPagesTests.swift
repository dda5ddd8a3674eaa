import Extraction
import Foundation
import JSON
import JSONSchema
import Ledger
import Review
import TestSupport
import Testing
import Validating

@testable import ReviewPage

/// Groups that are larger than one page of their preview.
@Suite struct GroupPagesTests {
  private let folder: TemporaryFolder
  private let ledger: PipelineLedger
  private let actions: GroupActions
  private let group = ["class": "rule_broken", "do": "accept"]

  /// A hundred and three letters with one cause.
  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger(path: folder.url.path + "/sluice.sqlite")
      .pipeline(named: "p", resultsFolder: folder.url.path + "/p")
    try ledger.beginRun().commit((0..<103).map(Self.letter))
    let schema = try Schema(["type": "object", "properties": ["total": ["type": "number"]]])
    let decider = Decider(
      ledger, reviewer: "ada", schema: schema, schemaDigest: Digest(of: "schema"),
      checker: try ReplyValidator(schema: schema, settings: ValidationSettings()),
      original: OriginalDocument(
        parser: ScriptedParser(), settings: ParseSettings(), base: DocumentPath("/")))
    let desk = try ReviewDesk(
      name: "p", decider: decider, renderer: NoPages(), audit: 0, route: [],
      publisher: Publisher(ledger) { _ in })
    actions = GroupActions(frame: Frame(desk: desk, changeToken: "t"))
  }

  private static func letter(_ ordinal: Int) -> Conclusion {
    let path = DocumentPath("/Total \(1000 + ordinal).00")
    let document = Digest(of: path.bytes)
    let record = Record(
      value: ["total": JSONValue(1000 + ordinal)],
      findings: [Finding(.ruleBroken, at: ["total"], rule: "adds up", "It does not add up.")])
    return Conclusion(
      entry: Listing.Entry(path: path, size: 1, modified: 1, inode: UInt64(ordinal)),
      document: document, disposition: .deadLettered(.ruleBroken),
      standing: .init(
        outcome: Outcome(kind: .deadLettered, stage: .validate, record: record),
        standingKey: document, recordKey: document, attempts: 1, cost: 0))
  }

  /// Draws nothing.
  private struct NoPages: PageRenderer {
    func ink(at places: [PagePlace], of file: SourceFile) throws(Failure) -> [Bool] { [] }
    func image(
      ofPage page: Int, dpi: Double, of file: SourceFile
    ) throws(Failure) -> [UInt8] { [] }
  }

  private func page(from offset: String? = nil) throws -> String {
    var fields = group
    fields["from"] = offset
    return String(decoding: try actions.page(fields).body, as: UTF8.self)
  }

  /// The letters that a page has boxes for, with the version that each box stands for.
  private func boxes(in page: String) -> [(id: String, version: String)] {
    page.matches(of: /name="chosen" value="([0-9a-f]+)" data-version="([0-9a-f]+)"/)
      .map { (String($0.1), String($0.2)) }
  }

  private func accept(_ boxes: [(id: String, version: String)]) throws -> JSONValue {
    let chosen = boxes.map { box -> JSONValue in
      ["id": .string(box.id), "version": .string(box.version)]
    }
    let asked: JSONValue = ["do": "accept", "chosen": .array(chosen)]
    let request = PageRequest(method: "POST", target: "/group", headers: [:], body: asked.utf8())
    return try JSONValue(parsing: actions.apply(request).body)
  }

  @Test func pagesFollowEachOtherAndTogetherHaveEachLetterOnce() throws {
    let (first, last) = (try page(), try page(from: "100"))
    #expect(first.contains("1 to 100 of 103") && last.contains("101 to 103 of 103"))
    #expect(first.contains("&from=100\">After") && !first.contains(">Before"))
    #expect(last.contains("&from=0\">Before") && !last.contains(">After"))
    let ids = (boxes(in: first) + boxes(in: last)).map(\.id)
    #expect(ids.count == 103 && Set(ids).count == 103)
    #expect(try page(from: "9999") == last, "behind the end is the end")
    #expect(try page(from: "-5") == first)
  }

  @Test func whatIsDecidedOnOnePageLeavesTheRestToBeDecided() throws {
    let first = try page()
    let rest = "/group?class=rule_broken&amp;do=accept"
    #expect(first.contains("data-rest=\"\(rest)\" data-from=\"0\""), "the script goes on there")
    let answer = try accept(boxes(in: first))
    #expect(answer["decided"] == 100 && answer["undo"]?.arrayValue?.count == 100)
    let next = try page()
    #expect(boxes(in: next).count == 3)
    #expect(next.contains("data-rest=\"\""), "these are the last")
    #expect(try ledger.queueCount(QueueQuery()) == 3)
  }

  @Test func aLetterThatChangedSinceItWasShownIsLeft() throws {
    var shown = boxes(in: try page(from: "100"))
    shown[0].version = shown[1].version
    let answer = try accept(shown)
    #expect(answer["decided"] == 2 && answer["left"] == 1)
    #expect(answer["told"] == "2 letters decided, 1 left as they were")
  }
}
