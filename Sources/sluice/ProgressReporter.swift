import Dispatch
import Extraction
import Glibc
import Review
import Synchronization
import Workflow

/// Tells a person how a run goes, on standard error.
///
/// On a terminal one line is kept up to date, also while nothing ends: a first answer of a local
/// model takes its half minute. Elsewhere a line is written at each tenth of the work, so that a log
/// of a night stays short.
final class ProgressReporter: RunReporter {
  private struct UnderWay {
    var stage: Stage
    var since: ContinuousClock.Instant
  }

  private struct State {
    var summary = RunSummary()
    var tenth = 0
    var underWay: [DocumentPath: UnderWay] = [:]
    var hasLine = false
  }

  private let name: String
  private let isQuiet: Bool
  private let isTerminal: Bool
  private let began = ContinuousClock.now
  private let state = Mutex(State())
  // Sources may be used from any thread; Dispatch does not say so to Swift on Linux.
  nonisolated(unsafe) private let clock: any DispatchSourceTimer

  init(name: String, isQuiet: Bool) {
    self.name = name
    self.isQuiet = isQuiet
    isTerminal = !isQuiet && isatty(2) == 1
    clock = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "sluice.progress"))
    clock.schedule(deadline: .now(), repeating: .milliseconds(200))
    clock.setEventHandler { [weak self] in self?.draw() }
    clock.resume()
  }

  deinit { clock.cancel() }

  func began(listed: Int) {
    state.withLock { $0.summary.listed = listed }
    if !isTerminal, listed > 0 {
      note("\(Amounts.counted(listed, "document")) listed")
    }
  }

  func entered(_ stage: Stage, _ entry: Listing.Entry) {
    state.withLock { $0.underWay[entry.path] = UnderWay(stage: stage, since: .now) }
  }

  func concluded(_ conclusion: Conclusion, _ summary: RunSummary) {
    state.withLock { state in
      state.underWay[conclusion.entry.path] = nil
      if summary.concluded > state.summary.concluded { state.summary = summary }
      let tenth = state.summary.concluded * 10 / max(1, summary.listed)
      guard !isQuiet, !isTerminal, tenth > state.tenth, tenth < 10 else { return }
      state.tenth = tenth
      var line = self.line(state)
      line.slowest = nil
      StandardError.write(line.text(columns: .max))
    }
  }

  func note(_ message: String) {
    guard !isQuiet else { return }
    state.withLock {
      clear(&$0)
      StandardError.write(TerminalText.safe("\(name): \(message)"))
    }
  }

  /// The sum of a run, and where its results are.
  func ended(_ summary: RunSummary, _ pipeline: Pipeline) {
    close()
    if summary.listed == 0 {
      StandardError.write(NoInput.told(pipeline.file))
    } else if !isQuiet || !summary.isBalanced {
      StandardError.write(SummaryText.of(summary, pipeline))
    }
  }

  /// Takes the line away for good, so that what is said next, an error too, begins a line.
  func close() {
    clock.cancel()
    state.withLock { clear(&$0) }
  }

  // MARK: - The line

  private func draw() {
    state.withLock { state in
      guard isTerminal, !clock.isCancelled, state.summary.listed > 0 else { return }
      state.hasLine = true
      let text = line(state).text(columns: TerminalWidth.columns(of: 2) - 1)
      StandardError.write(text: "\r\u{1B}[K\(text)")
    }
  }

  private func clear(_ state: inout State) {
    guard state.hasLine else { return }
    state.hasLine = false
    StandardError.write(text: "\r\u{1B}[K")
  }

  private func line(_ state: State) -> ProgressLine {
    let now = ContinuousClock.now
    let slowest = state.underWay.min { $0.value.since < $1.value.since }
    return ProgressLine(
      name: name, summary: state.summary, seconds: (now - began) / .seconds(1),
      slowest: slowest.map {
        ProgressLine.Slowest(
          stage: $0.value.stage, path: $0.key.description,
          seconds: Int((now - $0.value.since) / .seconds(1)))
      })
  }
}
