import ArgumentParser
import Extraction
import JSON
import Ledger
import Workflow

struct ResultsCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "results",
    abstract: "Write the published records to standard output, as JSON lines or CSV.",
    discussion: """
      CSV has a column for each top-level property; arrays and objects are JSON text. Examples:
        sluice results pipelines/invoices.yaml --format csv > invoices.csv
        sluice results pipelines/invoices.yaml --run last
        sluice results pipelines/invoices.yaml --since 7d
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case jsonl
    case csv
  }

  @OptionGroup var target: PipelineArgument

  @Option(help: "Only what this run decided: `last`, or a number that `status --json` shows.")
  var run: String?

  @Option(
    help: ArgumentHelp(
      "Only what was decided since: 2031-04-05, 2031-04-05T16:07, or 12h, 7d for so long ago.",
      valueName: "time"))
  var since: TimeOption?

  @Option(help: "jsonl, the lines of results.jsonl, or csv.")
  var format: Format = .jsonl

  func validate() throws {
    guard run == nil || run == "last" || run.flatMap(Int64.init) != nil else {
      throw ValidationError("--run is `last` or a number.")
    }
  }

  func execute() throws -> ExitCode {
    let composition = try Composition(target.pipeline)
    let ledger = try composition.ledger(creating: false)
    let id = run == "last" ? try ledger.lastRuns(1).first?.id ?? 0 : run.flatMap { Int64($0) }
    switch format {
    case .jsonl:
      try ledger.eachResult(ofRun: id, since: since?.milliseconds) {
        try StandardOutput.write($0.line)
      }
    case .csv:
      let columns = try columns(of: composition, ledger, run: id)
      try StandardOutput.write(CSVLine.header(columns))
      try ledger.eachResult(ofRun: id, since: since?.milliseconds) {
        try StandardOutput.write(CSVLine.of($0.record, at: $0.path, columns: columns))
      }
    }
    return .done
  }

  /// The properties of the schema in its order, then what else the records have.
  private func columns(
    of composition: Composition, _ ledger: PipelineLedger, run: Int64?
  ) throws -> [String] {
    var columns = composition.pipeline.prompt.schema["properties"]?.objectValue?.keys ?? []
    var known = Set(columns)
    try ledger.eachResult(ofRun: run, since: since?.milliseconds) { result in
      for key in try result.record.objectValue?.keys ?? [CSVLine.wholeRecord]
      where known.insert(key).inserted {
        columns.append(key)
      }
    }
    return columns
  }
}
