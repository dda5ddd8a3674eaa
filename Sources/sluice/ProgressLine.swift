import Extraction
import Review
import Workflow

/// How far a run is, in one line for a person.
///
/// Pure.
struct ProgressLine {
  /// What has been under way longest.
  struct Slowest: Equatable {
    var stage: Stage
    /// As the listing has it.
    var path: String
    /// Since it came to that stage.
    var seconds: Int
  }

  var name: String
  var summary: RunSummary
  /// Since the run began.
  var seconds: Double
  var slowest: Slowest?

  /// The line, cut to a number of columns.
  func text(columns: Int) -> String {
    var parts = [
      "\(summary.concluded) of \(summary.listed)", "\(summary.accepted) accepted",
      "\(summary.deadLetteredCount) dead-lettered",
    ]
    if summary.pages > 0 { parts.append("\(summary.pages) pages") }
    let tokens = summary.bill.usage.inputTokens + summary.bill.usage.outputTokens
    if tokens > 0 { parts.append("\(tokens) tokens") }
    if summary.bill.cost > 0 { parts.append("cost \(Amounts.money(summary.bill.cost))") }
    if let rate { parts.append(rate) }
    if let left { parts.append("\(left) left") }
    if let slowest { parts.append(told(slowest)) }
    let line = "\(name): " + parts.joined(separator: " · ")
    return line.count <= columns ? line : line.prefix(max(0, columns - 1)) + "…"
  }

  /// Documents that took work: what is skipped says nothing about the speed.
  private var worked: Int { summary.concluded - summary.skippedCount }

  private var rate: String? {
    guard worked > 0, seconds > 0 else { return nil }
    let each = seconds / Double(worked)
    return each >= 1
      ? "\(Self.rounded(each)) s each" : "\(Self.rounded(1 / each)) documents/s"
  }

  private var left: String? {
    let rest = summary.listed - summary.concluded
    guard worked > 0, rest > 0 else { return nil }
    return "about " + Self.duration(seconds / Double(worked) * Double(rest))
  }

  private func told(_ slowest: Slowest) -> String {
    let file = slowest.path.split(separator: "/").last.map(String.init) ?? slowest.path
    let doing = slowest.stage == .parse ? "reading" : "asking about"
    return "\(doing) \(TerminalText.safe(file)) for \(slowest.seconds) s"
  }

  private static func rounded(_ number: Double) -> String {
    number >= 10 ? "\(Int(number.rounded()))" : "\((number * 10).rounded() / 10)"
  }

  private static func duration(_ seconds: Double) -> String {
    let seconds = Int(seconds.rounded(.up))
    if seconds < 90 { return "\(seconds) s" }
    if seconds < 5400 { return "\((seconds + 30) / 60) min" }
    return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
  }
}
