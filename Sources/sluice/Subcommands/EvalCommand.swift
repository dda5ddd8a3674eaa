import ArgumentParser
import Extraction
import JSON
import Ledger
import Workflow

struct EvalCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Compare what stands with expected records; no model is asked.",
    discussion: """
      The expected record of a document is DIR/<its path below its source folder>.json, or the same \
      with its extension replaced, or the file of that name anywhere in DIR. Numbers, dates and \
      spacing are compared by value; only keys in the expected record count. Example:
        sluice eval pipelines/invoices.yaml --expected samples/expected/invoices
      """)

  @OptionGroup var target: PipelineArgument

  @Option(
    help: ArgumentHelp("The folder of expected records.", valueName: "dir"),
    completion: .directory)
  var expected: String

  @Flag(help: "Write one JSON object, with every difference.")
  var json = false

  func execute() throws -> ExitCode {
    let composition = try Composition(target.pipeline)
    let ledger = try composition.ledger(creating: false)
    let records = try ExpectedRecords(reading: expected)
    var evaluation = Evaluation()
    var met: Set<String> = []
    for kind: Outcome.Kind in [.accepted, .deadLettered] {
      for standing in try ledger.standing(kind) where !standing.isGone {
        let path = standing.path.description
        let sources = composition.pipeline.source.paths
        guard let file = try records.file(for: standing.path, below: sources) else {
          evaluation.unexpected.append(path)
          continue
        }
        met.insert(file)
        let wanted = try records.record(file)
        let found = standing.outcome.record.value
        if kind == .accepted {
          evaluation.accepted.add(path, expected: wanted, found: found)
        } else {
          evaluation.deadLettered.add(path, expected: wanted, found: found)
        }
      }
    }
    evaluation.unmet = records.files.filter { !met.contains($0) }
    let text = json ? evaluation.json.text() + "\n" : EvaluationText.of(evaluation)
    try StandardOutput.write(text)
    return .done
  }
}

extension ExpectedRecordError: ExecutionError {
  var exitCode: ExitCode {
    switch self {
    case .noFolder, .noFiles: .noInput
    case .ambiguous, .unreadable: .inputData
    }
  }
  var told: String { description }
}
