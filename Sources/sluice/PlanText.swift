import Extraction
import Review
import Workflow

/// A plan for a person.
///
/// Pure.
enum PlanText {
  /// With a closing newline.
  static func of(_ plan: Plan, name: String, model: String, pipeline: String) -> String {
    var table = TextTable([.left, .right, .left])
    table.add("to ask about", "\(plan.toAsk)", asking(plan))
    for (failureClass, count) in plan.unaskable.sorted(by: { $0.key < $1.key }) {
      table.add(failureClass.rawValue, "\(count)", "dead letters without a question")
    }
    for (skip, count) in plan.skipped.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      table.add(words(skip), "\(count)", reason(skip))
    }
    if plan.unreadableFiles > 0 {
      table.add("unreadable files", "\(plan.unreadableFiles)", "left for a later run")
    }
    var lines = ["\(name): \(Amounts.counted(plan.planned, "document")) would be"] + table.lines
    if plan.planned != plan.listed {
      lines.append(
        "  THE SUM DOES NOT BALANCE: \(plan.planned) of \(plan.listed) documents have a place. "
          + "This is a bug in sluice; please report it.")
    }
    lines.append("")
    lines += price(plan, model: model)
    if plan.toAsk > 0 { lines.append("Then: sluice run \(pipeline)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func asking(_ plan: Plan) -> String {
    guard plan.answered > 0 else { return "" }
    return "of which \(plan.answered) answered from the ledger"
  }

  private static func words(_ skip: Disposition.Skip) -> String {
    skip == .filtered ? "too big" : skip.rawValue
  }

  private static func reason(_ skip: Disposition.Skip) -> String {
    switch skip {
    case .unchanged: "nothing that could change their records has changed"
    case .duplicate: "the same content stands at an earlier path"
    case .filtered: "larger than source.max_bytes"
    case .limit: "beyond the limit"
    }
  }

  private static func price(_ plan: Plan, model: String) -> [String] {
    guard plan.questions > 0 else { return ["No model call is needed."] }
    let estimate = plan.estimate
    let input = Int(plan.inputTokens.rounded())
    let output = Int(plan.outputTokens.rounded())
    let isGuess = estimate.replies == 0
    var lines = [
      "\(Amounts.counted(plan.questions, "question")) to \(model): about \(input) tokens in, "
        + "\(isGuess ? "at most" : "about") \(output) out"
    ]
    if let cost = plan.cost {
      lines.append("  cost \(isGuess ? "at most" : "about") \(Amounts.money(cost))")
    } else {
      lines.append("  the model has no price in the pipeline file, so there is no cost")
    }
    lines.append(
      isGuess
        ? "  a guess: no reply to this pipeline is stored yet, and what is asked again comes on top"
        : "  judged by \(estimate.replies) stored replies, what is asked again included")
    return lines
  }
}
