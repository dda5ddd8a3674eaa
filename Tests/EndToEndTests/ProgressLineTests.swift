import Extraction
import Testing
import Workflow

@testable import sluice

@Suite struct ProgressLineTests {
  private func line(_ change: (inout ProgressLine) -> Void) -> String {
    var line = ProgressLine(name: "p", summary: RunSummary(), seconds: 0, slowest: nil)
    line.summary.listed = 40
    change(&line)
    return line.text(columns: 200)
  }

  @Test func saysWhatTheModelIsDoingBeforeAnythingHasEnded() {
    let text = line {
      $0.seconds = 12.3
      $0.slowest = .init(stage: .request, path: "a/b.pdf", seconds: 12)
    }
    #expect(text == "p: 0 of 40 · 0 accepted · 0 dead-lettered · asking about b.pdf for 12 s")
  }

  @Test func tellsSpeedAndTimeLeftByTheDocumentsThatTookWork() {
    let text = line {
      $0.summary.accepted = 9
      $0.summary.deadLettered = [.locked: 1]
      $0.summary.skipped = [.unchanged: 10]
      $0.summary.pages = 31
      $0.summary.bill = Bill(
        calls: 9, usage: .init(inputTokens: 9000, outputTokens: 900), cost: 0.125)
      $0.seconds = 50
    }
    let parts = [
      "p: 20 of 40", "9 accepted", "1 dead-lettered", "31 pages", "9900 tokens", "cost 0.125",
      "5.0 s each", "about 2 min left",
    ]
    #expect(text == parts.joined(separator: " · "))
  }

  @Test func isCutToTheTerminalAndHoldsNoControls() {
    var line = ProgressLine(name: "p", summary: RunSummary(), seconds: 0, slowest: nil)
    line.slowest = .init(stage: .parse, path: "x\u{1B}[2Jy.pdf", seconds: 3)
    #expect(line.text(columns: 30).count == 30)
    #expect(!line.text(columns: 200).contains("\u{1B}"))
  }
}
