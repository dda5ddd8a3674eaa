import ArgumentParser
import JSON
import Ledger
import Review
import Workflow

struct StatusCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how the documents of a pipeline stand, and how its last runs went.",
    discussion: """
      Example:
        sluice status pipelines/invoices.yaml
      """)

  @OptionGroup var target: PipelineArgument

  @Option(help: "Show so many runs.")
  var runs: Int = 5

  @Flag(help: "Write one JSON object.")
  var json = false

  func validate() throws {
    guard runs >= 0 else { throw ValidationError("--runs must not be less than 0.") }
  }

  func execute() throws -> ExitCode {
    let composition = try Composition(target.pipeline)
    let ledger = try composition.ledger(creating: false)
    let runs = try ledger.lastRuns(runs)
    let report = StatusReport(
      name: composition.pipeline.name, pipeline: target.pipeline,
      standing: try ledger.standingCounts(), runs: runs,
      isRunning: try runs.first.map { try $0.endedAt == nil && ledger.tryLockRun() == nil }
        ?? false,
      pace: try ledger.reviewPace())
    try StandardOutput.write(json ? report.json.text() + "\n" : report.text)
    return .done
  }
}
