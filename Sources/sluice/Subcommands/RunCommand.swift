import ArgumentParser
import Extraction
import Ledger
import Processes
import Workflow

struct RunCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Extract records from all documents of a pipeline.",
    discussion: """
      Documents that have not changed since an earlier run cost one look at the file. Records go to \
      <output.directory>/<name>/results.jsonl, what a person has to decide to dead-letters.jsonl \
      beside it.

      Example:
        sluice run pipelines/invoices.yaml --limit 3
        sluice run pipelines/invoices.yaml --retry locked,no_text
      """)

  @OptionGroup var target: PipelineArgument
  @OptionGroup var width: WidthOptions

  @Option(help: "Take only the first so many documents by path; the others are counted as skipped.")
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Ask again about the dead letters of these classes, such as locked,no_text.",
      valueName: "class,…"),
    transform: FailureClass.list)
  var retry: Set<FailureClass>?

  @Flag(help: "Ask again about every document that no reviewer has decided.")
  var refresh = false

  @Flag(help: "Write each finished document to standard output, as `sluice validate` does.")
  var stdout = false

  @Flag(help: "End with 1 if any document became a dead letter.")
  var strict = false

  @Flag(help: "Say nothing but errors.")
  var quiet = false

  func validate() throws {
    guard retry == nil || !refresh else {
      throw ValidationError("--refresh asks about all documents; leave --retry out.")
    }
  }

  func execute() throws -> ExitCode {
    let composition = try Composition(target.pipeline)
    let reporter = ProgressReporter(name: composition.pipeline.name, isQuiet: quiet)
    defer { reporter.close() }
    let stages = try composition.stages(
      jobs: width.jobs, maxInFlight: width.maxInFlight, note: { reporter.note($0) })
    let ledger = try composition.ledger(creating: true)
    guard let lock = try ledger.tryLockRun() else {
      let holder = ledger.runLockHolder.map { " (\($0))" } ?? ""
      StandardError.write(
        "sluice: another run of \(composition.pipeline.name) is under way\(holder)\n"
          + "  Wait until it is done; what it leaves is taken up by the next run.")
      return .workLeft
    }
    defer { lock.unlock() }
    let store = try ledger.beginRun(schema: composition.recordSchema)
    var options = Run.Options(
      jobs: width.jobs, maxInFlight: composition.maxInFlight(width.maxInFlight), limit: limit,
      again: refresh ? .all : retry.map(Run.Again.deadLetters))
    if stdout { options.lines = { line in try StandardOutput.write(line: line.utf8) } }
    let run = Run(
      pipeline: composition.pipeline, source: composition.source(), stages: stages,
      outcomes: store, replies: store, options: options, reporter: reporter)
    let signals = InterruptSignals(
      first: { _ in
        reporter.note("stopping: what is under way may end; once more to stop at once")
        run.interrupt()
      },
      later: { _ in LastExit.now(.workLeft) })
    defer { withExtendedLifetime(signals) {} }
    let summary = try run.start()
    stages.parser.shutDown()
    for model in stages.route { model.shutDown() }
    let code = ExitCode(summary, strict: strict)
    try store.end(exitCode: Int(code.rawValue), summary: summary.json)
    reporter.ended(summary, composition.pipeline)
    return code
  }
}
