import Extraction
import Foundation
import JSON
import JSONSchema
import TestSupport
import Testing

/// The filters in a shell's pipe give what `run` gives, and every line fits its schema.
@Suite(.serialized) struct PipeTests {
  private static let schema = """
    {"type":"object","required":["total"],"properties":{
      "name":{"type":["string","null"]},"total":{"type":"number"},
      "items":{"type":"array","items":{"type":"object","properties":{
        "label":{"type":"string"},"amount":{"type":"number"}}}}}}
    """

  /// Each about as long as a chunk may be.
  private static let parts = [
    "Contract of Gamma, first part, which says what is delivered in spring.\nalpha 1.00",
    "Contract of Gamma, second part, which says what is delivered in summer.\nbeta 2.00",
    "Contract of Gamma, last part: what has to be paid for all of it.\ngamma 3.00\nTotal 6.00",
  ]

  /// Answers rightly, but for the first answer about Beta, whose total stands nowhere.
  private static func answer(_ request: ChatRequest) -> ScriptedAnswer {
    let asked = request.body["response_format"]?["json_schema"]?["schema"]?["properties"]
    if asked?["/total"] != nil { return .content(#"{"/total":99.00}"#) }
    let user = request.user
    if user.contains("alpha") {
      return .content(
        #"{"name":"Gamma","total":null,"items":[{"label":"alpha","amount":1.00}]}"#)
    }
    if user.contains("beta 2.00") {
      return .content(#"{"name":null,"total":null,"items":[{"label":"beta","amount":2.00}]}"#)
    }
    if user.contains("last part") {
      return .content(
        "Here you are:\n```json\n"
          + #"{"name":"Gamma","total":6.00,"items":[{"label":"gamma","amount":3.00}],}"#
          + "\n```")
    }
    return .content(
      user.contains("Beta")
        ? #"{"name":"Beta","total":98.00,"items":[]}"#
        : #"{"name":"Alfa","total":12.50,"items":[]}"#)
  }

  private let folder: TemporaryFolder
  private let server: ScriptedChatServer

  init() throws {
    folder = try TemporaryFolder()
    server = try ScriptedChatServer(Self.answer)
    _ = try folder.write(Self.schema, to: "schema.json")
    _ = try folder.write("Invoice of Alfa\n\nTotal 12.50\n", to: "docs/a.txt")
    _ = try folder.write("Invoice of Beta\n\nTotal 99.00\n", to: "docs/b.txt")
    _ = try folder.write(Self.parts.joined(separator: "\n\n"), to: "docs/c.txt")
    _ = try folder.write("%PDF-1.4 and no more", to: "docs/d.pdf")
    _ = try folder.write(
      """
      name: pipe
      source: { paths: [docs] }
      chunk: { max_tokens: 32 }
      schema: schema.json
      models: { scripted: { provider: openai, base_url: "\(server.baseURL)", model: scripted } }
      validate:
        rules: [ { name: not free, check: "total > 0" } ]
      output: { directory: out }
      """, to: "pipe.yaml")
  }

  private func lines(_ text: String) throws -> [JSONValue] {
    try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }

  private func byPath(_ lines: [JSONValue]) -> [JSONValue?: JSONValue] {
    Dictionary(uniqueKeysWithValues: lines.map { ($0["path"], $0) })
  }

  private func check(_ lines: [JSONValue], fit stage: String) throws {
    let file = SampleData.packageRoot.appendingPathComponent("schemas/stages/\(stage).schema.json")
    let schema = try Schema(JSONValue(parsing: Array(Data(contentsOf: file))))
    for line in lines { #expect(schema.validate(line).map(\.message) == [], "\(stage)") }
  }

  @Test func theFiltersGiveTheSameRecordsAsRun() throws {
    let sluice = BuiltBinary.sluice
    var text = ""
    for (stage, arguments) in [
      ("list", ["list", "pipe.yaml"]), ("parse", ["parse", "--jsonl", "--pipeline", "pipe.yaml"]),
      ("prompt", ["prompt", "pipe.yaml"]), ("request", ["request", "pipe.yaml"]),
      ("validate", ["validate", "pipe.yaml"]),
    ] {
      let ended = try sluice.run(arguments, input: text, in: folder.url)
      #expect(ended.status == 0, "\(stage): \(ended.stderr)")
      text = ended.stdout
      try check(lines(text), fit: stage)
    }
    let piped = byPath(try lines(text))
    let run = try sluice.run(["run", "pipe.yaml", "--stdout"], in: folder.url)
    #expect(run.status == 0, "\(run.stderr)")
    #expect(byPath(try lines(run.stdout)) == piped)

    #expect(piped.count == 4)
    #expect(piped["docs/a.txt"]?["outcome"] == "accepted")
    #expect(piped["docs/b.txt"]?["outcome"] == "accepted")
    #expect(piped["docs/b.txt"]?["record"]?["total"] == 99)
    let gamma = piped["docs/c.txt"]
    #expect(gamma?["outcome"] == "accepted", "\(gamma?.text() ?? "no line")")
    #expect(gamma?["record"]?["total"] == 6)
    #expect(
      gamma?["record"]?["items"]?.arrayValue?.map { $0["label"] } == ["alpha", "beta", "gamma"])
    #expect(piped["docs/d.pdf"]?["failure"]?["class"] == "unreadable")
  }

  @Test func aShellsPipeGivesWhatRunPublishes() throws {
    let s = BuiltBinary.sluice.path
    let p = "pipe.yaml"
    let pipe =
      "\(s) list \(p) | \(s) parse --jsonl --pipeline \(p) | \(s) prompt \(p) "
      + "| \(s) request \(p) | \(s) validate \(p)"
    let piped = try BuiltBinary(path: "/bin/sh").run(["-c", pipe], in: folder.url)
    #expect(piped.status == 0, "\(piped.stderr)")
    let accepted = try lines(piped.stdout).filter { $0["outcome"] == "accepted" }

    #expect(try BuiltBinary.sluice.run(["run", p], in: folder.url).status == 0)
    let published = try lines(folder.read("out/pipe/results.jsonl"))
    try check(published, fit: "results")
    try check(lines(folder.read("out/pipe/dead-letters.jsonl")), fit: "dead-letters")
    let paths: [JSONValue?] = ["docs/a.txt", "docs/b.txt", "docs/c.txt"]
    #expect(published.map { $0["document"]?["path"] } == paths)
    for line in published {
      let twin = accepted.first { $0["path"] == line["document"]?["path"] }
      for key in ["record", "evidence", "findings", "missing"] {
        #expect(line[key] == twin?[key], "\(key)")
      }
    }
  }

  @Test func withoutAskingARecordIsHeldWithWhatIsWrong() throws {
    let s = BuiltBinary.sluice.path
    let p = "pipe.yaml"
    let pipe =
      #"echo '{"id":{"n":1},"path":"docs/b.txt"}' | \#(s) parse --jsonl --pipeline \#(p) "#
      + "| \(s) prompt \(p) | \(s) request \(p) | \(s) validate \(p) --no-ask"
    let ended = try BuiltBinary(path: "/bin/sh").run(["-c", pipe], in: folder.url)
    let line = try #require(lines(ended.stdout).first)
    #expect(line["id"] == ["n": 1])
    #expect(line["outcome"] == "dead_lettered")
    #expect(line["findings"]?[0]?["class"] == "ungrounded")
    #expect(line["findings"]?[0]?["path"] == "/total")
    #expect(server.count == 1)
  }
}
