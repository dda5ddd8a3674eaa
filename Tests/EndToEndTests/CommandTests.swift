import Foundation
import JSON
import TestSupport
import Testing

/// The commands that read what runs have left.
@Suite(.serialized, .enabled(if: Scene.isBuilt, Scene.absence))
struct CommandTests {
  private func sluice(_ scene: Scene, _ command: String...) throws -> BuiltBinary.Ended {
    try scene.start(command: command).wait()
  }

  /// Three invoices that were read and a file that cannot be.
  private func scene() throws -> Scene {
    let scene = try Scene(1...3, model: ", price: { input: 1, output: 2 }")
    try scene.add(OddDocument.brokenPDF, as: "broken.pdf")
    #expect(try scene.run().status == 0)
    return scene
  }

  @Test func statusAddsUp() throws {
    let scene = try scene()
    let status = try sluice(scene, "status", scene.pipeline)
    #expect(status.status == 0)
    #expect(
      status.stdout.hasPrefix(
        "scene: 4 documents = 3 accepted + 1 dead-lettered + 0 discarded\n"))
    let json = try JSONValue(parsing: sluice(scene, "status", scene.pipeline, "--json").stdout)
    #expect(json["standing"]?["dead_lettered"] == ["unreadable": 1])
    #expect(json["runs"]?[0]?["listed"] == 4)
    #expect(json["runs"]?[0]?["exit_code"] == 0)
  }

  @Test func readingACommandsLedgerMakesNone() throws {
    let scene = try Scene(1...1)
    for command in [
      ["status", scene.pipeline], ["results", scene.pipeline],
      ["trace", scene.pipeline, "documents/invoice-0001.txt"],
    ] {
      let ended = try scene.start(command: command).wait()
      #expect(ended.status == 66)
      #expect(ended.stderr.contains("sluice run"))
    }
    #expect(!scene.hasOutput)
  }

  @Test func resultsAreTheFileOrATable() throws {
    let scene = try scene()
    let lines = try sluice(scene, "results", scene.pipeline, "--run", "last").stdout
    #expect(Data(lines.utf8) == scene.results)
    #expect(try sluice(scene, "results", scene.pipeline, "--run", "99").stdout.isEmpty)
    #expect(try sluice(scene, "results", scene.pipeline, "--since", "1h").stdout == lines)
    #expect(try sluice(scene, "results", scene.pipeline, "--since", "2999-01-01").stdout.isEmpty)
    #expect(try sluice(scene, "results", scene.pipeline, "--since", "soon").status == 64)
    let table = try sluice(scene, "results", scene.pipeline, "--format", "csv").stdout
    #expect(
      table.utf8.elementsEqual(
        """
        path,number,total\r
        documents/invoice-0001.txt,INV-0001,101.50\r
        documents/invoice-0002.txt,INV-0002,102.50\r
        documents/invoice-0003.txt,INV-0003,103.50\r\n
        """.utf8))
  }

  @Test func evalComparesByValue() throws {
    let scene = try scene()
    try scene.folder.write(#"{"number":"INV-0001","total":101.5}"#, to: "want/invoice-0001.json")
    try scene.folder.write(
      #"{"number":" INV-0002","total":"102.50","date":null}"#, to: "want/invoice-0002.txt.json")
    try scene.folder.write(#"{"total":7}"#, to: "want/broken.json")
    try scene.folder.write(#"{"total":7}"#, to: "want/deeper/invoice-0003.json")
    try scene.folder.write(#"{"total":7}"#, to: "want/stray.json")
    let eval = try sluice(scene, "eval", scene.pipeline, "--expected", "want")
    #expect(eval.status == 0)
    #expect(
      eval.stdout == """
        Accepted: 5 of 6 values equal (83.3 %), 3 documents
          field    documents  values  equal    share
          /number          2       2      2  100.0 %
          /total           3       3      2   66.6 %
          /date            1       1      1  100.0 %
          all              3       6      5   83.3 %

        Accepted, not as expected
          documents/invoice-0003.txt  /total  expected 7  found 103.50

        Dead-lettered: 0 of 1 value equal (0.0 %), 1 document
          field   documents  values  equal  share
          /total          1       1      0  0.0 %
          all             1       1      0  0.0 %

        Dead-lettered, not as expected
          documents/broken.pdf  /total  expected 7  found null

        1 expected record without a document that stands
          stray.json

        """)
    try scene.folder.write("{}", to: "want/other/invoice-0003.json")
    let ambiguous = try sluice(scene, "eval", scene.pipeline, "--expected", "want")
    #expect(ambiguous.status == 65)
    #expect(ambiguous.stderr.contains("want/deeper/invoice-0003.json"))
    #expect(ambiguous.stderr.contains("want/other/invoice-0003.json"))
  }

  @Test func planTellsTheCostBeforeItIsPaid() throws {
    let scene = try Scene(1...2, model: ", price: { input: 0, output: 1000 }")
    try scene.add(OddDocument.brokenPDF, as: "broken.pdf")
    try scene.add(Data(Invoice(1).text.utf8), as: "copy.txt")
    let plan = try sluice(scene, "plan", scene.pipeline)
    #expect(plan.status == 0)
    #expect(plan.stdout.hasPrefix("scene: 4 documents would be\n  to ask about  2\n"))
    #expect(plan.stdout.contains("  unreadable    1  dead letters without a question\n"))
    #expect(plan.stdout.contains("  duplicate     1  "))
    #expect(plan.stdout.contains("at most 4096 out\n  cost at most 4.096\n"))
    #expect(!scene.hasOutput)
    #expect(scene.server.requests.isEmpty)
    #expect(try scene.run().status == 0)
    let after = try sluice(scene, "plan", scene.pipeline).stdout
    #expect(after.contains("  unchanged     3  "))
    #expect(after.contains("No model call is needed."))
    try scene.add(Data(Invoice(3).text.utf8), as: Invoice(3).name)
    let judged = try JSONValue(parsing: sluice(scene, "plan", scene.pipeline, "--json").stdout)
    #expect(judged["to_ask"] == 1)
    #expect(judged["questions"] == 1)
    #expect(judged["estimated_from_replies"] == 2)
    #expect(scene.server.requests.count == 2)
  }

  @Test func traceShowsTheConversationThatLedToTheRecord() throws {
    let scene = try scene()
    let trace = try sluice(scene, "trace", scene.pipeline, "invoice-0002.txt")
    #expect(trace.status == 0, "\(trace.stderr)")
    #expect(trace.stdout.contains("  outcome  accepted\n"))
    #expect(trace.stdout.contains("  0.0  asks about chunk 0: the whole record\n"))
    #expect(trace.stdout.contains(Invoice(2).answer))
    #expect(trace.stdout.contains("      | Total: 102.50 EUR\n"))
    #expect(!trace.stdout.contains("  note "))
    #expect(scene.server.requests.count == 3)
    let full = try sluice(scene, "trace", scene.pipeline, "invoice-0002.txt", "--full")
    #expect(full.stdout.contains("       | Invoice number: INV-0002\n"))
    let broken = try sluice(scene, "trace", scene.pipeline, "broken.pdf")
    #expect(broken.stdout.contains("dead letter, unreadable"))
    #expect(broken.stdout.contains("  note     Not read again"))
    try scene.add(Data("changed".utf8), as: Invoice(3).name)
    let changed = try sluice(scene, "trace", scene.pipeline, "documents/invoice-0003.txt")
    #expect(changed.stdout.contains("The file has other content now"))
    #expect(try sluice(scene, "trace", scene.pipeline, "nothing.pdf").status == 65)
  }

  @Test func traceSaysWhereThePipelineHasChangedSince() throws {
    let scene = try scene()
    let file = scene.folder.path + "/" + scene.pipeline
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try scene.folder.write(text + "prompt: { task: Something else. }\n", to: scene.pipeline)
    let trace = try sluice(scene, "trace", scene.pipeline, "invoice-0002.txt").stdout
    #expect(trace.contains("has changed since"))
    #expect(trace.contains("no reply: no reply to this is stored"))
  }
}

/// A new pipeline runs as it is made.
@Suite(.serialized, .enabled(if: Scene.isBuilt, Scene.absence))
struct InitTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sluice(_ command: String...) throws -> BuiltBinary.Ended {
    try BuiltBinary.sluice.run(command, in: folder.url)
  }

  /// Points the pipeline at a server: the two edits that its comments tell of.
  private func edit(_ pipeline: String, _ server: ScriptedChatServer) throws {
    let path = folder.path + "/" + pipeline
    let text = try String(contentsOfFile: path, encoding: .utf8)
      .replacing("base_url: https://api.openai.com/v1", with: "base_url: \(server.baseURL)")
      .replacing("    api_key_env: OPENAI_API_KEY\n", with: "")
      .replacing("route: [local]", with: "route: [remote]")
    try folder.write(text, to: pipeline)
  }

  @Test func aNewPipelineRunsAfterTwoEdits() throws {
    let answer = """
      {"shop":"Corner Books","receipt_number":"2031-118","date":"2031-04-05","items":[\
      {"description":"Notebook A5, ruled","amount":7.00},\
      {"description":"Fountain pen, blue","amount":24.50}],"total":31.50,"currency":"EUR"}
      """
    let server = try ScriptedChatServer { _ in .content(answer) }
    let made = try sluice("init", "my receipts")
    #expect(made.status == 0)
    #expect(
      made.stdout
        == "my receipts/pipeline.yaml\nmy receipts/schema.json\nmy receipts/documents/receipt.txt\n"
    )
    try edit("my receipts/pipeline.yaml", server)
    let run = try sluice("run", "my receipts/pipeline.yaml")
    #expect(run.status == 0)
    #expect(run.stderr.contains("1 document = 1 accepted"), "\(run.stderr)")
  }

  @Test func nothingIsOverwritten() throws {
    try folder.write("mine", to: "box/schema.json")
    let ended = try sluice("init", "box")
    #expect(ended.status == 73)
    #expect(ended.stderr.contains("box/schema.json"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/box/pipeline.yaml"))
    #expect(try String(contentsOfFile: folder.path + "/box/schema.json", encoding: .utf8) == "mine")
  }

  @Test func anExampleBecomesASchemaAndADocument() throws {
    let example = #"{"name":"Kessler","since":"2031-04-05","rows":[{"n":1},{"n":2.5}]}"#
    let server = try ScriptedChatServer { _ in .content(example) }
    try folder.write(example, to: "example.json")
    #expect(try sluice("init", "new", "--schema-from", "example.json").status == 0)
    let document = try String(
      contentsOfFile: folder.path + "/new/documents/example.txt", encoding: .utf8)
    #expect(document == "name: Kessler\nsince: 2031-04-05\nrows, 1, n: 1\nrows, 2, n: 2.5\n")
    try edit("new/pipeline.yaml", server)
    let run = try sluice("run", "new/pipeline.yaml")
    #expect(run.stderr.contains("1 document = 1 accepted"), "\(run.stderr)")
    try folder.write("[]", to: "example.json")
    #expect(try sluice("init", "other", "--schema-from", "example.json").status == 78)
    #expect(try sluice("init", "other", "--schema-from", "nowhere.json").status == 78)
  }
}
