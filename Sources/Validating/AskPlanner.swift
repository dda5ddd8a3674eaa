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
  var shortfalls: [RowCensus.Shortfall] = []

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
    let whole = chunks.compactMap(wholeAsk)
    return whole.isEmpty ? pathAsks(about: record) : whole
  }

  // MARK: Whole replies

  private func wholeAsk(_ part: Conversation.Part) -> Ask? {
    guard let failure = part.failure else { return nil }
    let here = part.questions.filter { $0.rung == part.rung && $0.isWhole }
    let wasLarger = here.contains { $0.outputScale > 1 }
    let wasAskedAgain = here.contains { $0.ask != nil && $0.ask?.kind != .moreTokens }
    for step in FailurePolicy.of(failure.failureClass).steps {
      switch step {
      case .moreTokens where !wasLarger:
        return Ask(chunk: part.chunk.index, kind: .moreTokens, findings: [failure])
      case .askPaths where !wasAskedAgain:
        return Ask(chunk: part.chunk.index, kind: .paths, paths: [.root], findings: [failure])
      case .nextRung:
        return Ask(chunk: part.chunk.index, kind: .nextRung, findings: [failure])
      default: continue
      }
    }
    return nil
  }

  // MARK: Places

  private func pathAsks(about record: Record) -> [Ask] {
    var here: [Int: Plan] = [:]
    var above: [Int: Plan] = [:]
    for finding in record.findings where finding.severity == .error {
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
      (once || question.rung == part.rung)
        && (question.ask?.paths.contains { source.path.hasPrefix($0) } ?? false)
    }
  }
}
