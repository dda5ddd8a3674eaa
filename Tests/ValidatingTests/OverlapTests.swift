import Extraction
import JSON
import JSONSchema
import Testing
import Validating

/// Parts that share lines.
@Suite struct OverlapTests {
  private static let schema: JSONValue = [
    "properties": [
      "number": ["type": "string"],
      "rows": [
        "type": "array",
        "items": ["properties": ["article": ["type": "string"], "price": ["type": "number"]]],
      ],
    ]
  ]
  /// The second and the fourth line are equal.
  private static let lines = [
    "Alder    1.50", "Birch    2.50", "Cedar    4.50", "Birch    2.50", "Elm      5.50",
  ]

  private func record(_ parts: [(lines: Range<Int>, reply: String)]) throws -> Record {
    let text = Self.lines.joined(separator: "\n")
    let starts = Self.lines.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.utf8.count + 1) }
    let exchanges = parts.enumerated().map { index, part in
      let range =
        starts[part.lines.lowerBound]..<min(starts[part.lines.upperBound], text.utf8.count)
      let prompt = Prompt(
        id: "\(index).0", chunk: Chunk(index: index, range: range), rung: 0, system: "", user: "",
        schema: true)
      let reply = Reply(text: part.reply, finishReason: .stop, usage: .init(), model: "test")
      return Exchange(prompt: prompt, result: .success(reply))
    }
    return try ReplyValidator(
      schema: Schema(Self.schema), settings: ValidationSettings(completeness: .off)
    ).verdict(on: plainDocument(text), exchanges).record
  }

  private static func rows(_ names: String...) -> String {
    let price = ["Alder": 1.5, "Birch": 2.5, "Cedar": 4.5, "Elm": 5.5]
    let rows = names.map { #"{"article": "\#($0)", "price": \#(price[$0] ?? 0)}"# }
    return #"{"rows": [\#(rows.joined(separator: ", "))]}"#
  }

  private func articles(_ record: Record) -> [String] {
    record.value["rows"]?.arrayValue?.compactMap { $0["article"]?.stringValue } ?? []
  }

  @Test func aRowOfTwoPartsIsOneRow() throws {
    let record = try record([
      (0..<3, Self.rows("Alder", "Birch", "Cedar")), (2..<5, Self.rows("Cedar", "Birch", "Elm")),
    ])
    #expect(articles(record) == ["Alder", "Birch", "Cedar", "Birch", "Elm"])
  }

  @Test func twoEqualLinesAreTwoRows() throws {
    let record = try record([
      (0..<4, Self.rows("Alder", "Birch", "Cedar", "Birch")),
      (1..<5, Self.rows("Birch", "Cedar", "Birch", "Elm")),
    ])
    #expect(articles(record) == ["Alder", "Birch", "Cedar", "Birch", "Elm"])
  }

  @Test func whatOnePartLeavesOutTheOtherAddsInItsPlace() throws {
    let record = try record([
      (0..<4, Self.rows("Alder", "Birch", "Birch")), (1..<5, Self.rows("Cedar", "Elm")),
    ])
    #expect(articles(record) == ["Alder", "Birch", "Cedar", "Birch", "Elm"])
  }

  @Test func ofTwoReadingsOfARowThatFurtherFromACutStays() throws {
    let cut = #"{"rows": [{"article": "Alder", "price": 1.5}, {"article": "Cedar"}]}"#
    let record = try record([(0..<3, cut), (1..<5, Self.rows("Cedar", "Elm"))])
    #expect(record.value["rows"]?[1]?["price"] == 4.5)
  }

  @Test func partsThatShareNothingKeepAllTheirRows() throws {
    let record = try record([
      (0..<3, Self.rows("Alder", "Birch", "Cedar")), (3..<5, Self.rows("Cedar", "Elm")),
    ])
    #expect(articles(record) == ["Alder", "Birch", "Cedar", "Cedar", "Elm"])
  }

  @Test func aValueThatItsPartShowsComesBeforeOneThatItDoesNot() throws {
    let record = try record([
      (0..<2, #"{"number": "Z-9"}"#), (2..<5, #"{"number": "Elm"}"#),
    ])
    #expect(record.value["number"] == "Elm")
    let finding = record.findings.first { $0.failureClass == .conflict }
    #expect(finding?.severity == .warning)
    #expect(finding?.message.contains("\"Elm\" in part 2; \"Z-9\" in part 1") == true)
  }

  @Test func whatMorePartsSayComesFirstAndBothAreShown() throws {
    let record = try record([
      (0..<2, #"{"number": "Alder"}"#), (1..<4, #"{"number": "Birch"}"#),
      (3..<5, #"{"number": "birch"}"#),
    ])
    #expect(record.value["number"] == "Birch")
    let finding = record.findings.first { $0.failureClass == .conflict }
    #expect(finding?.severity == .error)
    #expect(finding?.message.contains("\"Birch\" in part 2, 3; \"Alder\" in part 1") == true)
  }
}
