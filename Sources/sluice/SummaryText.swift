import Extraction
import Foundation
import Review
import Workflow

/// The sum of a run, for a person.
///
/// Pure.
enum SummaryText {
  /// A few lines: the sum, the calls, the files, and what to do next.
  static func of(_ summary: RunSummary, _ pipeline: Pipeline) -> String {
    var lines = ["\(pipeline.name): \(sum(summary))"]
    if let calls = calls(summary.bill) { lines.append("  \(calls)") }
    lines.append("  \(Amounts.time(summary.seconds))")
    lines.append("  results       \(shown(pipeline.results))/results.jsonl")
    if !summary.warned.isEmpty {
      lines.append("  with warnings \(counts(summary.warned)): see their findings")
    }
    if summary.deadLetteredCount > 0 {
      lines.append("  dead letters  \(shown(pipeline.results))/dead-letters.jsonl")
      lines.append("  see them with: sluice dead-letters \(pipeline.file) list")
    }
    if summary.deferredCount > 0 { lines.append("  " + next(summary)) }
    if !summary.isBalanced {
      lines.append(
        "  THE SUM DOES NOT BALANCE: \(summary.concluded) of \(summary.listed) documents have an "
          + "end. This is a bug in sluice; please report it.")
    }
    return lines.joined(separator: "\n")
  }

  /// Written as `5 documents = 3 accepted + 2 dead-lettered (1 unreadable, 1 rule_broken) + 0
  /// skipped + …`.
  private static func sum(_ summary: RunSummary) -> String {
    let parts = [
      "\(summary.accepted) accepted",
      part(summary.deadLetteredCount, "dead-lettered", counts(summary.deadLettered)),
      part(summary.skippedCount, "skipped", counts(summary.skipped)),
      part(summary.deferredCount, "deferred", counts(summary.deferred)),
    ]
    let documents = Amounts.counted(summary.listed, "document")
    return "\(documents) = \(parts.joined(separator: " + "))"
  }

  private static func part(_ count: Int, _ word: String, _ reasons: String) -> String {
    reasons.isEmpty ? "\(count) \(word)" : "\(count) \(word) (\(reasons))"
  }

  private static func counts<Word: RawRepresentable<String>>(_ counts: [Word: Int]) -> String {
    counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
      .map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
  }

  private static func calls(_ bill: Bill) -> String? {
    guard bill.calls + bill.stored > 0 else { return nil }
    var parts = [Amounts.counted(bill.calls, "model call")]
    if bill.stored > 0 { parts.append("\(bill.stored) answered from the ledger") }
    if bill.calls > 0 {
      parts.append("\(bill.usage.inputTokens) tokens in (\(bill.usage.cachedTokens) cached)")
      parts.append("\(bill.usage.outputTokens) out")
    }
    if bill.cost > 0 { parts.append("cost \(Amounts.money(bill.cost))") }
    return parts.joined(separator: ", ")
  }

  private static func next(_ summary: RunSummary) -> String {
    if let outage = summary.outage {
      return "deferred: \(outage.message)\n  \(outage.advice)"
    }
    return summary.isInterrupted
      ? "interrupted: run again to go on; nothing that was paid for is asked again"
      : "deferred documents are taken up by the next run"
  }

  /// A path as short as it can be from the working folder.
  private static func shown(_ path: String) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }
}
