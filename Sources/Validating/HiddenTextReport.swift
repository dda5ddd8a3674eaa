import Extraction
import JSON

/// Says of a record's document that it holds text which a person cannot see.
///
/// A warning at the root: that text was kept from the model and shows no value, so it keeps no
/// record back; but somebody put it there.
enum HiddenTextReport {
  /// Characters of the hidden text that the finding carries.
  private static let shownCharacters = 200

  /// One finding, or none.
  static func findings(about document: ParsedDocument) -> [Finding] {
    let hidden = document.hidden
    guard !hidden.isEmpty else { return [] }
    var counts: [(why: String, count: Int)] = []
    for text in hidden {
      if let index = counts.firstIndex(where: { $0.why == text.why }) {
        counts[index].count += 1
      } else {
        counts.append((text.why, 1))
      }
    }
    let reasons = counts.map { "\($0.count) × \($0.why)" }.joined(separator: "; ")
    let places = hidden.count == 1 ? "1 place" : "\(hidden.count) places"
    var shown = ""
    for text in hidden where shown.count < shownCharacters {
      shown += (shown.isEmpty ? "" : " ") + text.text.prefix(shownCharacters)
    }
    return [
      Finding(
        .hiddenText, at: .root, severity: .warning,
        "The document holds text in \(places) that a person cannot see: \(reasons).",
        value: .string(String(shown.prefix(shownCharacters))))
    ]
  }
}
