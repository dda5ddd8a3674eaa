import Extraction
import JSON
import JSONSchema
import Ledger
import TestSupport
import Testing

@testable import Review

@Suite struct TraceTests {
  private let text = """
    Kessler & Brandt GmbH

    Rechnung R-2031-0042 \u{1B}[31m
    Total due to us within thirty days of the date that is printed above, less discount: 21,00 EUR
    """

  private var parsed: ParsedDocument {
    ParsedDocument(
      sha256: Digest(of: text), mediaType: "application/pdf", text: text,
      pages: [.init(number: 1, width: 595.3, height: 841.9, range: 0..<text.utf8.count)],
      blocks: [.init(kind: .paragraph, range: 0..<text.utf8.count)])
  }

  private func prompt(_ id: String, _ ask: Ask? = nil) -> Prompt {
    Prompt(
      id: id, chunk: Chunk(index: 0, range: 0..<text.utf8.count), rung: 0, ask: ask,
      system: "You read invoices.", user: "<document>\nRechnung …\n</document>",
      schema: ["type": "object"])
  }

  private var exchanges: [Exchange] {
    let finding = Finding(
      .ruleBroken, at: ["total"], rule: "total adds up", "The items add up to 19.50.")
    let usage = Reply.Usage(inputTokens: 1200, outputTokens: 60, cachedTokens: 800)
    return [
      Exchange(
        prompt: prompt("0.0"),
        result: .success(
          Reply(
            text: "```json\n{\"total\": 21,}\n```", finishReason: .stop, usage: usage,
            model: "local"))),
      Exchange(
        prompt: prompt("0.1", Ask(chunk: 0, kind: .paths, paths: [["total"]], findings: [finding])),
        result: .success(
          Reply(text: "{\"/total\": 21", finishReason: .length, usage: usage, model: "local"))),
      Exchange(
        prompt: prompt("0.2", Ask(chunk: 0, kind: .moreTokens, findings: [])),
        result: .failure(Failure(.modelUnavailable, stage: .request, "no reply is stored"))),
    ]
  }

  private var trace: Trace {
    get throws {
      let quote = try #require(text.firstRange(of: "21,00"))
      let start = text.utf8.distance(from: text.startIndex, to: quote.lowerBound)
      let record = Record(
        value: ["invoice_number": "R-2031-0042", "total": 21, "note": .null],
        evidence: [
          ["invoice_number"]: Evidence(
            kind: .exact, score: 1, quote: "R-2031-0042", range: 32..<43, page: 1),
          ["total"]: Evidence(
            kind: .normalised, score: 1, quote: "21,00", range: start..<start + 5, page: 1,
            rivals: [Evidence(kind: .exact, score: 1, range: 0..<2, page: 1)]),
        ],
        missing: [["note"]: .absent],
        findings: [
          Finding(.ruleBroken, at: ["total"], rule: "total adds up", "The items add up to 19.50.")
        ])
      var trace = Trace(document: Digest(of: text), path: DocumentPath("in/\u{1B}[1mbill.pdf"))
      trace.standing = StandingOutcome(
        document: trace.document, path: trace.path,
        outcome: Outcome(kind: .deadLettered, stage: .validate, record: record),
        failureClass: .ruleBroken, recordKey: trace.document, attempts: 2, cost: 0.00125,
        decidedAt: 0, run: 7)
      trace.parsed = parsed
      trace.exchanges = exchanges
      trace.cost = { $0.prompt.id == "0.0" ? 0.0005 : nil }
      return trace
    }
  }

  @Test func showsTheWayOfADocument() throws {
    let text = try trace.text(isFull: false)
    #expect(try text == Golden.text("trace", recording: text))
  }

  @Test func showsPromptsAndRepliesInFull() throws {
    let text = try trace.text(isFull: true)
    #expect(try text == Golden.text("trace-full", recording: text))
  }

  @Test func showsWhatTheLedgerHoldsWhereTheFileIsGone() throws {
    var trace = try trace
    trace.parsed = nil
    trace.exchanges = []
    trace.notes = ["Not read again: there is no such file."]
    let text = trace.text(isFull: false)
    #expect(try text == Golden.text("trace-gone", recording: text))
  }

  @Test func tellsWhatTheSchemaSettled() throws {
    var trace = try trace
    trace.schema = try Schema([
      "type": "object", "properties": ["total": ["type": "string"]],
    ])
    let text = trace.text(isFull: false)
    #expect(text.contains("repaired: code fence, extra comma, text as number at /total\n"))
  }

  @Test func noTextReachesTheTerminalWithAControlCharacter() throws {
    for isFull in [false, true] {
      for scalar in try trace.text(isFull: isFull).unicodeScalars where scalar != "\n" {
        #expect(scalar.properties.generalCategory != .control, "\(scalar.value)")
      }
    }
  }
}
