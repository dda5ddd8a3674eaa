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
    /// The pieces that were answered, where the question was asked in pieces.
    var answered: [Piece] = []
    /// The pieces that have no answer, and why.
    var failed: [(piece: Piece, finding: Finding)] = []
    /// The rows of lists that were asked for by parts of the text, by where those begin.
    fileprivate var rows: [JSONPointer: [Int: [JSONValue]]] = [:]
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
  private let repair: GuidedRepair
  private var parts: [Int: Part] = [:]

  init(inspector: RecordInspector) {
    self.inspector = inspector
    repair = GuidedRepair(inspector.asked)
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
    if let ask = prompt.ask, isPiece(ask, of: part) {
      return takePiece(Piece(ask), exchange.result, in: prompt.chunk.index)
    }
    switch exchange.result {
    case .failure(let failure):
      if question.isWhole { fail(Finding(failure), in: prompt.chunk.index) }
    case .success(let reply) where question.isWhole: takeWhole(reply, in: prompt.chunk.index)
    case .success(let reply): takePatch(reply, to: prompt.ask, in: prompt.chunk.index)
    }
  }

  /// The merged record as it stands, with all that the checks say of it.
  func inspection() -> (RecordInspector.Inspection, ChunkMerge) {
    let chunks = chunks
    let merge = ChunkMerge(mergeParts(chunks))
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

  /// What the parts said, with what shows it where there are several.
  private func mergeParts(_ chunks: [Part]) -> [ChunkMerge.Part] {
    let isOverlapping = zip(chunks, chunks.dropFirst())
      .contains { $0.chunk.range.upperBound > $1.chunk.range.lowerBound }
    guard chunks.contains(where: { $0.reply != nil }) else { return [] }
    return chunks.map { part in
      let reply = part.reply ?? .null
      var merged = ChunkMerge.Part(
        chunk: part.chunk.index, value: reply, isComplete: part.failure == nil)
      guard chunks.count > 1 else { return merged }
      merged.range = part.chunk.range
      // Rows of parts that share nothing are never compared.
      let compared = isOverlapping ? reply : reply.withoutLists
      merged.evidence = evidence(of: compared, in: part.chunk.range)
      if isOverlapping {
        merged.rows = RowPlaces(reply, merged.evidence, in: inspector.rows.text)
      }
      return merged
    }
  }

  /// What a part of the text shows of a value.
  private func evidence(
    of value: JSONValue, in range: Range<Int>
  ) -> [JSONPointer: Evidence] {
    inspector.search.search(value) { _ in range }.evidence
      .filter { $0.value.range.map { range.contains($0.lowerBound) } ?? true }
  }

  // MARK: Pieces

  private func isPiece(_ ask: Ask, of part: Part) -> Bool {
    guard !ask.paths.isEmpty, !ask.paths.contains(where: \.isRoot) else { return false }
    return ask.kind == .split || part.failed.contains { $0.piece == Piece(ask) }
  }

  private mutating func takePiece(
    _ piece: Piece, _ result: Result<Reply, Failure>, in chunk: Int
  ) {
    guard var part = parts[chunk] else { return }
    // What was halved is in its halves.
    part.failed.removeAll { piece.isCovered(by: [$0.piece], in: part.chunk.range) }
    switch result.map({ ReplyReading($0, about: piece.paths) }) {
    case .failure(let failure): part.failed.append((piece, Finding(failure)))
    case .success(.truncated):
      part.failed.append(
        (piece, Finding(.truncated, at: .root, "The reply ended before it was complete.")))
    case .success(.value(.object(let values))):
      join(values, of: piece, to: &part)
      part.answered.append(piece)
    case .success:
      part.failed.append((piece, Finding(.malformed, at: .root, "The reply held no JSON.")))
    }
    part.failed.removeAll { $0.piece.isCovered(by: part.answered, in: part.chunk.range) }
    let isWhole =
      inspector.shape.columns.isEmpty
      || Piece(paths: inspector.shape.columns.map { JSONPointer([$0]) })
        .isCovered(by: part.answered, in: part.chunk.range)
    if isWhole || part.failure == nil || !part.failed.isEmpty {
      part.failure = part.failed.first?.finding
    }
    parts[chunk] = part
  }

  /// Puts the values of a piece to what the part has said.
  private func join(_ values: JSONObject, of piece: Piece, to part: inout Part) {
    var reply = part.reply ?? .object(JSONObject())
    for path in Self.withQuotes(piece.paths) {
      guard let value = values[path.description] else { continue }
      if let range = piece.range {
        part.rows[path, default: [:]][range.lowerBound] = value.arrayValue ?? []
        let rows = part.rows[path, default: [:]].sorted { $0.key < $1.key }.flatMap(\.value)
        reply.set(.array(rows), at: path)
      } else {
        reply.set(value, at: path)
      }
    }
    part.reply = fitting(reply)
  }

  /// The places, each after that of its quote: an answer may hold one.
  private static func withQuotes(_ paths: [JSONPointer]) -> [JSONPointer] {
    paths.flatMap { [QuoteSchema.path(ofQuoteFor: $0), $0].compactMap { $0 } }
  }

  /// The value as it fits the schema, as far as that needs no guess.
  private func fitting(_ value: JSONValue) -> JSONValue { repair.mended(value).value }

  private mutating func fail(_ finding: Finding, in chunk: Int) {
    guard let part = parts[chunk], part.reply == nil || part.failure != nil else { return }
    parts[chunk]?.failure = finding
  }

  private mutating func takeWhole(_ reply: Reply, in chunk: Int) {
    switch ReplyReading(reply, by: repair) {
    case .value(let value):
      parts[chunk]?.reply = value
      parts[chunk]?.failure = nil
      parts[chunk]?.failed = []
    case .truncated(let partial):
      let hasReply = parts[chunk]?.reply != nil
      fail(Finding(.truncated, at: .root, "The reply ended before it was complete."), in: chunk)
      let fitting = partial.map(fitting)
      if !hasReply { parts[chunk]?.reply = fitting }
    case .malformed:
      fail(Finding(.malformed, at: .root, "The reply held no JSON."), in: chunk)
    }
  }

  // MARK: Corrections

  /// Takes those values of a correction that leave less wrong.
  ///
  /// All together where each mends something; else each that helps alone, and the rest together if
  /// that helps: two values may break one rule. A value that the document shows never gives way to
  /// one that it does not show, and is never taken away.
  private mutating func takePatch(_ reply: Reply, to ask: Ask?, in chunk: Int) {
    guard let ask, let standing = parts[chunk]?.reply,
      case .value(.object(let patch)) = ReplyReading(reply, about: ask.paths)
    else { return }
    let isIncomplete = { path in
      ask.findings.contains { $0.path == path && $0.failureClass == .incomplete }
    }
    for path in ask.paths where isIncomplete(path) {
      if let new = patch[path.description] { complete(path, with: new, in: chunk) }
    }
    let paths = Self.withQuotes(ask.paths.filter { !isIncomplete($0) })
    let changes = paths.compactMap { path -> Change? in
      guard let new = patch[path.description], new != standing[path],
        !loses(standing[path], to: new, at: path)
      else { return nil }
      return (path, new)
    }
    guard !changes.isEmpty else { return }
    var defects = defects
    guard !take(changes, in: chunk, mending: changes.count, of: &defects) else { return }
    var rest: [Change] = []
    for change in changes where !take([change], in: chunk, mending: 1, of: &defects) {
      rest.append(change)
    }
    if rest.count > 1 { _ = take(rest, in: chunk, mending: 1, of: &defects) }
  }

  private typealias Change = (path: JSONPointer, value: JSONValue)

  /// Puts values into a reply if that leaves so much less wrong.
  private mutating func take(
    _ changes: [Change], in chunk: Int, mending wanted: Int, of defects: inout Int
  ) -> Bool {
    guard let standing = parts[chunk]?.reply else { return false }
    var value = standing
    for change in changes { value.set(change.value, at: change.path) }
    let trial = fitting(value)
    parts[chunk]?.reply = trial
    let left = self.defects
    guard defects - left >= wanted else {
      parts[chunk]?.reply = standing
      return false
    }
    defects = left
    return true
  }

  private var defects: Int { inspection().0.defects }

  /// Adds those rows of a list that stand on lines of their own; what is there stays.
  private mutating func complete(_ path: JSONPointer, with new: JSONValue, in chunk: Int) {
    guard let part = parts[chunk], var reply = part.reply, let new = new.arrayValue else { return }
    let old = reply[path]?.arrayValue ?? []
    var rows: [RowUnion.Row] = []
    for (list, elements) in [old, new].enumerated() {
      var value: JSONValue = .object(JSONObject())
      value.set(.array(elements), at: path)
      let places = RowPlaces(
        value, evidence(of: value, in: part.chunk.range), in: inspector.rows.text)
      for index in elements.indices {
        let line = places[path.appending(index)]?.line
        if list == 0 || line != nil {
          rows.append(RowUnion.Row(list: list, index: index, line: line))
        }
      }
    }
    reply.set(.array(RowUnion.of(rows).map { ($0.list == 0 ? old : new)[$0.index] }), at: path)
    let fitting = fitting(reply)
    parts[chunk]?.reply = fitting
  }

  /// Whether a change would leave fewer values that the document shows.
  private func loses(_ old: JSONValue?, to new: JSONValue, at path: JSONPointer) -> Bool {
    guard let old, inspector.search.policies.policy(at: path) != .off else { return false }
    return shown(of: old, at: path) > shown(of: new, at: path)
  }

  private func shown(of value: JSONValue, at path: JSONPointer) -> Int {
    value.leaves.count { inspector.search.shows($0.value, at: path.appending($0.pointer)) }
  }
}

extension JSONValue {
  /// An object's members and theirs that are no lists.
  fileprivate var withoutLists: JSONValue {
    guard let members = objectValue else { return self }
    return .object(
      JSONObject(
        members.filter { $0.value.arrayValue == nil }.map { ($0.key, $0.value.withoutLists) }))
  }
}
