package import Extraction
import JSON
package import JSONSchema
package import Ledger

/// All that is known of one document's way, as a text.
///
/// Pure: everything is handed in. What comes from the document or a model passes `TerminalText`.
package struct Trace: Sendable {
  package var document: Digest
  package var path: DocumentPath
  /// Nil where nothing stands.
  package var standing: StandingOutcome?
  /// As it was parsed again; nil where it could not be.
  package var parsed: ParsedDocument?
  /// Why it could not be parsed again, or the replay is not what led to the outcome.
  package var notes: [String] = []
  /// The schema that replies were read by; nil where it is not known.
  package var schema: Schema?
  /// In the order they were made.
  package var exchanges: [Exchange] = []
  /// What an exchange costs; nil for a model without a price.
  package var cost: @Sendable (Exchange) -> Double? = { _ in nil }

  package init(document: Digest, path: DocumentPath) {
    self.document = document
    self.path = path
  }

  /// With a closing newline.
  ///
  /// - Parameter isFull: whether to show prompts and replies in full.
  package func text(isFull: Bool) -> String {
    var sections = [head]
    if let parsed { sections += [pages(of: parsed), chunks(of: parsed)] }
    let conversation = TraceConversation(
      exchanges, schema: schema, cost: cost, isFull: isFull)
    if !exchanges.isEmpty { sections.append(["Conversation"] + conversation.lines) }
    if let record = standing?.outcome.record {
      sections.append(["Findings"] + findings(record))
      if !record.value.isNull {
        sections.append(["Record (! error, ~ warning)"] + RecordListing(record).lines)
      }
      if !record.evidence.isEmpty {
        sections.append(["Evidence"] + TraceEvidence(record, in: parsed).lines)
      }
    }
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  // MARK: - Sections

  private var head: [String] {
    var lines = [
      "Document \(document.hex)",
      "  file     \(TerminalText.safe(path.description))"
        + (standing?.isGone == true ? " (no longer there)" : ""),
    ]
    lines.append("  outcome  \(outcome)")
    if let standing {
      let who = standing.reviewer.map { "by \(TerminalText.cut($0, to: 40))" }
      let cost = standing.cost > 0 ? ", cost \(Amounts.money(standing.cost))" : ""
      lines.append(
        "  decided  \(who ?? "in run \(standing.run)"), "
          + "\(Amounts.counted(standing.attempts, "model call"))\(cost)")
    }
    if let parsed {
      var parts = [parsed.mediaType]
      if !parsed.pages.isEmpty { parts.append(Amounts.counted(parsed.pages.count, "page")) }
      parts.append("\(parsed.text.utf8.count) bytes of text")
      parts.append(Amounts.counted(parsed.blocks.count, "block"))
      if !parsed.hidden.isEmpty {
        parts.append(Amounts.counted(parsed.hidden.count, "hidden text"))
      }
      lines.append("  content  \(TerminalText.safe(parts.joined(separator: ", ")))")
    }
    return lines + notes.flatMap { TerminalText.wrapped($0) }.map { "  note     \($0)" }
  }

  private var outcome: String {
    guard let standing else { return "none yet" }
    switch standing.outcome.kind {
    case .accepted: return "accepted"
    case .discarded: return "discarded"
    case .deadLettered:
      let stage = standing.outcome.stage.map { " (stage \($0.rawValue))" } ?? ""
      guard let failureClass = standing.failureClass else { return "dead letter\(stage)" }
      return "dead letter, \(failureClass.rawValue): \(failureClass.words)\(stage)"
    }
  }

  private func pages(of parsed: ParsedDocument) -> [String] {
    guard !parsed.pages.isEmpty else { return [] }
    var table = TextTable([.right, .right, .left, .left])
    for page in parsed.pages {
      let words = parsed.words.indices(touching: page.range).count
      table.add(
        "\(page.number)", "\(Int(page.width.rounded())) × \(Int(page.height.rounded())) pt",
        "bytes \(Self.range(page.range))", Amounts.counted(words, "word"))
    }
    return ["Pages"] + Self.shortened(table.lines)
  }

  private func chunks(of parsed: ParsedDocument) -> [String] {
    var seen: Set<Int> = []
    let chunks = exchanges.map(\.prompt.chunk).filter { seen.insert($0.index).inserted }
      .sorted { $0.index < $1.index }
    guard !chunks.isEmpty else { return [] }
    var table = TextTable([.right, .left, .left])
    for chunk in chunks {
      var pages = ""
      if let first = parsed.page(at: chunk.range.lowerBound),
        let last = parsed.page(at: max(chunk.range.lowerBound, chunk.range.upperBound - 1))
      {
        pages = first == last ? "page \(first)" : "pages \(first) to \(last)"
      }
      table.add("\(chunk.index)", "bytes \(Self.range(chunk.range))", pages)
    }
    return ["Chunks"] + Self.shortened(table.lines)
  }

  private func findings(_ record: Record) -> [String] {
    record.findings.isEmpty ? ["  none"] : record.findings.flatMap(TraceConversation.lines)
  }

  private static func range(_ range: Range<Int>) -> String {
    "\(range.lowerBound) to \(range.upperBound)"
  }

  /// A long table loses its middle.
  private static func shortened(_ lines: [String]) -> [String] {
    guard lines.count > 40 else { return lines }
    return lines.prefix(20) + ["  … \(lines.count - 30) more"] + lines.suffix(10)
  }
}
