package import Extraction
package import Ledger

/// Parses the file of a document again, so that a reviewer's record is checked against the same
/// text that the model saw.
///
/// Keeps the last few in memory: a reviewer's every keystroke is checked.
package struct OriginalDocument: Sendable {
  private let parser: any DocumentParser
  private let settings: ParseSettings
  private let base: DocumentPath
  private let recent = RecentDocuments()

  /// - Parameter base: the folder that the paths of documents are relative to.
  package init(parser: any DocumentParser, settings: ParseSettings, base: DocumentPath) {
    self.parser = parser
    self.settings = settings
    self.base = base
  }

  /// What came of it.
  package enum Reading: Sendable {
    case document(ParsedDocument)
    /// One sentence: why there is none to check against.
    case absent(String)

    /// The document; nil where there is none.
    package var document: ParsedDocument? {
      if case .document(let document) = self { document } else { nil }
    }
  }

  /// Blocks while the file is parsed.
  package func read(_ outcome: StandingOutcome) -> Reading {
    if outcome.isGone {
      return .absent("the file is no longer there, so values were not looked for in it")
    }
    if let document = recent[outcome.document] { return .document(document) }
    do {
      let document = try parser.parse(file(of: outcome).path, settings)
      guard document.sha256 == outcome.document else {
        return .absent("the file has changed since, so values were not looked for in it")
      }
      recent.keep(document)
      return .document(document)
    } catch {
      return .absent(
        "the file could not be read, so values were not looked for in it (\(error.message))")
    }
  }

  /// Where the document is, and what it must hold.
  package func file(of outcome: StandingOutcome) -> SourceFile {
    SourceFile(
      path: outcome.path.resolved(against: base), sha256: outcome.document, settings: settings)
  }
}
