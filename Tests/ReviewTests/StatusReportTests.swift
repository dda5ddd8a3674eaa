import Extraction
import Foundation
import JSON
import Ledger
import TestSupport
import Testing

@testable import Review

@Suite struct StatusReportTests {
  private func report(
    _ standing: StandingCounts, _ runs: [PastRun], isRunning: Bool = false
  ) -> StatusReport {
    StatusReport(
      name: "invoices", pipeline: "invoices.yaml", standing: standing, runs: runs,
      isRunning: isRunning, timeZone: .gmt)
  }

  private var standing: StandingCounts {
    var counts = StandingCounts()
    counts.accepted = 12
    counts.deadLettered = [.ruleBroken: 2, .unreadable: 1]
    counts.discarded = 1
    counts.gone = 3
    counts.waiting = 4
    return counts
  }

  private let runs = [
    PastRun(id: 9, startedAt: 1_927_000_000_000),
    PastRun(
      id: 8, startedAt: 1_926_990_000_000, endedAt: 1_926_990_765_432, exitCode: 75,
      summary: [
        "listed": 20, "accepted": 12, "dead_lettered": ["rule_broken": 2, "unreadable": 1],
        "skipped": ["unchanged": 1], "deferred": ["interrupted": 4], "calls": 17,
        "stored_replies": 0, "input_tokens": 40_123, "output_tokens": 5678, "cached_tokens": 0,
        "cost": 0.0125, "seconds": 765.43,
      ]),
    PastRun(id: 7, startedAt: 1_926_980_000_000),
  ]

  @Test func showsATableThatAddsUp() throws {
    try expectGolden(report(standing, runs, isRunning: true).text, "status")
  }

  @Test func saysThatNothingRanYet() throws {
    try expectGolden(report(StandingCounts(), []).text, "status-empty")
  }

  @Test func theSameCountsAreInTheJSON() {
    let json = report(standing, runs).json
    #expect(json["standing"]?["dead_lettered"] == ["unreadable": 1, "rule_broken": 2])
    #expect(json["standing"]?["all"] == 16)
    #expect(json["runs"]?[0]?["ended"] == .null)
    #expect(json["runs"]?[1]?["began"] == "2031-01-24T03:00:00Z")
    #expect(json["runs"]?[1]?["listed"] == 20)
  }
}
