import Extraction
import JSON
import JSONSchema
import Testing
import Validating

/// A document and what was said about it: exchanges as they come back from a model.
struct Talk {
  let document: ParsedDocument
  let chunks: [Chunk]
  let validator: ReplyValidator
  private(set) var exchanges: [Exchange] = []

  /// Each part is a chunk of its own; they are joined by an empty line.
  init(
    _ parts: String..., schema: JSONValue, settings: ValidationSettings = ValidationSettings()
  ) throws {
    document = plainDocument(parts.joined(separator: "\n\n"))
    var start = 0
    chunks = parts.enumerated().map { index, part in
      let end = start + part.utf8.count
      defer { start = end + 2 }
      return Chunk(index: index, range: start..<end)
    }
    validator = try ReplyValidator(schema: Schema(schema), settings: settings)
  }

  /// The document is one chunk.
  init(
    _ document: ParsedDocument, schema: JSONValue,
    settings: ValidationSettings = ValidationSettings()
  ) throws {
    self.document = document
    chunks = [Chunk(index: 0, range: 0..<document.text.utf8.count)]
    validator = try ReplyValidator(schema: Schema(schema), settings: settings)
  }

  /// A reply comes in.
  mutating func hear(
    _ text: String, chunk: Int = 0, to ask: Ask? = nil, rung: Int = 0,
    _ finishReason: Reply.FinishReason = .stop, outputScale: Int = 1
  ) {
    let reply = Reply(
      text: text, finishReason: finishReason, usage: Reply.Usage(), model: "test")
    add(.success(reply), chunk, ask, rung, outputScale)
  }

  /// A request fails.
  mutating func fail(
    _ failureClass: FailureClass, chunk: Int = 0, to ask: Ask? = nil, rung: Int = 0
  ) {
    add(.failure(Failure(failureClass, stage: .request, "It failed.")), chunk, ask, rung, 1)
  }

  private mutating func add(
    _ result: Result<Reply, Failure>, _ chunk: Int, _ ask: Ask?, _ rung: Int, _ outputScale: Int
  ) {
    let prompt = Prompt(
      id: "\(chunk).\(exchanges.count)", chunk: chunks[chunk], rung: rung, ask: ask, system: "",
      user: "", schema: true, outputScale: outputScale)
    exchanges.append(Exchange(prompt: prompt, result: result))
  }

  var verdict: Verdict { validator.verdict(on: document, exchanges) }

  /// The asks, where the verdict is to ask.
  var asks: [Ask] {
    if case .ask(let asks, _) = verdict { asks } else { [] }
  }

  /// The record, whatever the verdict.
  var record: Record {
    switch verdict {
    case .accept(let record), .hold(let record), .ask(_, otherwise: let record): record
    }
  }

  var isAccepted: Bool {
    if case .accept = verdict { true } else { false }
  }

  var isHeld: Bool {
    if case .hold = verdict { true } else { false }
  }
}

/// A document without pages.
func plainDocument(_ text: String) -> ParsedDocument {
  ParsedDocument(sha256: Digest(of: text), mediaType: "text/plain", text: text)
}

/// A pointer from its string form; the tests write only good ones.
func pointer(_ text: String) -> JSONPointer {
  JSONPointer(text.split(separator: "/").map(String.init))
}

extension Record {
  /// The classes found at a place, in order.
  func classes(at path: String) -> [FailureClass] {
    findings.filter { $0.path == pointer(path) }.map(\.failureClass)
  }
}
