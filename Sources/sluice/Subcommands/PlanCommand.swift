import ArgumentParser
import Extraction
import JSON
import Ledger
import Prompting
import Workflow

struct PlanCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what a run would do and cost; no model is asked and nothing is kept.",
    discussion: """
      Documents that need work are parsed to see how much there is to ask. Example:
        sluice plan pipelines/invoices.yaml
      """)

  @OptionGroup var target: PipelineArgument

  @Flag(help: "Write one JSON object.")
  var json = false

  /// By how many stored replies tokens are judged.
  private static let replies = 200

  func execute() throws -> ExitCode {
    let composition = try Composition(target.pipeline)
    let pipeline = composition.pipeline
    let stages = try composition.stages(
      jobs: Defaults.jobs, maxInFlight: nil, needsKeys: false, note: { _ in })
    defer {
      stages.parser.shutDown()
      for model in stages.route { model.shutDown() }
    }
    var history: any OutcomeStore & ReplyStore = NoHistory()
    var exchanges: [Exchange] = []
    do {
      let ledger = try composition.ledger(creating: false)
      history = ledger.history
      exchanges = try ledger.lastExchanges(Self.replies)
    } catch LedgerError.missing {
      // The first run is yet to come.
    }
    let estimate = TokenEstimate(
      from: exchanges, system: composition.promptBuilder().system, chunking: pipeline.chunk,
      maxReplyTokens: pipeline.route[0].maxOutputTokens)
    let plan = try Planner(
      pipeline: pipeline, source: composition.source(), stages: stages, outcomes: history,
      replies: history, estimate: estimate
    ).plan()
    guard plan.listed > 0 else {
      StandardError.write(NoInput.told(target.pipeline))
      return .noInput
    }
    let text =
      json
      ? plan.json.text() + "\n"
      : PlanText.of(
        plan, name: pipeline.name, model: pipeline.route[0].name, pipeline: target.pipeline)
    try StandardOutput.write(text)
    return .done
  }
}
