import Extraction
import Foundation
import JSON
import JSONSchema
import TestSupport
import Testing

/// The lines that the code writes fit the schemas in schemas/stages/, and come back as they were.
@Suite struct DocumentLineTests {
  private static func schema(_ stage: String) throws -> Schema {
    let file = SampleData.packageRoot.appendingPathComponent("schemas/stages/\(stage).schema.json")
    return try Schema(JSONValue(parsing: Array(Data(contentsOf: file))))
  }

  private static let text = "Total 12.50\n"
  private static var line: DocumentLine {
    var line = DocumentLine(id: ["row": 3], path: DocumentPath(bytes: [0x61, 0xFF]))
    var words = WordColumns()
    words.append(0..<5, Box(x0: 7200, y0: 100, x1: 9950, y1: 1300))
    words.append(6..<11, Box(x0: 10001, y0: 100, x1: 12000, y1: 1300))
    line.document = ParsedDocument(
      sha256: Digest(of: "x"), mediaType: "application/pdf", text: text,
      pages: [.init(number: 1, width: 595.28, height: 841.89, range: 0..<12, isRendered: true)],
      blocks: [.init(kind: .table, range: 0..<11)], words: words,
      hidden: [HiddenText(page: 1, box: Box(x0: 0, y0: 0, x1: 1, y1: 1), text: "h", why: "w")],
      warnings: ["odd"])
    return line
  }

  private static var prompts: [Prompt] {
    let first = Prompt(
      id: "0.0", chunk: Chunk(index: 0, range: 0..<12), rung: 0, system: "s", user: "u",
      schema: ["type": "object"])
    var second = first
    second.id = "0.1"
    second.outputScale = 4
    let finding = Finding(
      .ruleBroken, at: JSONPointer(["a", "b/c"]), severity: .warning, rule: "r", "m", value: 1.5)
    second.ask = Ask(chunk: 0, kind: .paths, paths: [JSONPointer(["a"])], findings: [finding])
    return [first, second]
  }

  private func checkRoundTrip(_ line: DocumentLine, _ stage: String) throws {
    let json = try JSONValue(parsing: line.utf8)
    #expect(try Self.schema(stage).validate(json).map(\.message) == [])
    #expect(try DocumentLine(json).utf8 == line.utf8)
  }

  @Test func eachStagesLineFitsItsSchemaAndComesBack() throws {
    var line = Self.line
    let document = line.document
    line.document = nil
    try checkRoundTrip(line, "list")
    line.document = document
    try checkRoundTrip(line, "parse")
    line.prompts = Self.prompts
    try checkRoundTrip(line, "prompt")
    let reply = Reply(
      text: "{}", finishReason: .length,
      usage: .init(inputTokens: 3, outputTokens: 2, cachedTokens: 1), model: "m")
    line.replies = [
      Exchange(prompt: Self.prompts[0], result: .success(reply)),
      Exchange(
        prompt: Self.prompts[1], result: .failure(Failure(.refused, stage: .request, "no"))),
    ]
    try checkRoundTrip(line, "request")
    #expect(try DocumentLine(JSONValue(parsing: line.utf8)).document == document)
  }

  @Test(arguments: ["parse", "prompt", "request", "validate"])
  func aFailureFitsEveryStage(stage: String) throws {
    var line = DocumentLine(id: 1, path: DocumentPath("a"))
    line.failure = Failure(.tooBig, stage: .parse, "needs 2 GB")
    try checkRoundTrip(line, stage)
  }

  @Test func anOutcomeFitsItsSchema() throws {
    var line = DocumentLine(id: 1, path: DocumentPath("a"))
    let rival = Evidence(kind: .fuzzy, score: 0.5)
    let evidence = Evidence(
      kind: .normalised, score: 0.333, quote: "12.50", range: 6..<11, page: 1,
      boxes: [Box(x0: 10001, y0: 100, x1: 12000, y1: 1300)], rivals: [rival])
    line.outcome = Outcome(
      kind: .accepted,
      record: Record(
        value: ["total": 12.5], evidence: [JSONPointer(["total"]): evidence],
        missing: [JSONPointer(["due"]): .absent],
        findings: [Finding(.ungrounded, at: JSONPointer(["x"]), severity: .warning, "m")]))
    let json = try JSONValue(parsing: line.utf8)
    #expect(try Self.schema("validate").validate(json).map(\.message) == [])
    #expect(json["evidence"]?["/total"]?["boxes"]?.text() == "[[100.01,1,120,13]]")
    #expect(try Record(Fields(json)) == line.outcome?.record)
  }

  @Test(arguments: [
    ("/document/blocks/0/end", JSONValue(99)), ("/document/words/start/1", 99),
    ("/document/words/x0", .array([])), ("/document/sha256", "short"), ("/document/text", 1),
    ("/id", .null),
  ])
  func refusesALineOfAnotherShape(pointer: String, value: JSONValue) throws {
    var json = try JSONValue(parsing: Self.line.utf8)
    if value.isNull {
      _ = json.remove(at: try JSONPointer(parsing: pointer))
    } else {
      json.set(value, at: try JSONPointer(parsing: pointer))
    }
    #expect(throws: FormatError.self) { try DocumentLine(json) }
  }
}
