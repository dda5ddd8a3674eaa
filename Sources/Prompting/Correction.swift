import Extraction
import JSON

/// What is said after the document when an answer has to be mended.
enum Correction {
  /// Bytes of a found value that are shown again; it stands outside the fence, so it is short.
  private static let shownBytes = 200

  /// What was wrong with an answer that is asked for once more as a whole.
  static func ofWhole(_ ask: Ask) -> String {
    "An earlier answer could not be used:\n" + list(ask.findings) + "\n\nAnswer once more."
  }

  /// The failing places, what was wrong with each, and how to answer.
  static func ofPaths(_ ask: Ask) -> String {
    let keys = ask.paths.map { JSONValue($0.description).text() }.joined(separator: ", ")
    return """
      Some values of an earlier answer could not be used. What they name are places in that answer, \
      as JSON Pointers:
      \(list(ask.findings))

      Read the document above again and answer for these places only, with one JSON object whose \
      keys are exactly: \(keys). Copy each value from the document. Where the document does not \
      show a value, answer null if the schema allows it.
      """
  }

  private static func list(_ findings: [Finding]) -> String {
    findings.map(line).joined(separator: "\n")
  }

  private static func line(_ finding: Finding) -> String {
    let place = finding.path.isRoot ? "the answer" : finding.path.description
    let rule = finding.rule.map { " (rule: \($0))" } ?? ""
    return "- \(place)\(rule): \(finding.message)" + (finding.value.map(shown) ?? "")
  }

  private static func shown(_ value: JSONValue) -> String {
    let text = value.text(.compact)
    guard text.utf8.count > shownBytes else { return " Found: \(text)" }
    return " Found: \(String(decoding: text.utf8.prefix(shownBytes), as: UTF8.self))…"
  }
}
