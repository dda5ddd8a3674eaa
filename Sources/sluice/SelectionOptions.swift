import ArgumentParser
import Extraction
import Ledger
import Review

/// Which letters a decision is about: by id, or all with a cause.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: .customLong("class"), help: "All dead letters of this class, such as locked.",
    transform: FailureClass.word)
  var failureClass: FailureClass?

  @Option(help: "All dead letters that break this rule, by its name.")
  var rule: String?

  @Option(
    help: ArgumentHelp(
      "All dead letters with a finding at this place, * for any index: /line_items/*/amount.",
      valueName: "pointer"))
  var field: String?

  @Flag(help: "Say what would become of each, and decide nothing.")
  var dryRun = false

  private var isEmpty: Bool { failureClass == nil && rule == nil && field == nil }

  /// Refuses ids beside a cause, and neither.
  func validate(_ ids: [String]) throws {
    guard ids.isEmpty != isEmpty else {
      throw ValidationError("Give ids, or --class, --rule or --field for all with that cause.")
    }
  }

  func choice(_ ids: [String]) -> ShellDecisions.Choice {
    guard ids.isEmpty else { return .ids(ids) }
    var query = QueueQuery()
    query.failureClass = failureClass
    query.rule = rule
    query.field = field
    return .query(query)
  }

  /// Previews the change, or makes it.
  func carryOut(
    _ change: GroupChange, on ids: [String], _ decisions: ShellDecisions,
    _ decide: ([String]) throws -> ShellDecisions.Report
  ) throws -> ExitCode {
    let choice = choice(ids)
    if dryRun { return try decisions.preview(change, of: choice).tell() }
    let chosen = try decisions.ids(of: choice)
    return try (chosen.isEmpty ? ShellDecisions.Report.empty : decide(chosen)).tell()
  }
}
