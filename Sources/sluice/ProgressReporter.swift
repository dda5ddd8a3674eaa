import Extraction
import Foundation
import Glibc
import Synchronization
import Workflow

/// Tells a person how a run goes, on standard error.
///
/// On a terminal one line is kept up to date; elsewhere a line is written at each tenth of the work,
/// so that a log of a night stays short.
final class ProgressReporter: RunReporter {
  private struct State {
    var listed = 0
    var tenth = 0
    var drawn = ContinuousClock.now
    var hasLine = false
  }

  private let name: String
  private let isQuiet: Bool
  private let isTerminal = isatty(2) == 1
  private let began = ContinuousClock.now
  private let state = Mutex(State())

  init(name: String, isQuiet: Bool) {
    self.name = name
    self.isQuiet = isQuiet
  }

  func began(listed: Int) {
    state.withLock { $0.listed = listed }
    if !isTerminal, listed > 0 {
      note("\(listed) \(listed == 1 ? "document" : "documents") listed")
    }
  }

  func concluded(_ conclusion: Conclusion, _ summary: RunSummary) {
    guard !isQuiet else { return }
    if isTerminal {
      draw(summary)
    } else {
      tell(summary)
    }
  }

  func note(_ message: String) {
    guard !isQuiet else { return }
    state.withLock {
      clear(&$0)
      StandardError.write("\(name): \(message)")
    }
  }

  /// The sum of a run, and where its results are.
  func ended(_ summary: RunSummary, _ pipeline: Pipeline) {
    state.withLock { clear(&$0) }
    if summary.listed == 0 {
      StandardError.write(NoInput.told(pipeline.file))
    } else if !isQuiet || !summary.isBalanced {
      StandardError.write(SummaryText.of(summary, pipeline))
    }
  }

  // MARK: - Lines

  /// Draws the live line, ten times a second at most.
  private func draw(_ summary: RunSummary) {
    state.withLock { state in
      let now = ContinuousClock.now
      guard now - state.drawn > .milliseconds(100) || summary.concluded == summary.listed else {
        return
      }
      state.drawn = now
      state.hasLine = true
      let text = "\(name): \(progress(summary))"
      try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(text)".utf8))
    }
  }

  private func tell(_ summary: RunSummary) {
    state.withLock { state in
      let tenth = summary.concluded * 10 / max(1, summary.listed)
      guard tenth > state.tenth, summary.concluded < summary.listed else { return }
      state.tenth = tenth
      StandardError.write("\(name): \(progress(summary))")
    }
  }

  private func progress(_ summary: RunSummary) -> String {
    let seconds = Int((ContinuousClock.now - began) / .seconds(1))
    var parts = [
      "\(summary.concluded) of \(summary.listed)", "\(summary.accepted) accepted",
      "\(summary.deadLetteredCount) dead-lettered",
    ]
    if summary.bill.calls > 0 { parts.append("\(summary.bill.calls) model calls") }
    if summary.bill.cost > 0 { parts.append(SummaryText.money(summary.bill.cost)) }
    return (parts + ["\(seconds) s"]).joined(separator: " · ")
  }

  private func clear(_ state: inout State) {
    guard state.hasLine else { return }
    state.hasLine = false
    try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8))
  }
}
