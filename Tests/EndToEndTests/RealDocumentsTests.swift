import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

/// Whole runs over documents of other people.
@Suite(.serialized) struct RealDocumentsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func run(
    _ documents: URL, schema: JSONValue, more: String = "", _ server: ScriptedChatServer
  ) throws -> BuiltBinary.Ended {
    _ = try folder.write(schema.text(), to: "schema.json")
    _ = try folder.write(
      """
      name: real
      source: { paths: ["\(documents.path)"], include: ["**/*.pdf"] }
      schema: schema.json
      models: { scripted: { provider: openai, base_url: "\(server.baseURL)", model: scripted } }
      output: { directory: out }
      \(more)
      """, to: "real.yaml")
    return try BuiltBinary.sluice.run(["run", "real.yaml"], in: folder.url, timeLimit: 300)
  }

  private func lines(_ file: String) throws -> [JSONValue] {
    try folder.read(file).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }

  @Test(.enabled(if: SampleData.isUsable("extraction"), "\(SampleData.absence)"))
  func accountsForEveryInvoiceAndAcceptsMostPerfectReplies() throws {
    let data = try SampleData.folder("extraction").appendingPathComponent("zugferd")
    let documents = data.appendingPathComponent("docs")
    let names = try FileManager.default.contentsOfDirectory(atPath: documents.path)
      .filter { $0.hasSuffix(".pdf") }.sorted()
    let answers = try Self.answers(names, in: data)
    let server = try ScriptedChatServer { request in
      let asked = request.body["response_format"]?["json_schema"]?["schema"]?["properties"]
      if asked?.objectValue?.keys.contains(where: { $0.hasPrefix("/") }) == true {
        return .content("{}")
      }
      let answer = answers.first { request.user.contains($0.text) }
      return .content(answer?.record ?? "the script knows no such document")
    }
    let ended = try run(documents, schema: Self.invoice, server)
    #expect(ended.status == 0, "\(ended.stderr)")
    #expect(ended.stderr.contains("\(names.count) documents = "))
    let accepted = try lines("out/real/results.jsonl")
    let dead = try lines("out/real/dead-letters.jsonl")
    let distinct = Set(
      try names.map { try Data(contentsOf: documents.appendingPathComponent($0)) })
    #expect(accepted.count + dead.count == distinct.count)
    // The answer key holds values that no page shows; those, and hardly any others, are held.
    #expect(accepted.count * 3 >= distinct.count * 2, "\(ended.stderr)")
    let unseen = dead.filter { $0["class"] == "ungrounded" }
    #expect(unseen.count >= dead.count - 1, "\(dead.map { $0["class"] })")
  }

  /// The text that sluice reads of each invoice, with the answer to it.
  private static func answers(
    _ names: [String], in data: URL
  ) throws -> [(text: String, record: String)] {
    let requests = names.map { name -> String in
      let path = data.appendingPathComponent("docs/\(name)").path
      return (["id": .string(name), "path": .string(path)] as JSONValue).text() + "\n"
    }
    let parsed = try BuiltBinary.sluice.run(["parse", "--jsonl"], input: requests.joined())
    return try parsed.stdout.split(separator: "\n").map { line in
      let line = try JSONValue(parsing: String(line))
      let name = (line["id"]?.stringValue ?? "").dropLast(".pdf".count)
      let record = try String(
        contentsOf: data.appendingPathComponent("expected/\(name).json"), encoding: .utf8)
      // Long documents are cut: their first lines are in the first part.
      let text = line["document"]?["text"]?.stringValue ?? ""
      return (String(text.prefix(400)), printed(try JSONValue(parsing: record)).text())
    }
  }

  /// A record without the codes that an invoice's XML holds and its page does not.
  private static func printed(_ record: JSONValue) -> JSONValue {
    switch record {
    case .object(let members):
      let shown = members.filter { !["type_code", "country", "unit"].contains($0.key) }
      return .object(JSONObject(shown.map { ($0.key, printed($0.value)) }))
    case .array(let elements): return .array(elements.map(printed))
    default: return record
    }
  }

  private static let invoice: JSONValue = [
    "type": "object", "required": ["invoice_number", "grand_total"],
    "properties": [
      "invoice_number": ["type": "string"], "issue_date": ["type": ["string", "null"]],
      "seller": ["type": "object"],
      "buyer": ["type": "object"], "currency": ["type": "string"],
      "line_total": ["type": ["number", "null"]], "tax_basis_total": ["type": ["number", "null"]],
      "tax_total": ["type": ["number", "null"]], "grand_total": ["type": ["number", "null"]],
      "due_payable": ["type": ["number", "null"]], "due_date": ["type": ["string", "null"]],
      "lines": ["type": "array", "items": ["type": "object"]],
    ],
  ]

  @Test(.enabled(if: SampleData.isUsable("pdf-corpus"), "\(SampleData.absence)"))
  func everyOddPDFEndsAsARecordOrADeadLetterOfItsClass() throws {
    let documents = try SampleData.folder("pdf-corpus")
    let server = try ScriptedChatServer { _ in .content("{}") }
    let ended = try run(
      documents, schema: ["type": "object"], more: "parse: { timeout: 8s, memory: 700MB }", server)
    #expect(ended.stderr.contains("124 documents = "), "\(ended.stderr)")
    #expect(ended.stderr.contains(" + 0 deferred"))
    let dead = try lines("out/real/dead-letters.jsonl")
    let accepted = try lines("out/real/results.jsonl")
    #expect(accepted.count + dead.count == 124)
    let allowed: [String: Set<String>] = [
      "ok": [], "no-text": ["no_text"], "corrupt": ["unreadable"], "password": ["locked"],
      "damaged-recovered": ["no_text", "unreadable"],
      "encrypted-openable": ["no_text", "unreadable"],
      "timeout": ["too_slow", "too_big", "no_text", "unreadable"],
    ]
    for letter in dead {
      let name = letter["document"]?["path"]?.stringValue?.split(separator: "/").last ?? ""
      let kind = name.split(separator: "_")[0]
      let failure = letter["class"]?.stringValue ?? ""
      #expect(allowed[String(kind)]?.contains(failure) == true, "\(name): \(failure)")
      #expect(letter["advice"]?.stringValue?.isEmpty == false)
    }
  }
}
