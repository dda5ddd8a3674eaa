import Extraction
import JSON

/// What is said after the document when only a piece of the task is asked for.
enum PieceQuestion {
  static func of(_ ask: Ask) -> String {
    let keys = ask.paths.map { JSONValue($0.description).text() }.joined(separator: ", ")
    let part =
      ask.range == nil
      ? "" : " The text above is one part of the document: write down what begins in it, only."
    return """
      Do a part of the task for the document above: answer for these places only, with one JSON \
      object whose keys are exactly these JSON Pointers: \(keys).\(part) Copy each value from the \
      document: null for a value that it does not show, [] for a list with no rows in it.
      """
  }
}
