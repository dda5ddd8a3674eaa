import Extraction
import JSON
import JSONSchema

/// What each part of a document has said so far, and what it was asked.
struct Conversation {
  /// One part of the document.
  struct Part {
    let chunk: Chunk
    /// Its own reply, corrections included; after a failure as much as there is.
    var reply: JSONValue?
    /// Why there is no whole reply.
    var failure: Finding?
    /// The highest rung that was asked.
    var rung = 0
    /// All that was asked, in order.
    var questions: [Question] = []
  }

  /// One prompt, as far as the next one depends on it.
  struct Question {
    let ask: Ask?
    let rung: Int
    let outputScale: Int

    /// Whether it was about the whole reply.
    var isWhole: Bool { ask.map { $0.paths.isEmpty || $0.paths.contains(where: \.isRoot) } ?? true }
  }

  private let inspector: RecordInspector
  private var parts: [Int: Part] = [:]

  init(inspector: RecordInspector) {
    self.inspector = inspector
  }

  /// The parts in order of text.
  var chunks: [Part] { parts.values.sorted { $0.chunk.index < $1.chunk.index } }

  /// Takes in what came of one prompt.
  mutating func take(_ exchange: Exchange) {
    let prompt = exchange.prompt
    var part = parts[prompt.chunk.index] ?? Part(chunk: prompt.chunk)
    let question = Question(ask: prompt.ask, rung: prompt.rung, outputScale: prompt.outputScale)
    part.questions.append(question)
    part.rung = max(part.rung, prompt.rung)
    parts[prompt.chunk.index] = part
    switch exchange.result {
    case .failure(let failure):
      if question.isWhole { fail(Finding(failure), in: prompt.chunk.index) }
    case .success(let reply) where question.isWhole: takeWhole(reply, in: prompt.chunk.index)
    case .success(let reply): takePatch(reply, to: prompt.ask, in: prompt.chunk.index)
    }
  }

  /// The merged record as it stands, with all that the checks say of it.
  func record() -> (Record, ChunkMerge) {
    let chunks = chunks
    let merge = ChunkMerge(
      chunks.compactMap { part in
        part.reply.map { ChunkMerge.Part(chunk: part.chunk.index, value: $0) }
      })
    let failures = chunks.compactMap { part in
      part.failure.map { failure in
        var finding = failure
        if chunks.count > 1 { finding.message = "Part \(part.chunk.index + 1): \(failure.message)" }
        return finding
      }
    }
    let ranges = Dictionary(uniqueKeysWithValues: chunks.map { ($0.chunk.index, $0.chunk.range) })
    return (inspector.inspect(merge, ranges: ranges, failures: failures), merge)
  }

  private var schema: Schema { inspector.asked }

  private mutating func fail(_ finding: Finding, in chunk: Int) {
    guard let part = parts[chunk], part.reply == nil || part.failure != nil else { return }
    parts[chunk]?.failure = finding
  }

  private mutating func takeWhole(_ reply: Reply, in chunk: Int) {
    let schema = schema
    switch ReplyReading(reply, errors: { schema.validate(SchemaFit.of($0, to: schema)).count }) {
    case .value(let value, _):
      let fitting = SchemaFit.of(value, to: schema)
      parts[chunk]?.reply = fitting
      parts[chunk]?.failure = nil
    case .truncated(let partial):
      let hasReply = parts[chunk]?.reply != nil
      fail(Finding(.truncated, at: .root, "The reply ended before it was complete."), in: chunk)
      let fitting = partial.map { SchemaFit.of($0, to: schema) }
      if !hasReply { parts[chunk]?.reply = fitting }
    case .malformed:
      fail(Finding(.malformed, at: .root, "The reply held no JSON."), in: chunk)
    }
  }

  // MARK: Corrections

  /// Takes those values of a correction that leave fewer errors.
  ///
  /// All together where each mends something; else each that helps alone, and the rest together if
  /// that helps: two values may break one rule. A value that the document shows never gives way to
  /// one that it does not show.
  private mutating func takePatch(_ reply: Reply, to ask: Ask?, in chunk: Int) {
    guard let ask, let standing = parts[chunk]?.reply,
      case .value(.object(let patch), _) = ReplyReading(reply, errors: { _ in 0 })
    else { return }
    let paths = ask.paths.flatMap { [QuoteSchema.path(ofQuoteFor: $0), $0].compactMap { $0 } }
    let changes = paths.compactMap { path -> Change? in
      guard let new = patch[path.description], new != standing[path],
        !loses(standing[path], to: new, at: path)
      else { return nil }
      return (path, new)
    }
    guard !changes.isEmpty else { return }
    var errors = errors
    guard !take(changes, in: chunk, mending: changes.count, of: &errors) else { return }
    var rest: [Change] = []
    for change in changes where !take([change], in: chunk, mending: 1, of: &errors) {
      rest.append(change)
    }
    if rest.count > 1 { _ = take(rest, in: chunk, mending: 1, of: &errors) }
  }

  private typealias Change = (path: JSONPointer, value: JSONValue)

  /// Puts values into a reply if that leaves so many errors fewer.
  private mutating func take(
    _ changes: [Change], in chunk: Int, mending wanted: Int, of errors: inout Int
  ) -> Bool {
    guard let standing = parts[chunk]?.reply else { return false }
    var value = standing
    for change in changes { value.set(change.value, at: change.path) }
    let trial = SchemaFit.of(value, to: schema)
    parts[chunk]?.reply = trial
    let left = self.errors
    guard errors - left >= wanted else {
      parts[chunk]?.reply = standing
      return false
    }
    errors = left
    return true
  }

  private var errors: Int { record().0.findings.count { $0.severity == .error } }

  private func loses(_ old: JSONValue?, to new: JSONValue, at path: JSONPointer) -> Bool {
    guard let old, inspector.search.policies.policy(at: path) != .off else { return false }
    return inspector.search.shows(old, at: path) && !inspector.search.shows(new, at: path)
  }
}
