import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

/// Documents of many parts, read part by part and put together again.
@Suite(.serialized) struct LongDocumentsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(schema: JSONValue, more: String, _ server: ScriptedChatServer) throws {
    _ = try folder.write(schema.text(), to: "schema.json")
    _ = try folder.write(
      """
      name: long
      source: { paths: [documents], include: ["**/*.pdf"] }
      parse: { timeout: 10m }
      schema: schema.json
      models: { scripted: { provider: openai, base_url: "\(server.baseURL)", model: scripted } }
      output: { directory: out }
      \(more)

      """, to: "long.yaml")
  }

  private func lines(_ file: String) throws -> [JSONValue] {
    try folder.read(file).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }

  // MARK: - A long table

  private static let rowsOfAPage = 40

  /// Every page has a header, its rows, and its number.
  private static func page(_ number: Int, of pages: Int) -> String {
    var content = SmallPDF.line("Stock list", at: 760)
    for (x, name) in [(60, "No."), (120, "Article"), (330, "Quantity"), (430, "Price")] {
      content += SmallPDF.line(name, at: 735, x: x, size: 10)
    }
    for row in 0..<rowsOfAPage {
      let item = number * rowsOfAPage + row + 1
      let cells = [
        (60, "\(item)"), (120, "Bolt M\(item % 7 + 3), box \(item % 11)"),
        (330, "\(item % 13 + 1)"), (430, String(format: "%d.%02d", item % 900 + 1, item % 100)),
      ]
      for (x, cell) in cells {
        content += SmallPDF.line(cell, at: 715 - 16 * row, x: x, size: 10)
      }
    }
    return content + SmallPDF.line("Page \(number + 1) of \(pages)", at: 40, x: 270, size: 9)
  }

  private static let stockSchema: JSONValue = [
    "type": "object", "required": ["items"],
    "properties": [
      "items": [
        "type": "array",
        "items": [
          "type": "object", "required": ["no", "article", "quantity", "price"],
          "properties": [
            "no": ["type": "integer"], "article": ["type": "string"],
            "quantity": ["type": "integer"], "price": ["type": "number"],
          ],
        ],
      ]
    ],
  ]

  /// The rows that a prompt shows.
  private static func rows(in user: String) -> [String] {
    user.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: " ", omittingEmptySubsequences: true)
      guard cells.count == 7, Int(cells[0]) != nil, cells[1] == "Bolt" else { return nil }
      let article = cells[1...4].joined(separator: " ")
      return
        #"{"no":\#(cells[0]),"article":"\#(article)","quantity":\#(cells[5]),"price":\#(cells[6])}"#
    }
  }

  /// Reads a table part by part; some parts are read badly the first time.
  private func readTable(pages: Int, badly: Set<Int>) throws -> [Int] {
    let server = try ScriptedChatServer { request in
      let rows = Self.rows(in: request.user)
      let asked = request.body["response_format"]?["json_schema"]?["schema"]?["properties"]
      if asked?["/items"] != nil {
        return .content(#"{"/items":[\#(rows.joined(separator: ","))]}"#)
      }
      // The second half of the rows is forgotten.
      let isBad = badly.contains { request.user.contains("This is part \($0 + 1) of") }
      let said = isBad ? rows.prefix(rows.count / 2) : rows[...]
      return .content(#"{"items":[\#(said.joined(separator: ","))]}"#)
    }
    try write(
      schema: Self.stockSchema, more: "chunk: { max_tokens: 1500, overlap: 60 }", server)
    try folder.write(
      SmallPDF.data(pages: (0..<pages).map { Self.page($0, of: pages) }),
      to: "documents/stock.pdf")
    let ended = try BuiltBinary.sluice.run(["run", "long.yaml"], in: folder.url, timeLimit: 900)
    #expect(ended.status == 0, "\(ended.stderr)")
    let record = try #require(try lines("out/long/results.jsonl").first?["record"])
    return record["items"]?.arrayValue?.compactMap { $0["no"]?.intValue } ?? []
  }

  @Test func aTableOf3200RowsOverManyPagesComesBackWhole() throws {
    #expect(try readTable(pages: 80, badly: [4, 11]) == Array(1...3200))
  }

  @Test func theTraceTellsHowManyRowsOfWhichPageWereAskedForAgain() throws {
    #expect(try readTable(pages: 6, badly: [1]) == Array(1...240))
    let trace = try BuiltBinary.sluice.run(
      ["trace", "long.yaml", "documents/stock.pdf"], in: folder.url, timeLimit: 500)
    #expect(
      trace.stdout.contains(
        "240 rows seen, 178 extracted: 22 of the missing ones on page 5, 40 on page 6."))
    if let path = ProcessInfo.processInfo.environment["SLUICE_KEEP_TRACE"] {
      try Data(trace.stdout.utf8).write(to: URL(fileURLWithPath: path + "/stock.txt"))
    }
  }

  // MARK: - A filing

  /// What reading a filing takes at most, in bytes, in each process.
  private static let mostMemory = 256 << 20

  /// The longest of each kind.
  @Test(
    .enabled(if: SampleData.isUsable("extraction"), "\(SampleData.absence)"),
    arguments: [
      ("credit_agreement", "ibm_credit_agreement_2019_07_18"), ("10kq", "dell_10q_fy2025q2"),
    ])
  func aFilingReadByPartsIsTheExpectedRecord(kind: String, name: String) throws {
    let data = try SampleData.folder("extraction").appendingPathComponent("extract-bench/\(kind)")
    let expected = try JSONValue(
      parsing: String(
        contentsOf: data.appendingPathComponent("expected/\(name).json"), encoding: .utf8))
    let schema = Self.plain(
      try JSONValue(
        parsing: String(
          contentsOf: data.appendingPathComponent("schema.json"), encoding: .utf8)))
    let reader = PartReader(expected)
    let server = try ScriptedChatServer { request in .content(reader.answer(request)) }
    try write(
      schema: schema,
      more: "validate: { evidence: preferred, completeness: preferred }\nask: { attempts: 0 }",
      server)
    try folder.write(
      Data(contentsOf: data.appendingPathComponent("docs/\(name).pdf")),
      to: "documents/\(name).pdf")
    let pipe = "list long.yaml | $0 parse --jsonl --pipeline long.yaml | $0 prompt long.yaml"
    let prompts = try BuiltBinary(path: "/bin/sh").run(
      ["-c", "$0 " + pipe, BuiltBinary.sluice.path], in: folder.url, timeLimit: 500)
    reader.plan(try JSONValue(parsing: prompts.stdout)["prompts"]?.arrayValue ?? [])
    let running = try BuiltBinary.sluice.start(["run", "long.yaml"], in: folder.url)
    var memory = 0
    _ = running.waits(timeLimit: 500) {
      memory = max(memory, running.peakMemory.max() ?? 0)
      return false
    }
    let ended = running.wait(timeLimit: 1)
    #expect(!ended.isTimedOut, "\(ended.stderr)")
    #expect((1..<Self.mostMemory).contains(memory))
    let files = try lines("out/long/results.jsonl") + lines("out/long/dead-letters.jsonl")
    let record = try #require(files.first?["record"])
    let (said, known) = (Self.leaves(record), Self.leaves(expected))
    let difference = said.difference(from: known)
    #expect(difference.insertions.map { "\($0)" } == [])
    #expect(difference.removals.map { "\($0)" } == [])
  }

  /// All values by place, with the numbers of lists left out, sorted; a number is its text, because
  /// the key has numbers where its schema has texts.
  private static func leaves(_ value: JSONValue) -> [String] {
    value.leaves.filter { !$0.value.isNull }.map { leaf in
      let place = leaf.pointer.tokens.map { Int($0) == nil ? $0 : "*" }.joined(separator: "/")
      return "\(place) \(leaf.value.stringValue ?? leaf.value.text(.compact))"
    }.sorted()
  }

  /// A schema without the keywords of the collection it is from.
  private static func plain(_ schema: JSONValue) -> JSONValue {
    switch schema {
    case .array(let values): .array(values.map(plain))
    case .object(let members):
      .object(
        JSONObject(
          members.filter { $0.key != "evaluation_config" }.map { ($0.key, plain($0.value)) }))
    default: schema
    }
  }
}

/// A model that finds each value of a known record in the first part that shows it, and in no other.
private final class PartReader: Sendable {
  private let expected: JSONValue
  /// What is answered about each part, by its text.
  private let answers = Mutex<[String: JSONValue]>([:])

  init(_ expected: JSONValue) {
    self.expected = expected
  }

  /// Decides which part says what.
  func plan(_ prompts: [JSONValue]) {
    var parts: [String] = []
    for prompt in prompts {
      let part = Self.part(of: prompt["messages"]?[1]?["content"]?.stringValue ?? "")
      if !parts.contains(part) { parts.append(part) }
    }
    let folded = parts.map(Self.folded)
    for part in parts { answers.withLock { $0[part] = .object(JSONObject()) } }
    for (key, value) in elements(of: expected, at: .root) {
      let words = Self.folded(
        value.leaves.first { $0.value.stringValue != nil }?.value.stringValue
          ?? value.leaves.first?.value.text(.compact) ?? "")
      let place = folded.firstIndex { $0.contains(words) } ?? 0
      answers.withLock { answers in
        guard var answer = answers[parts[place]] else { return }
        if key.lastToken == "-" {
          let list = key.parent ?? .root
          if answer[list] == nil { Self.set(.array([]), at: list, in: &answer) }
          answer.set(value, at: list.appending(answer[list]?.arrayValue?.count ?? 0))
        } else {
          Self.set(value, at: key, in: &answer)
        }
        answers[parts[place]] = answer
      }
    }
  }

  func answer(_ request: ChatRequest) -> String {
    let said = answers.withLock { $0[Self.part(of: request.user)] } ?? .null
    let schema = request.body["response_format"]?["json_schema"]?["schema"]
    let keys = schema?["properties"]?.objectValue?.keys ?? []
    guard keys.contains(where: { $0.hasPrefix("/") }) else { return said.text(.compact) }
    return JSONValue.object(
      JSONObject(
        keys.map { key in
          (key, (try? JSONPointer(parsing: key)).flatMap { said[$0] } ?? .null)
        })
    ).text(.compact)
  }

  /// The scalars, and the elements of the outermost lists, whose last token is `-`.
  private func elements(
    of value: JSONValue, at path: JSONPointer
  ) -> [(JSONPointer, JSONValue)] {
    switch value {
    case .object(let members):
      members.flatMap { elements(of: $0.value, at: path.appending($0.key)) }
    case .array(let values): values.map { (path.appending("-"), $0) }
    default: [(path, value)]
    }
  }

  private static func set(_ value: JSONValue, at path: JSONPointer, in record: inout JSONValue) {
    for length in 1..<max(1, path.tokens.count) {
      let parent = JSONPointer(Array(path.tokens.prefix(length)))
      if record[parent] == nil { record.set(.object(JSONObject()), at: parent) }
    }
    record.set(value, at: path)
  }

  private static func part(of user: String) -> String {
    String(user.split(separator: "\n", maxSplits: 1).first ?? "")
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
