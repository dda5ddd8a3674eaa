import JSON
import Ledger

/// What asking again was worth in some runs: how often each step was tried on each model of the
/// route, how often the record had fewer errors after it, and what it cost.
enum AskingTable {
  private struct Worth {
    var asked = 0
    var helped = 0
    var tokens = 0
    var cost = 0.0
  }

  private struct Step: Hashable {
    var rung: Int
    var name: String
  }

  /// A row for each step; none where nothing was asked again.
  static func lines(of runs: [PastRun]) -> [String] {
    var worth: [Step: Worth] = [:]
    for row in runs.flatMap({ $0.summary?["asks"]?.arrayValue ?? [] }) {
      guard let name = row["step"]?.stringValue, let rung = row["rung"]?.intValue else { continue }
      var sum = worth[Step(rung: rung, name: name)] ?? Worth()
      sum.asked += row["asked"]?.intValue ?? 0
      sum.helped += row["helped"]?.intValue ?? 0
      sum.tokens += row["tokens"]?.intValue ?? 0
      sum.cost += row["cost"]?.doubleValue ?? 0
      worth[Step(rung: rung, name: name)] = sum
    }
    guard !worth.isEmpty else { return [] }
    var table = TextTable([.left, .right, .right, .right, .right, .right])
    table.add("step", "model", "asked", "helped", "tokens", "cost")
    for (step, sum) in worth.sorted(by: { ($0.key.rung, $0.key.name) < ($1.key.rung, $1.key.name) })
    {
      table.add(
        step.name, "\(step.rung + 1)", "\(sum.asked)", "\(sum.helped)", "\(sum.tokens)",
        Amounts.money(sum.cost))
    }
    return table.lines
  }
}
