import Extraction
import JSON
import Review
import Workflow

/// An evaluation for a person: a table by field, then what is not as expected.
///
/// Pure.
enum EvaluationText {
  /// Differences that are shown of each group.
  private static let limit = 20

  /// With a closing newline.
  static func of(_ evaluation: Evaluation) -> String {
    var sections = [
      group("Accepted", evaluation.accepted), group("Dead-lettered", evaluation.deadLettered),
    ]
    let rest = rest(evaluation)
    if !rest.isEmpty { sections.append(rest) }
    return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private static func group(_ title: String, _ group: Evaluation.Group) -> [String] {
    let total = group.total
    guard total.documents > 0 else { return ["\(title): no document with an expected record"] }
    var table = TextTable([.left, .right, .right, .right, .right])
    table.add("field", "documents", "values", "equal", "share")
    for (name, score) in group.fields { add(name, score, to: &table) }
    add("all", total, to: &table)
    var lines = [
      "\(title): \(total.equal) of \(Amounts.counted(total.values, "value")) equal "
        + "(\(Amounts.share(total.equal, of: total.values))), "
        + Amounts.counted(total.documents, "document")
    ]
    lines += table.lines
    guard !group.differences.isEmpty else { return lines }
    lines += ["", "\(title), not as expected"] + differences(group)
    return lines
  }

  private static func add(_ name: String, _ score: Evaluation.Score, to table: inout TextTable) {
    table.add(
      name, "\(score.documents)", "\(score.values)", "\(score.equal)",
      Amounts.share(score.equal, of: score.values))
  }

  private static func differences(_ group: Evaluation.Group) -> [String] {
    var table = TextTable([.left, .left, .left, .left], limit: 48)
    for difference in group.differences.prefix(limit) {
      table.add(
        difference.path, "\(difference.place)", "expected \(difference.expected.text())",
        "found \(difference.found.text())")
    }
    let more = group.differences.count - limit
    return table.lines + (more > 0 ? ["  … \(more) more: --json has all"] : [])
  }

  private static func rest(_ evaluation: Evaluation) -> [String] {
    names("without an expected record", evaluation.unexpected, "document")
      + names("without a document that stands", evaluation.unmet, "expected record")
  }

  private static func names(_ what: String, _ names: [String], _ noun: String) -> [String] {
    guard !names.isEmpty else { return [] }
    var table = TextTable([.left])
    for name in names.prefix(limit) { table.add(name) }
    let more = names.count > limit ? ["  … \(names.count - limit) more"] : []
    return ["\(Amounts.counted(names.count, noun)) \(what)"] + table.lines + more
  }
}
