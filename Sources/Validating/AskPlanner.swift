import Extraction
import JSON

/// What is still to be asked, by the failure table.
///
/// Each place is asked for once on each rung. A part whose whole reply failed comes first; nothing
/// is asked about single places while one can still be had. A place that no part filled is asked
/// of each part in order, one after the other.
struct AskPlanner {
  /// The parts in order of text.
  let chunks: [Conversation.Part]
  let merge: ChunkMerge
  let rules: RuleChecker
  let shortfalls: [RowCensus.Shortfall]
  let document: ParsedDocument
  let shape: RecordShape

  /// The places to ask one part for, and why.
  private struct Plan {
    var paths: [JSONPointer] = []
    var findings: [Finding] = []

    mutating func add(_ path: JSONPointer, _ finding: Finding) {
      if !paths.contains(path) { paths.append(path) }
      if !findings.contains(finding) { findings.append(finding) }
    }
  }

  /// The asks about a record, in order of chunks; none where nothing is left to try.
  func asks(about record: Record) -> [Ask] {
    let whole = chunks.flatMap { $0.failed.isEmpty ? wholeAsks($0) : pieceAsks($0) }
    return whole.isEmpty ? pathAsks(about: record) : whole
  }

  // MARK: Whole replies

  private func wholeAsks(_ part: Conversation.Part) -> [Ask] {
    guard let failure = part.failure else { return [] }
    let here = part.questions.filter { $0.rung == part.rung && $0.isWhole }
    let wasLarger = here.contains { $0.outputScale > 1 }
    let wasAskedAgain = here.contains { $0.ask != nil && $0.ask?.kind != .moreTokens }
    for step in FailurePolicy.of(failure.failureClass).steps {
      switch step {
      case .moreTokens where !wasLarger:
        return [Ask(chunk: part.chunk.index, kind: .moreTokens, findings: [failure])]
      case .split:
        let whole = Piece(paths: shape.columns.map { JSONPointer([$0]) })
        let parts = parts(of: whole, in: part)
        if !parts.isEmpty { return asks(for: parts, of: part, failure) }
      case .askPaths where !wasAskedAgain:
        return [Ask(chunk: part.chunk.index, kind: .paths, paths: [.root], findings: [failure])]
      case .nextRung:
        return [Ask(chunk: part.chunk.index, kind: .nextRung, findings: [failure])]
      default: continue
      }
    }
    return []
  }

  // MARK: Pieces

  private func pieceAsks(_ part: Conversation.Part) -> [Ask] {
    part.failed.flatMap { piece, failure -> [Ask] in
      let here = part.questions.filter { question in
        question.rung == part.rung && question.ask.map(Piece.init) == piece
      }
      for step in FailurePolicy.of(failure.failureClass).steps {
        switch step {
        case .moreTokens where !here.contains { $0.outputScale > 1 }:
          return [ask(.moreTokens, for: piece, of: part, failure)]
        case .split:
          let parts = parts(of: piece, in: part)
          if !parts.isEmpty { return asks(for: parts, of: part, failure) }
        case .askPaths where here.count < 2: return [ask(.split, for: piece, of: part, failure)]
        case .nextRung: return [ask(.nextRung, for: piece, of: part, failure)]
        default: continue
        }
      }
      return []
    }
  }

  private func asks(
    for pieces: [Piece], of part: Conversation.Part, _ failure: Finding
  ) -> [Ask] {
    pieces.map { ask(.split, for: $0, of: part, failure) }
  }

  private func ask(
    _ kind: Ask.Kind, for piece: Piece, of part: Conversation.Part, _ failure: Finding
  ) -> Ask {
    Ask(
      chunk: part.chunk.index, kind: kind, paths: piece.paths, range: piece.range,
      findings: [failure])
  }

  private func parts(of piece: Piece, in part: Conversation.Part) -> [Piece] {
    piece.parts(
      of: document, in: part.chunk.range, members: shape.properties,
      isList: shape.isList)
  }

  // MARK: Places

  private func pathAsks(about record: Record) -> [Ask] {
    var here: [Int: Plan] = [:]
    var above: [Int: Plan] = [:]
    for finding in record.findings where finding.severity == .error && mayBeMended(finding) {
      let steps = FailurePolicy.of(finding.failureClass).steps
      for target in targets(of: finding) {
        for source in sources(of: target, finding) {
          var local = finding
          local.path = source.path
          if steps.contains(.askPaths), mayAsk(source, once: !steps.contains(.nextRung)) {
            here[source.chunk, default: Plan()].add(source.path, local)
          } else if steps.contains(.nextRung) {
            above[source.chunk, default: Plan()].add(source.path, local)
          }
        }
      }
    }
    return chunks.compactMap { part in
      let chunk = part.chunk.index
      if let plan = here[chunk] { return ask(chunk, .paths, plan) }
      return above[chunk].map { ask(chunk, .nextRung, $0) }
    }
  }

  /// Whether the document may hold what is wanted: not where rows stood on pages that it lacks.
  private func mayBeMended(_ finding: Finding) -> Bool {
    finding.failureClass != .incomplete || shortfalls.contains { $0.list == finding.path }
  }

  private func ask(_ chunk: Int, _ kind: Ask.Kind, _ plan: Plan) -> Ask {
    let paths = plan.paths.sorted()
    // What holds another place that is asked for covers it.
    let outermost = paths.filter { path in
      !paths.contains { $0 != path && path.hasPrefix($0) }
    }
    return Ask(chunk: chunk, kind: kind, paths: outermost, findings: plan.findings)
  }

  /// The places of the record that a finding is about.
  private func targets(of finding: Finding) -> [JSONPointer] {
    let columns = finding.rule.map(rules.columns) ?? []
    return columns.isEmpty ? [finding.path] : columns.map { JSONPointer([$0]) }
  }

  /// Where a place is asked for: where it came from, else in one part after the other; missing rows
  /// in the parts that show them.
  private func sources(of path: JSONPointer, _ finding: Finding) -> [ChunkMerge.Source] {
    if finding.failureClass == .incomplete,
      let shortfall = shortfalls.first(where: { $0.list == path })
    {
      return sources(of: shortfall)
    }
    let sources = merge.sources(of: path)
    if !sources.isEmpty { return sources }
    let all = chunks.map { ChunkMerge.Source(chunk: $0.chunk.index, path: path) }
    if let next = all.first(where: { mayAsk($0, once: false) }) { return [next] }
    let lowest = chunks.min { $0.rung < $1.rung }
    return all.filter { $0.chunk == lowest?.chunk.index }
  }

  /// The parts that show missing rows; all where nobody knows.
  private func sources(of shortfall: RowCensus.Shortfall) -> [ChunkMerge.Source] {
    let list = shortfall.list
    let own = merge.sources(of: list)
    let outermost = list.tokens.firstIndex { Int($0) != nil }
    return chunks.compactMap { part in
      let range = part.chunk.range
      let isHere = shortfall.rows.contains { range.contains($0.lowerBound) }
      guard isHere || shortfall.rows.isEmpty else { return nil }
      let chunk = part.chunk.index
      if let source = own.first(where: { $0.chunk == chunk }) { return source }
      // A part that knows nothing of the list around this one is asked for all of that.
      return ChunkMerge.Source(
        chunk: chunk, path: JSONPointer(Array(list.tokens.prefix(outermost ?? list.tokens.count))))
    }
  }

  /// Whether a place was not asked for before: on this rung, or at all.
  private func mayAsk(_ source: ChunkMerge.Source, once: Bool) -> Bool {
    guard let part = chunks.first(where: { $0.chunk.index == source.chunk }) else { return false }
    return !part.questions.contains { question in
      (once || question.rung == part.rung) && question.ask?.kind != .split
        && (question.ask?.paths.contains { source.path.hasPrefix($0) } ?? false)
    }
  }
}
