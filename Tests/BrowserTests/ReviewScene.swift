import Foundation
import JSON
import TestSupport
import Testing

/// A pipeline whose model misreads in known ways, run once, with the review page over what came of
/// it.
final class ReviewScene {
  let folder: TemporaryFolder
  private let server: ScriptedChatServer
  private var page: RunningBinary?
  /// With its secret.
  private(set) var url = ""
  private(set) var port = 0
  /// Without it.
  var home: String { "http://127.0.0.1:\(port)/" }
  /// What the model was asked so far.
  var requests: [ChatRequest] { server.requests }
  /// The number of the page's process.
  var pid: Int32? { page?.pid }

  private static let pipeline = "pipeline.yaml"

  /// - Parameters:
  ///   - bills: the documents.
  ///   - extra: more documents, by name.
  ///   - settings: lines that are added to the pipeline file.
  convenience init(
    _ bills: [Bill], extra: [String: Data] = [:], publish: String = "whole", settings: String = ""
  ) throws {
    var documents = extra
    for bill in bills { documents[bill.name] = bill.document }
    try self.init(
      documents, schema: Bill.schema,
      settings: """
        validate:
          publish: \(publish)
          rules: [ { name: total is net plus tax, check: "abs(total - (net + tax)) < 0.01" } ]
        \(settings)
        """
    ) { user in bills.first { user.contains($0.number) }?.answer ?? "{}" }
  }

  /// - Parameters:
  ///   - documents: by name.
  ///   - settings: lines that are added to the pipeline file.
  ///   - answer: what the model says to the first question about a document.
  init(
    _ documents: [String: Data], schema: String, settings: String,
    answer: @escaping @Sendable (String) -> String
  ) throws {
    folder = try TemporaryFolder()
    server = try ScriptedChatServer { request in
      // A correction round gets nothing new out of this model.
      .content(request.user.contains("JSON Pointers") ? "{}" : answer(request.user))
    }
    try folder.write(schema, to: "schema.json")
    let model = "provider: openai, base_url: \"\(server.baseURL)\""
    try folder.write(
      """
      name: bills
      source: { paths: [documents] }
      parse: { timeout: 10m }
      schema: schema.json
      models:
        scripted: { \(model), model: scripted }
        careful: { \(model), model: careful }
      route: [scripted, careful]
      output: { directory: out }
      \(settings)

      """, to: Self.pipeline)
    for (name, content) in documents { try folder.write(content, to: "documents/" + name) }
    let ended = try sluice(["run", Self.pipeline])
    try #require([0, 1].contains(ended.status), "\(ended.stderr)")
  }

  /// The same as another whose page was never opened, which takes less time than to run it again.
  init(copyOf other: ReviewScene) throws {
    folder = try TemporaryFolder()
    server = other.server
    for name in try FileManager.default.contentsOfDirectory(atPath: other.folder.url.path) {
      try FileManager.default.copyItem(
        at: other.folder.url.appendingPathComponent(name),
        to: folder.url.appendingPathComponent(name))
    }
  }

  deinit { page?.signalled(SIGKILL) }

  @discardableResult
  func sluice(_ arguments: [String], reviewer: String = "ada") throws -> BuiltBinary.Ended {
    try BuiltBinary.sluice.run(
      arguments, environment: ["SLUICE_REVIEWER": reviewer], in: folder.url)
  }

  /// A command about the pipeline, such as `dead-letters`.
  func command(_ name: String, _ arguments: String...) throws -> BuiltBinary.Ended {
    try sluice([name, Self.pipeline] + arguments)
  }

  /// Starts the page and waits for its address.
  func serve(reviewer: String = "ada") throws {
    let page = try BuiltBinary.sluice.start(
      ["review", Self.pipeline], environment: ["SLUICE_REVIEWER": reviewer], in: folder.url)
    self.page = page
    let isServing = page.waits(timeLimit: 60) { page.stdout.contains("\n") }
    url = String(page.stdout.prefix { $0 != "\n" })
    port = try #require(url.firstMatch(of: /:(\d+)\//).flatMap { Int($0.1) }, "\(page.stderr)")
    try #require(isServing)
  }

  /// Ends the page as a person does; returns how it ended.
  func close() -> BuiltBinary.Ended? {
    page?.signalled(SIGINT)
    return page?.wait(timeLimit: 30)
  }

  // MARK: - What was decided

  /// The lines of a result file by the name of their document.
  func lines(_ file: String) throws -> [String: JSONValue] {
    let text = try folder.read("out/bills/" + file)
    var lines: [String: JSONValue] = [:]
    for line in text.split(separator: "\n") {
      let value = try JSONValue(parsing: String(line))
      let path = value["document"]?["path"]?.stringValue ?? ""
      lines[path.split(separator: "/").last.map(String.init) ?? ""] = value
    }
    return lines
  }

  /// Waits until a document's published line is as wanted: files are written right after a decision,
  /// beside the answer to the browser.
  func waits(for name: String, in file: String, _ isWanted: (JSONValue?) -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: 20)
    while Date() < deadline {
      if let lines = try? lines(file), isWanted(lines[name]) { return true }
      usleep(20_000)
    }
    return false
  }

  /// The id of a dead letter.
  func id(of name: String) throws -> String {
    try #require(
      try lines("dead-letters.jsonl")[name]?["document"]?["sha256"]?.stringValue, "\(name)")
  }
}

/// A small bill, and how the model misreads it.
struct Bill: Equatable {
  enum Mistake: CaseIterable {
    /// The bill itself does not add up: what was read is right.
    case none
    /// Two digits of the total are swapped.
    case swappedTotal
    /// The currency in words.
    case wordyCurrency
    /// A date that the bill does not have.
    case otherDate
    /// No JSON at all.
    case prose
    /// Nothing is wrong.
    case rightful
  }

  enum Form { case pdf, html, text }

  let ordinal: Int
  var mistake: Mistake
  var form = Form.pdf
  /// What stands in place of the buyer, for documents that mean no good.
  var buyer = "Corner Books"

  var number: String { String(format: "INV-%04d", ordinal) }

  var name: String {
    let suffix =
      switch form {
      case .pdf: "pdf"
      case .html: "html"
      case .text: "txt"
      }
    return String(format: "bill-%04d.", ordinal) + suffix
  }

  // MARK: - What it says

  private var net: Int { 100 + ordinal }
  private var tax: Int { 20 }
  var total: Int { net + tax + (mistake == .none ? 7 : 0) }
  var day: Int { 1 + ordinal % 28 }
  var date: String { String(format: "2031-03-%02d", day) }

  private var lines: [String] {
    [
      "Harrow and Pike, 14 Canal Street", "Bill to \(buyer)", "Invoice number \(number)",
      "Invoice date \(day) March 2031", "Net \(net).00", "Tax \(tax).00", "Total \(total).00 GBP",
    ]
  }

  var document: Data {
    switch form {
    case .pdf:
      SmallPDF.data(
        lines.enumerated().map { SmallPDF.line($1, at: 700 - 30 * $0, size: 14) }.joined())
    case .html:
      Data(
        ("<!doctype html><title>\(number)</title>"
          + lines.map { "<p>\($0)</p>\n" }.joined()).utf8)
    case .text: Data(lines.joined(separator: "\n").utf8)
    }
  }

  /// Another date.
  var misdated: String { date.replacing("2031-03", with: "2029-11") }

  /// The total with two digits swapped.
  var misread: Int {
    var digits = Array(String(total))
    digits.swapAt(0, 1)
    return Int(String(digits)) ?? 0
  }

  // MARK: - What is read in it

  /// What is right.
  var record: JSONValue {
    [
      "buyer": .string(buyer), "number": .string(number), "date": .string(date),
      "currency": "GBP", "net": JSONValue(net), "tax": JSONValue(tax), "total": JSONValue(total),
    ]
  }

  /// What the model says.
  var answer: String {
    guard mistake != .prose else { return "I would rather not." }
    var members = record.objectValue ?? [:]
    switch mistake {
    case .none, .prose, .rightful: break
    case .swappedTotal: members["total"] = JSONValue(misread)
    case .wordyCurrency: members["currency"] = "pounds"
    case .otherDate: members["date"] = .string(misdated)
    }
    return JSONValue.object(members).text()
  }

  static let schema = """
    {
      "type": "object",
      "additionalProperties": false,
      "required": ["buyer", "number", "date", "currency", "net", "tax", "total"],
      "properties": {
        "buyer": { "type": "string" },
        "number": { "type": "string" },
        "date": { "type": "string", "format": "date" },
        "currency": { "type": "string", "pattern": "^[A-Z]{3}$" },
        "net": { "type": "number" },
        "tax": { "type": "number" },
        "total": { "type": "number" },
        "rows": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "text": { "type": "string" }, "amount": { "type": ["number", "null"] }
            }
          }
        },
        "paid": { "enum": ["yes", "no", null] }
      }
    }
    """
}
