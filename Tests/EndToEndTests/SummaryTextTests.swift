import Extraction
import Foundation
import TestSupport
import Testing
import Workflow

@testable import sluice

/// What a run says at its end.
@Suite struct SummaryTextTests {
  private func text(_ change: (inout RunSummary) -> Void) throws -> String {
    let folder = try TemporaryFolder()
    try folder.write("{}", to: "schema.json")
    try folder.write(
      """
      name: invoices
      source: { paths: [documents] }
      schema: schema.json
      models: { any: { provider: openai, base_url: "http://127.0.0.1:9/v1", model: any } }
      output: { directory: /srv/out }
      """, to: "invoices.yaml")
    var pipeline = try Pipeline.load(
      folder.url.appendingPathComponent("invoices.yaml").path, environment: [:])
    pipeline.file = "pipelines/invoices.yaml"
    var summary = RunSummary()
    change(&summary)
    return SummaryText.of(summary, pipeline) + "\n"
  }

  @Test func countsEveryDocumentAndSaysWhereTheyWent() throws {
    let text = try text {
      $0.listed = 1240
      $0.accepted = 1100
      $0.warned = [.hiddenText: 1, .ungrounded: 40]
      $0.deadLettered = [.locked: 2, .ruleBroken: 30, .unreadable: 2]
      $0.skipped = [.duplicate: 6, .unchanged: 100]
      $0.bill = Bill(
        calls: 1150, usage: .init(inputTokens: 1_900_210, outputTokens: 301_990),
        cost: 0.466)
      $0.bill.stored = 12
      $0.seconds = 3723
    }
    try expectGolden(text, "summary")
  }

  @Test func saysLittleWhereNothingWasToDo() throws {
    let text = try text {
      $0.listed = 1
      $0.skipped = [.unchanged: 1]
      $0.seconds = 0.04
    }
    try expectGolden(text, "summary-unchanged")
  }

  @Test func saysWhatToDoAboutModelsThatAreNotThere() throws {
    let text = try text {
      $0.listed = 3
      $0.accepted = 1
      $0.deferred = [.modelUnavailable: 2]
      $0.bill = Bill(calls: 1, usage: .init(inputTokens: 900, outputTokens: 80))
      $0.seconds = 61
      $0.outage = Failure(
        .modelUnavailable, stage: .request, "127.0.0.1:9 refused the connection",
        advice: "Start the server, or mend base_url, and run again.")
    }
    try expectGolden(text, "summary-deferred")
  }

  @Test func saysHowToGoOnAfterAnInterruption() throws {
    let text = try text {
      $0.listed = 3
      $0.accepted = 1
      $0.deferred = [.interrupted: 2]
      $0.seconds = 7
      $0.isInterrupted = true
    }
    try expectGolden(text, "summary-interrupted")
  }

  @Test func admitsASumThatDoesNotBalance() throws {
    let text = try text {
      $0.listed = 3
      $0.accepted = 1
      $0.seconds = 7
    }
    try expectGolden(text, "summary-unbalanced")
  }
}
