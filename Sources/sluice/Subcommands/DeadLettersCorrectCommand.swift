import ArgumentParser
import JSON
import Review

struct DeadLettersCorrectCommand: Execution {
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "Change a record, and let it stand.",
    usage: """
      sluice dead-letters <pipeline> correct <id> … | --class … --rule … --field … [--set <pointer=value>] … [--unset <pointer>] … \
      [--record <file>] [--yes] [--dry-run]
      """,
    discussion: """
      Edits are made in the order written, to the record as far as it got, to that of --record, or \
      to an empty one. A value is plain text where the schema says string, else JSON; null means \
      that the document does not say. A pointer that ends in /- appends to a list. Examples:
        sluice dead-letters pipelines/invoices.yaml correct 3f2a --set /total=1234.50
        sluice dead-letters pipelines/invoices.yaml correct 3f2a --unset /line_items/2 \
      --set '/line_items/-={"description":"Bolts","amount":12.5}'
        sluice dead-letters pipelines/invoices.yaml correct 3f2a --record corrected.json
      """)

  @OptionGroup var target: PipelineArgument

  @Argument(help: "The ids, as `list` shows them.")
  var ids: [String] = []

  @OptionGroup var selection: SelectionOptions

  @Option(
    help: ArgumentHelp(
      "Put a value at a place, such as /line_items/0/amount=12.50.", valueName: "pointer=value"),
    transform: OrderedEdit.set)
  var set: [OrderedEdit] = []

  @Option(
    help: ArgumentHelp("Take out what stands at a place.", valueName: "pointer"),
    transform: OrderedEdit.unset)
  var unset: [OrderedEdit] = []

  @Option(help: "Take the record of a JSON file in the place of what was extracted.")
  var record: String?

  @Flag(help: "Confirm what evidence and rules have found.")
  var yes = false

  @OptionGroup var options: DecisionOptions

  func validate() throws {
    guard !set.isEmpty || !unset.isEmpty || record != nil else {
      throw ValidationError("Nothing to correct: give --set, --unset or --record, or use accept.")
    }
    try selection.validate(ids)
    guard record == nil || !selection.dryRun && ids.count == 1 else {
      throw ValidationError("--record is for one letter, and not for --dry-run.")
    }
  }

  func execute() throws -> ExitCode {
    let edits = (set + unset).sorted { $0.order < $1.order }.map(\.edit)
    let decisions = try target.decisions(options)
    return try selection.carryOut(.correct(edits), on: ids, decisions) {
      try decisions.correct($0, edits, record: record.map(JSONFile.read), confirmed: yes)
    }
  }
}
