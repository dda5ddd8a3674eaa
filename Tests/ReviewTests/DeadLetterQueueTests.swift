import Extraction
import Foundation
import JSON
import Ledger
import TestSupport
import Testing

@testable import Review

@Suite struct DeadLetterQueueTests {
  private func table(_ letters: [DeadLetter], width: Int = 100) -> String {
    DeadLetterTable(letters: letters, pipeline: "invoices.yaml", width: width).text
  }

  private func sheet(_ letter: DeadLetter) -> String {
    DeadLetterSheet(letter: letter, pipeline: "invoices.yaml").text
  }

  @Test func listsTheQueueByClass() throws {
    let text = table(SampleLetters.all)
    #expect(try text == Golden.text("list", recording: text))
  }

  @Test func saysThatTheQueueIsEmpty() throws {
    let text = table([])
    #expect(try text == Golden.text("list-empty", recording: text))
  }

  @Test func showsADocumentThatNeverCameToARecord() throws {
    let text = sheet(SampleLetters.unreadable)
    #expect(try text == Golden.text("show-unreadable", recording: text))
  }

  @Test func showsARecordWithMarksAtItsFailingFields() throws {
    let text = sheet(SampleLetters.ruleBroken)
    #expect(try text == Golden.text("show-rule-broken", recording: text))
  }

  @Test func showsHostileTextInAWayThatNoTerminalObeys() throws {
    let text = sheet(SampleLetters.ungrounded)
    #expect(try text == Golden.text("show-hostile", recording: text))
  }

  @Test func noTextReachesTheTerminalWithAControlCharacter() {
    let texts = [table(SampleLetters.all)] + SampleLetters.all.map(sheet)
    for scalar in texts.joined().unicodeScalars where scalar != "\n" {
      let category = scalar.properties.generalCategory
      #expect(category != .control && category != .format, "\(scalar.value)")
    }
  }

  @Test func aHugeRecordIsCutAndSaysHowMuchIsLeft() {
    let rows = JSONValue.array((0..<1000).map { ["n": JSONValue($0)] })
    let lines = RecordListing(Record(value: ["rows": rows])).lines
    #expect(lines.count == RecordListing.lineLimit + 1)
    #expect(lines.last == "    … 804 more lines")
  }

  @Test func aRowWithAFindingIsOpenedAndMarked() {
    let rows: JSONValue = ["rows": [["a": 1, "b": 2], ["a": 3, "b": 4]]]
    let finding = Finding(.ungrounded, at: ["rows", "1", "b"], "not shown")
    let lines = RecordListing(Record(value: rows, findings: [finding])).lines
    #expect(lines.contains("        { \"a\": 1, \"b\": 2 },"))
    #expect(lines.contains("  !       \"b\": 4"))
  }

  @Test(arguments: [60, 80, 100, 200])
  func rowsStayWithinTheWidth(width: Int) {
    let rows = table(SampleLetters.all, width: width).split(separator: "\n")
      .filter { $0.hasPrefix("  ") }
    #expect(rows.count == 3)
    #expect(rows.allSatisfy { TerminalText.columns(String($0)) <= width })
  }

  @Test func idsAreAsLongAsItTakesToTellThemApart() {
    #expect(DeadLetterTable.uniqueLength([]) == 8)
    #expect(DeadLetterTable.uniqueLength(["0123456789", "1123456789"]) == 8)
    #expect(DeadLetterTable.uniqueLength(["0123456789", "0123456788", "5"]) == 10)
  }

  @Test func fieldsThatAreHeldBackAreInTheQueueToo() throws {
    let folder = try TemporaryFolder()
    let pipeline = try Ledger(path: folder.url.path + "/sluice.sqlite")
      .pipeline(named: "invoices", resultsFolder: folder.url.path + "/invoices")
    let record = Record(
      value: ["total": .null, "number": "7"], missing: [["total"]: .held],
      findings: [Finding(.ungrounded, at: ["total"], "No page shows this value.", value: 9)])
    let document = Digest(of: "held")
    try pipeline.beginRun().commit([
      Conclusion(
        entry: Listing.Entry(path: DocumentPath("h.pdf"), size: 1, modified: 1, inode: 1),
        document: document, disposition: .accepted,
        standing: .init(
          outcome: Outcome(kind: .accepted, record: record), standingKey: document,
          recordKey: document, attempts: 1, cost: 0))
    ])
    let queue = DeadLetterQueue(pipeline, pipeline: "invoices.yaml")
    #expect(try queue.list().contains("h.pdf (held)  /total: No page shows this value."))
    let sheet = try queue.show(document.hex)
    #expect(sheet.contains("  held    the fields below; the rest is accepted\n  model   1 call"))
    let line = try JSONValue(parsing: queue.listJSON())
    #expect(line["class"] == "ungrounded" && line["missing"]?["/total"] == "held")
    #expect(try pipeline.queue(QueueQuery(), limit: 9).entries.map(\.document) == [document])
  }

  @Test func readsTheQueueFromTheLedger() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/review-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let pipeline = try Ledger(path: folder + "/sluice.sqlite")
      .pipeline(named: "invoices", resultsFolder: folder + "/invoices")
    let letter = SampleLetters.ruleBroken
    let entry = Listing.Entry(path: letter.path, size: 1, modified: 1, inode: 1)
    let outcome = Outcome(kind: .deadLettered, stage: letter.stage, record: letter.record)
    try pipeline.beginRun().commit([
      Conclusion(
        entry: entry, document: letter.document, disposition: .deadLettered(.ruleBroken),
        standing: .init(
          outcome: outcome, standingKey: letter.document, recordKey: letter.document,
          attempts: letter.attempts, cost: letter.cost))
    ])
    try pipeline.publish()
    let queue = DeadLetterQueue(pipeline, pipeline: "invoices.yaml")
    #expect(try queue.list() == table([letter]))
    #expect(try queue.show("8C11") == sheet(letter))
    let published = try Data(
      contentsOf: URL(fileURLWithPath: folder + "/invoices/dead-letters.jsonl"))
    #expect(try queue.listJSON() == String(decoding: published, as: UTF8.self))
    #expect(try queue.showJSON("8c11d0aa") == queue.listJSON())
    #expect(throws: DeadLetterLookupError.none("beef")) { try queue.show("beef") }
  }
}
