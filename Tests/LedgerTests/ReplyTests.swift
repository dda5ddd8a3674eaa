import Extraction
import Foundation
import JSON
import Ledger
import Testing

@Suite struct ReplyTests {
  let folder: LedgerFolder
  let request = Digest(of: "request")
  let reply = Reply(
    text: "{\"total\": \"1.487,50 €\"}\u{0}", finishReason: .length,
    usage: .init(inputTokens: 500, outputTokens: 90, cachedTokens: 313), model: "local")
  let prompt = Prompt(
    id: "0.1", chunk: Chunk(index: 0, range: 0..<9), rung: 1,
    ask: Ask(
      chunk: 0, kind: .paths, paths: [JSONPointer(["total"])],
      findings: [Finding(.invalid, at: JSONPointer(["total"]), "not a number", value: "x")]),
    system: "You read invoices.", user: String(repeating: "line of text\n", count: 200),
    schema: ["type": "object", "minimum": 1.50], outputScale: 2)

  init() throws { folder = try LedgerFolder() }

  @Test func aStoredReplyIsFoundByAnotherConnectionAndPipeline() throws {
    let run = try folder.pipeline().beginRun()
    #expect(try run.reply(to: request, sample: 0) == nil)
    try run.store(reply, to: request, sample: 0, prompt: prompt)
    let other = try folder.pipeline("receipts").beginRun()
    #expect(try other.reply(to: request, sample: 0) == reply)
    #expect(try other.reply(to: request, sample: 1) == nil)
    #expect(try other.prompt(of: request, sample: 0) == prompt)
  }

  /// What `kill -9` leaves is what the files hold while the connection is still open.
  @Test func aStoredReplySurvivesTheDeathOfItsProcess() throws {
    let run = try folder.pipeline().beginRun()
    try run.store(reply, to: request, sample: 0, prompt: prompt)
    let left = folder.path + "/left"
    try FileManager.default.copyItem(atPath: folder.path + "/out", toPath: left)
    let after = try Ledger(path: left + "/sluice.sqlite")
      .pipeline(named: "invoices", resultsFolder: left + "/invoices").beginRun()
    #expect(try after.reply(to: request, sample: 0) == reply)
    withExtendedLifetime(run) {}
  }

  @Test func theFirstReplyToARequestStands() throws {
    let run = try folder.pipeline().beginRun()
    try run.store(reply, to: request, sample: 0, prompt: prompt)
    var second = reply
    second.text = "{}"
    try run.store(second, to: request, sample: 0, prompt: prompt)
    try run.store(second, to: request, sample: 1, prompt: prompt)
    #expect(try run.reply(to: request, sample: 0) == reply)
    #expect(try run.reply(to: request, sample: 1) == second)
  }

  @Test func threadsStoreRepliesAtOnce() throws {
    let run = try folder.pipeline().beginRun()
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: 40) { index in
      failures.collect {
        try run.store(reply, to: Digest(of: "\(index)"), sample: 0, prompt: prompt)
      }
    }
    #expect(failures.texts == [])
    #expect(try run.reply(to: Digest(of: "39"), sample: 0) == reply)
  }
}
