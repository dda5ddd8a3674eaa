import Extraction
import JSON
package import Ledger

extension ShellDecisions {
  /// Which letters a command is about.
  package enum Choice: Sendable {
    /// By the first digits of their ids.
    case ids([String])
    /// All with a cause.
    case query(QueueQuery)
  }

  /// Says what a change would do to letters; decides nothing.
  ///
  /// - Throws: `DeadLetterLookupError` for an id that names no single letter; `LedgerError`.
  package func preview(_ change: GroupChange, of choice: Choice) throws -> Report {
    let preview = try GroupPreview(change, of: try documents(choice), by: decider)
    var report = Report()
    for item in preview.items { report.lines += Self.lines(item, change) }
    let clean = preview.items.filter(\.isClean).count
    let refused = preview.items.filter { $0.refusal != nil }.count
    report.notes.append(
      "\(Amounts.counted(preview.items.count, "letter")): \(clean) without a doubt, "
        + "\(preview.items.count - clean - refused) to be confirmed, \(refused) refused; "
        + "nothing was decided")
    return report
  }

  /// The ids of the letters that are meant, in order of cause.
  ///
  /// - Throws: `DeadLetterLookupError`, `LedgerError`.
  package func ids(of choice: Choice) throws -> [String] {
    switch choice {
    case .ids(let ids): ids
    case .query: try documents(choice).map(\.hex)
    }
  }

  private func documents(_ choice: Choice) throws -> [Digest] {
    switch choice {
    case .ids(let ids): try ids.map { try decider.ledger.standing(matching: $0).document }
    case .query(let query): try decider.ledger.queueDocuments(query)
    }
  }

  private static func lines(_ item: GroupPreview.Item, _ change: GroupChange) -> [String] {
    let head =
      "\(item.shown.document.hex.prefix(12)) \(TerminalText.safe(item.shown.path.description))"
    var lines = ["\(head): \(item.refusal.map { TerminalText.cut($0, to: 200) } ?? words(change))"]
    lines += item.changes.map { place, before, after in
      let values = [before, after].map { value in
        value.map { TerminalText.cut($0.text(), to: 60) } ?? "absent"
      }
      return "  \(TerminalText.cut("\(place)", to: 60))  \(values[0]) -> \(values[1])"
    }
    return lines + item.doubts.flatMap { FindingText.lines($0) }
      + (item.note.map { ["  \(TerminalText.safe($0))"] } ?? [])
  }

  private static func words(_ change: GroupChange) -> String {
    switch change {
    case .accept: "would be accepted"
    case .correct, .follow: "would be corrected"
    case .discard: "would be discarded"
    case .retry: "would be asked about again"
    }
  }
}
