import Extraction
import JSON
import Synchronization

@testable import Workflow

/// Answers from a script, by the number of the request; remembers nothing else.
final class ScriptedModelClient: ModelClient {
  let identity: String
  private let script: @Sendable (Int, Prompt) -> Result<Reply, Failure>
  private let state = Mutex((count: 0, prompts: [Prompt]()))

  init(
    _ identity: String = "scripted",
    script: @escaping @Sendable (Int, Prompt) -> Result<Reply, Failure>
  ) {
    self.identity = identity
    self.script = script
  }

  var asked: [Prompt] { state.withLock { $0.prompts } }

  func request(for prompt: Prompt, sample: Int) -> ModelRequest {
    let body = body(of: prompt)
    state.withLock { $0.prompts.append(prompt) }
    return ModelRequest(body: body, identity: Digest(of: body))
  }

  private func body(of prompt: Prompt) -> [UInt8] {
    Array("\(identity)|\(prompt.user)|\(prompt.outputScale)".utf8)
  }

  func send(
    _ request: ModelRequest, for document: Digest,
    completion: @escaping @Sendable (Result<Reply, Failure>) -> Void
  ) {
    let (count, prompt) = state.withLock { state in
      defer { state.count += 1 }
      return (state.count, state.prompts.last { self.body(of: $0) == request.body })
    }
    guard let prompt else { return completion(.failure(Failure(.transport, stage: .request, "?"))) }
    completion(script(count, prompt))
  }

  func shutDown() {}
}

/// Takes a path's name for its text: `locked` is locked, `empty` is empty.
struct NameParser: DocumentParser {
  func parse(_ path: DocumentPath, _ settings: ParseSettings) throws(Failure) -> ParsedDocument {
    let name = path.description.split(separator: "/").last.map(String.init) ?? ""
    if name == "locked" { throw Failure(.locked, stage: .parse, "it is locked") }
    let text = name == "empty" ? "" : name
    return ParsedDocument(
      sha256: ListedNames.digest(name), mediaType: "text/plain", text: text,
      blocks: text.isEmpty ? [] : [.init(kind: .paragraph, range: 0..<text.utf8.count)])
  }

  func shutDown() {}
}

/// Draws nothing: its documents have no pages.
struct BlindRenderer: PageRenderer {
  func ink(at places: [PagePlace], of file: SourceFile) throws(Failure) -> [Bool] {
    throw Failure(.crashed, stage: .parse, "nothing was to be looked at")
  }

  func image(ofPage page: Int, dpi: Double, of file: SourceFile) throws(Failure) -> [UInt8] {
    throw Failure(.crashed, stage: .parse, "nothing was to be drawn")
  }
}

/// One prompt a document, whose user text is the document's.
struct WholeTextPromptBuilder: PromptBuilder {
  func prompts(for document: ParsedDocument) -> [Prompt] {
    guard !document.text.isEmpty else { return [] }
    return [
      Prompt(
        id: "0.0", chunk: Chunk(index: 0, range: 0..<document.text.utf8.count), rung: 0,
        system: "", user: document.text, schema: true)
    ]
  }

  func prompt(for ask: Ask, after first: Prompt, rung: Int, ordinal: Int) -> Prompt {
    var prompt = first
    prompt.id = "\(ask.chunk).\(ordinal)"
    prompt.rung = rung
    prompt.ask = ask
    prompt.user += " #\(ordinal)"
    return prompt
  }

  func hinting(_ hint: String) -> any PromptBuilder { HintingPromptBuilder(hint: hint) }
}

/// The same, with a hint behind the text.
struct HintingPromptBuilder: PromptBuilder {
  let hint: String

  func prompts(for document: ParsedDocument) -> [Prompt] {
    WholeTextPromptBuilder().prompts(for: document).map { prompt in
      var prompt = prompt
      prompt.user += " (\(hint))"
      return prompt
    }
  }

  func prompt(for ask: Ask, after first: Prompt, rung: Int, ordinal: Int) -> Prompt {
    WholeTextPromptBuilder().prompt(for: ask, after: first, rung: rung, ordinal: ordinal)
  }

  func hinting(_ hint: String) -> any PromptBuilder { HintingPromptBuilder(hint: hint) }
}

/// Accepts a reply that says `good`, holds one that says `bad`, asks about everything else.
struct WordValidator: RecordValidator {
  var kind = Ask.Kind.paths
  /// Whether a refusal is the end.
  var takesRefusals = false

  func verdict(
    on document: ParsedDocument, inkless: [Range<Int>], _ exchanges: [Exchange]
  ) -> Verdict {
    if takesRefusals, case .failure(let failure) = exchanges.last?.result {
      return .hold(Record(value: .null, findings: [Finding(failure)]))
    }
    let text = try? exchanges.last?.result.get().text
    let finding = Finding(.ungrounded, at: .root, "not shown")
    switch text {
    case "good": return .accept(Record(value: "good"))
    case "bad": return .hold(Record(value: "bad", findings: [finding]))
    default:
      return .ask(
        [Ask(chunk: 0, kind: kind, findings: [finding])],
        otherwise: Record(value: .null, findings: [finding]))
    }
  }
}

/// Lists made-up names; the content of a file is its name up to a `~`.
struct ListedNames: DocumentSource {
  let names: [String]

  static func digest(_ name: String) -> Digest {
    Digest(of: String(name.split(separator: "~", omittingEmptySubsequences: false)[0]))
  }

  func list() -> Listing {
    Listing(
      entries: names.map {
        Listing.Entry(path: DocumentPath($0), size: $0.utf8.count, modified: 0, inode: 0)
      })
  }

  func digest(of path: DocumentPath) throws -> Digest {
    if path.description == "unreadable" {
      throw Failure(.unreadable, stage: .source, "permission denied")
    }
    return Self.digest(path.description)
  }
}

/// Keeps outcomes and replies in memory, for several runs.
final class MemoryStore: OutcomeStore, ReplyStore {
  struct State {
    var replies: [String: Reply] = [:]
    var standing: [Digest: Conclusion.Standing] = [:]
    var sightings: [String: Digest] = [:]
    var deferrals: [Digest: Int] = [:]
    var samples: [Digest: Int] = [:]
    var retries: [Digest: RetrySettings] = [:]
    var decided: [Digest: (schema: Digest, record: Record)] = [:]
    var published = 0
  }

  let state = Mutex(State())

  func reply(to request: Digest, sample: Int) -> Reply? {
    state.withLock { $0.replies["\(request)/\(sample)"] }
  }

  func store(_ reply: Reply, to request: Digest, sample: Int, prompt: Prompt) {
    state.withLock { $0.replies["\(request)/\(sample)"] = reply }
  }

  func sightedContent(of entry: Listing.Entry) -> Digest? {
    state.withLock { $0.sightings[entry.path.description] }
  }

  func standingKey(of document: Digest) -> Digest? {
    state.withLock { $0.standing[document]?.standingKey }
  }

  func sample(of document: Digest) -> Int { state.withLock { $0.samples[document] ?? 0 } }

  func retrySettings(of document: Digest) -> RetrySettings {
    state.withLock { $0.retries[document] ?? RetrySettings() }
  }

  func isDecided(_ document: Digest, under schema: Digest) -> Bool {
    state.withLock { $0.decided[document]?.schema == schema }
  }

  func decidedRecord(of document: Digest) -> Record? {
    state.withLock { $0.decided[document]?.record }
  }

  func askAgain(about classes: Set<FailureClass>?, at paths: [DocumentPath]?) {
    state.withLock { state in
      for (document, standing) in state.standing where state.decided[document] == nil {
        let failureClass = standing.outcome.failureClass
        guard classes.map({ classes in failureClass.map(classes.contains) ?? false }) ?? true,
          paths?.contains(where: { state.sightings[$0.description] == document }) ?? true
        else { continue }
        state.samples[document, default: 0] += 1
        state.standing[document] = nil
      }
    }
  }

  func deferrals(of document: Digest) -> Int { state.withLock { $0.deferrals[document] ?? 0 } }

  func commit(_ conclusions: [Conclusion]) {
    state.withLock { state in
      for conclusion in conclusions {
        guard let document = conclusion.document else { continue }
        state.sightings[conclusion.entry.path.description] = document
        if let standing = conclusion.standing { state.standing[document] = standing }
        if conclusion.isDeferredAlone { state.deferrals[document, default: 0] += 1 }
      }
    }
  }

  func markGone(except listing: Listing) {}
  func publish() { state.withLock { $0.published += 1 } }
}

/// Keeps what a run says.
final class NoteKeeper: RunReporter {
  private let notes = Mutex<[String]>([])
  var all: [String] { notes.withLock { $0 } }

  func began(listed: Int) {}
  func entered(_ stage: Stage, _ entry: Listing.Entry) {}
  func concluded(_ conclusion: Conclusion, _ summary: RunSummary) {}
  func note(_ message: String) { notes.withLock { $0.append(message) } }
}

extension Reply {
  static func saying(_ text: String) -> Reply {
    Reply(
      text: text, finishReason: .stop, usage: Usage(inputTokens: 10, outputTokens: 2),
      model: "scripted")
  }
}
