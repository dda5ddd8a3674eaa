import Extraction
import Foundation
import JSON
import Testing

@testable import Workflow

@Suite struct EvaluationTests {
  private func comparison(_ expected: JSONValue, _ found: JSONValue) -> [String: Bool] {
    Dictionary(
      RecordComparison(expected: expected, found: found).values.map {
        ($0.place.description, $0.isEqual)
      }, uniquingKeysWith: { $0 && $1 })
  }

  @Test(
    arguments: [
      (1200.0, 1200), ("1200.00", 1200), ("a  b\u{A0}c ", "a b c"), ("a\nb", "a b"),
      ("2031-04-05", "2031-04-05T00:00:00Z"), ("05.04.2031", "2031-04-05"),
      ("2031/4/5", "2031-04-05"), ("Caf\u{E9}", "Cafe\u{301}"), (.null, .null), (true, true),
    ] as [(JSONValue, JSONValue)])
  func theSameValueInAnotherWritingIsEqual(left: JSONValue, right: JSONValue) {
    #expect(ValueComparison.areEqual(left, right))
    #expect(ValueComparison.areEqual(right, left))
  }

  @Test(
    arguments: [
      (1200.0, 1200.01), ("A", "a"), ("2031-04-05", "2031-05-04"), ("ab", "a b"), (.null, ""),
      ("2031-04-05", "2031-04-05T10:00"), (true, 1), (0, .null), ("1.200", 1200),
      ("1.2.2031", "1.2.20311"),
    ] as [(JSONValue, JSONValue)])
  func anotherValueIsNot(left: JSONValue, right: JSONValue) {
    #expect(!ValueComparison.areEqual(left, right))
    #expect(!ValueComparison.areEqual(right, left))
  }

  @Test func onlyExpectedKeysCountAndAMissingOneIsNull() {
    let found: JSONValue = ["a": 1, "extra": 2, "d": ["e": 3]]
    #expect(
      comparison(["a": 1, "b": .null, "c": 5, "d": ["e": 3, "f": .null]], found)
        == ["/a": true, "/b": true, "/c": false, "/d/e": true, "/d/f": true])
  }

  @Test func aRowThatIsMissingShiftsNoOther() {
    let rows: [JSONValue] = [
      ["n": "bolts", "p": 1], ["n": "nuts", "p": 2], ["n": "nails", "p": 3],
    ]
    #expect(RowAlignment.partners(of: rows, in: [rows[0], rows[2]]) == [0, nil, 1])
    #expect(RowAlignment.partners(of: [rows[0], rows[2]], in: rows) == [0, 2])
    #expect(RowAlignment.partners(of: rows, in: []) == [nil, nil, nil])
    let differing: JSONValue = ["n": "screws", "p": 2]
    #expect(RowAlignment.partners(of: rows, in: [rows[0], differing, rows[2]]) == [0, 1, 2])
  }

  @Test func missingAndSurplusRowsCountAgainstTheRecord() {
    let rows: JSONValue = [["n": "bolts", "p": 1], ["n": "nuts", "p": .null]]
    #expect(
      comparison(["rows": rows], ["rows": [["n": "bolts", "p": 1]]])
        == ["/rows/0/n": true, "/rows/0/p": true, "/rows/1/n": false, "/rows/1/p": false])
    #expect(
      comparison(["rows": [["n": "bolts"]]], ["rows": rows])
        == ["/rows/0/n": true, "/rows/1": false])
    #expect(comparison(["tags": []], [:]) == ["/tags": true])
    #expect(comparison(["tags": []], ["tags": ["x"]]) == ["/tags": false])
    #expect(
      comparison(["tags": ["a", "b"]], ["tags": ["b"]]) == ["/tags/0": false, "/tags/1": true])
  }

  @Test func fieldsAreCountedByDocumentAndByValue() {
    var group = Evaluation.Group()
    group.add(
      "a.pdf", expected: ["t": 1, "rows": [["n": 1], ["n": 2]]],
      found: ["t": 2, "rows": [["n": 1]]])
    group.add("b.pdf", expected: ["t": 1], found: ["t": 1])
    #expect(group.fields.map(\.name) == ["/t", "/rows/*/n"])
    #expect(group.fields[0].score == .init(documents: 2, values: 2, equal: 1))
    #expect(group.fields[1].score == .init(documents: 1, values: 2, equal: 1))
    #expect(group.total == .init(documents: 2, values: 4, equal: 2))
    #expect(group.differences.map(\.place.description) == ["/t", "/rows/1/n"])
    var evaluation = Evaluation()
    evaluation.accepted = group
    #expect(evaluation.json["accepted"]?["fields"]?["/t"]?["share"] == 0.5)
    #expect(evaluation.json["dead_lettered"]?["share"] == .null)
  }

  @Test func aDeadLetterWithoutARecordHasNothingEqualButNulls() {
    #expect(comparison(["a": 1, "b": .null], .null) == ["/a": false, "/b": true])
  }

  // MARK: - Files

  private let sources = [DocumentPath("../in"), DocumentPath("../in/deep"), DocumentPath("x.pdf")]

  private func file(_ document: String, _ files: String...) throws -> String? {
    try ExpectedRecords(folder: "dir", files: files).file(
      for: DocumentPath(document), below: sources)
  }

  @Test func theNearestNameWins() throws {
    #expect(
      try file("../in/a/b.pdf", "a/b.pdf.json", "a/b.json", "b.json") == "a/b.pdf.json")
    #expect(try file("../in/a/b.pdf", "a/b.json", "c/b.json") == "a/b.json")
    #expect(try file("../in/a/b.pdf", "c/b.json") == "c/b.json")
    #expect(try file("../in/deep/b.pdf", "b.json", "deep/b.json") == "b.json")
    #expect(try file("x.pdf", "x.json") == "x.json")
    #expect(try file("../in/a/.b", "a/.b.json") == "a/.b.json")
    #expect(try file("../in/a/b.pdf", "c.json") == nil)
  }

  @Test func twoCandidatesAreAnErrorThatNamesBoth() {
    #expect(
      throws: ExpectedRecordError.ambiguous("../in/a/b.pdf", ["dir/c/b.json", "dir/d/b.json"])
    ) {
      try file("../in/a/b.pdf", "c/b.json", "d/b.json")
    }
  }

  @Test func saysWhatIsWrongWithAFolder() throws {
    let folder = NSTemporaryDirectory() + "expected-" + UUID().uuidString
    #expect(throws: ExpectedRecordError.noFolder(folder)) { try ExpectedRecords(reading: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(throws: ExpectedRecordError.noFiles(folder)) { try ExpectedRecords(reading: folder) }
    try Data("{".utf8).write(to: URL(fileURLWithPath: folder + "/a.json"))
    let records = try ExpectedRecords(reading: folder + "/")
    #expect(records.files == ["a.json"])
    #expect(throws: ExpectedRecordError.self) { try records.record("a.json") }
  }
}
