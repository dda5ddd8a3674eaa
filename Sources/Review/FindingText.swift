import Extraction
import JSON

/// A finding for people, in a few lines.
enum FindingText {
  /// The class, its place and rule after a mark, then what is wrong, then what to do.
  ///
  /// - Parameter known: advice that stands elsewhere already and is not repeated.
  static func lines(_ finding: Finding, knownAdvice known: String? = nil) -> [String] {
    let place = finding.path.isRoot ? "" : " at \(TerminalText.cut("\(finding.path)", to: 60))"
    let rule = finding.rule.map { ", rule \"\(TerminalText.cut($0, to: 40))\"" } ?? ""
    var lines = [
      "  \(finding.severity == .error ? "!" : "~") \(finding.failureClass.rawValue)\(place)\(rule)"
    ]
    lines += TerminalText.wrapped(finding.message).map { "      " + $0 }
    if let value = finding.value {
      lines.append("      value   \(TerminalText.cut(value.text(), to: RecordListing.valueWidth))")
    }
    if finding.advice != known {
      lines += TerminalText.wrapped(finding.advice).map { "      " + $0 }
    }
    return lines
  }
}
