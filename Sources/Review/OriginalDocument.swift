package import Extraction
import Ledger

/// Parses the file of a document again, so that a reviewer's record is checked against the same
/// text that the model saw.
package struct OriginalDocument: Sendable {
  private let parser: any DocumentParser
  private let settings: ParseSettings
  private let base: DocumentPath

  /// - Parameter base: the folder that the paths of documents are relative to.
  package init(parser: any DocumentParser, settings: ParseSettings, base: DocumentPath) {
    self.parser = parser
    self.settings = settings
    self.base = base
  }

  /// What came of it.
  enum Reading: Sendable {
    case document(ParsedDocument)
    /// One sentence: why there is none to check against.
    case absent(String)
  }

  /// Blocks while the file is parsed.
  func read(_ outcome: StandingOutcome) -> Reading {
    if outcome.isGone {
      return .absent("the file is no longer there, so values were not looked for in it")
    }
    do {
      let document = try parser.parse(outcome.path.resolved(against: base), settings)
      return document.sha256 == outcome.document
        ? .document(document)
        : .absent("the file has changed since, so values were not looked for in it")
    } catch {
      return .absent(
        "the file could not be read, so values were not looked for in it (\(error.message))")
    }
  }
}
