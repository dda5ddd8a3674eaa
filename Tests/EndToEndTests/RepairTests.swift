import Foundation
import JSON
import TestSupport
import Testing

/// `sluice repair`, by file and as a filter.
@Suite(.serialized, .enabled(if: Scene.isBuilt, Scene.absence))
struct RepairTests {
  private let schema = #"""
    {"type":"object","required":["invoice_number","total"],"additionalProperties":false,
     "properties":{"invoice_number":{"type":"string"},"total":{"type":"number"}}}
    """#

  private func sluice(_ arguments: String..., input: String = "") throws -> BuiltBinary.Ended {
    try BuiltBinary.sluice.run(["repair"] + arguments, input: input)
  }

  @Test func writesTheValueAndTellsWhatWasMended() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "Sure:\n```json\n{a: 'x', \"b\": 12345678901234567890.00,}\n```", to: "reply.txt")
    let ended = try sluice(file.path)
    #expect(ended.status == 0)
    #expect(ended.stdout == "{\n  \"a\": \"x\",\n  \"b\": 12345678901234567890.00\n}\n")
    #expect(ended.stderr.contains("line 3, column 2: put a name in quotes\n"))
    #expect(ended.stderr.contains("line 2, column 1: took the value out of a code fence\n"))
    #expect(try sluice("-", "--compact", input: "{\"a\": 1}").stdout == "{\"a\":1}\n")
    #expect(try sluice("-", input: "{\"a\": 1}").stderr.isEmpty)
  }

  @Test func endsAsOtherCommandsDo() throws {
    #expect(try sluice("-", input: "no JSON here").status == 65)
    let cut = try sluice("-", "--compact", input: "{\"a\": 1, \"b\": \"hel")
    #expect(cut.status == 65)
    #expect(cut.stdout == "{\"a\":1,\"b\":\"hel\"}\n")
    #expect(cut.stderr.contains("ends inside /b"))
    #expect(cut.stderr.contains("ask again and give it room for a longer reply"))
    #expect(try sluice("/no/such/file").status == 66)
    #expect(try sluice().status == 64)
    #expect(try sluice("-", "--keep", "nothing").status == 64)
  }

  @Test func letsASchemaChooseAndSettle() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(schema, to: "schema.json").path
    let text = "As in [1]: {\"Invoice-Number\": \"A\", \"total\": \"1.234,50 €\"}"
    let ended = try sluice("-", "--schema", schema, "--compact", input: text)
    #expect(ended.status == 0)
    #expect(ended.stdout == "{\"invoice_number\":\"A\",\"total\":1234.50}\n")
    #expect(ended.stderr.contains("/total: number as text"))
    let kept = try sluice("-", "--schema", schema, "--keep", "number", input: text)
    #expect(kept.status == 65)
    #expect(kept.stderr.contains("/total"))
    let broken = try folder.write("{\"type\": 1}", to: "broken.json").path
    #expect(try sluice("-", "--schema", broken, input: "{}").status == 78)
  }

  @Test func answersLineByLine() throws {
    let known = try JSONValue(parsing: schema)
    let lines: [JSONValue] = [
      ["id": 1, "text": "x {a: 1,} y"], ["id": "two", "text": "none"], ["id": 3],
      ["id": 4, "text": "{\"a\": \"b"],
      [
        "id": 5, "text": "{\"total\": \"1,234\", \"invoiceNumber\": 7}",
        "schema": known,
      ],
      ["id": 6, "text": "{}", "schema": ["type": 1]],
    ]
    let input = lines.map { $0.text() + "\n" }.joined() + "\n[\n"
    let ended = try sluice("--jsonl", input: input)
    #expect(ended.status == 65)
    let answers = try ended.stdout.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    #expect(
      answers.first?.text()
        == #"{"id":1,"value":{"a":1},"repairs":[{"kind":"surrounding text","offset":0},{"kind":"unquoted key","offset":3},{"kind":"extra comma","offset":7},{"kind":"surrounding text","offset":10}],"truncated":false}"#
    )
    #expect(answers.map { $0["id"] } == [1, "two", 3, 4, 5, 6, .some(.null)])
    #expect(answers.map { $0["failure"] != nil } == [false, true, true, false, false, true, true])
    #expect(answers[3]["value"] == ["a": "b"])
    #expect(answers[3]["truncated"] == true)
    #expect(answers[4]["value"] == ["total": "1,234", "invoice_number": "7"])
    let refusal = try #require(answers.last?["failure"]?["message"]?.stringValue)
    #expect(refusal.hasPrefix("line 8 is no JSON: column 2"), "\(refusal)")
  }

  @Test func namesTheFileAndWhatIsWrongWithIt() throws {
    let folder = try TemporaryFolder()
    let prose = try folder.write("nothing", to: "prose.txt").path
    #expect(
      try sluice(prose).stderr
        == """
        sluice: \(prose) holds no JSON: no object or array begins in it
          No repair can help. If it is the right file, whoever wrote it gave no answer in JSON: ask \
        again.

        """)
    let brackets = try sluice("-", input: "as [they] say").stderr
    #expect(brackets.contains("standard input holds no JSON: what stands in its brackets is prose"))
    let empty = try sluice("-", input: " \n").stderr
    #expect(empty.contains("standard input is empty\n  Name the file that holds the JSON"))
    #expect(try sluice("/no/such/file").stderr.contains("/no/such/file does not exist"))
    let directory = folder.url.path
    let ended = try sluice(directory)
    #expect(ended.status == 66)
    #expect(ended.stderr.contains("\(directory) is a folder"))
    let schema = try sluice("-", "--schema", prose, input: "{}")
    #expect(schema.status == 65)
    #expect(schema.stderr.contains("\(prose) is no JSON: line 1"))
  }
}
