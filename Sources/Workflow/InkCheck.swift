import Extraction
private import JSON

/// What is known of one document's pages: which were looked at, and what nobody can see on them.
///
/// A page is drawn once: all its words are looked at then, so that a value which turns to another
/// place on it, or a correction that comes later, costs nothing more.
struct InkCheck: Sendable {
  /// Ranges of the text without ink, in order.
  private(set) var inkless: [Range<Int>] = []
  /// Why pages were not looked at, where the file was not there to be drawn.
  private(set) var obstacle: Failure?
  /// A page that could not be drawn within the limits: the document's own trouble.
  private(set) var failure: Failure?
  private var pages: Set<Int> = []

  /// Looks at the pages on which a record's values stand, unless that was done.
  ///
  /// Blocks.
  ///
  /// - Returns: whether something was found that cannot be seen.
  mutating func look(
    at record: Record, in document: ParsedDocument, _ file: SourceFile, _ renderer: any PageRenderer
  ) -> Bool {
    let shown = Set(record.evidence.values.filter { $0.range != nil }.compactMap(\.page))
    let unseen = document.pages.filter { page in
      shown.contains(page.number) && !page.isRendered && !pages.contains(page.number)
    }
    let wanted = unseen.flatMap { page in
      document.readableWords(on: page).map { (page.number, $0) }
    }
    guard !wanted.isEmpty, obstacle == nil, failure == nil else { return false }
    do throws(Failure) {
      let places = wanted.map { PagePlace(page: $0.0, box: document.words.box($0.1)) }
      let ink = try renderer.ink(at: places, of: file)
      pages.formUnion(wanted.map(\.0))
      let found = zip(wanted, ink).filter { !$1 }.map { document.words.range($0.0.1) }
      inkless = (inkless + found).sorted { $0.lowerBound < $1.lowerBound }
      return !found.isEmpty
    } catch {
      // A file that is gone is no fault of the document's; one that cannot be drawn may be made so.
      let isGone = [.unreadable, .locked].contains(error.failureClass)
      if isGone { obstacle = error } else { failure = error }
      return false
    }
  }

  /// What is to be said of a record whose pages were not looked at.
  var finding: Finding? {
    if let failure { return Finding(failure) }
    return obstacle.map {
      Finding(
        .undecided, at: .root, severity: .warning,
        "Whether the values can be seen on their pages was not looked at: \($0.message)",
        advice: $0.advice)
    }
  }
}

extension ParsedDocument {
  /// The words of a page with a letter or a digit in them: a dash may fill its box from side to
  /// side, and shows no value.
  fileprivate func readableWords(on page: Page) -> [Int] {
    words.indices(touching: page.range).filter { index in
      text(in: words.range(index)).unicodeScalars.contains {
        $0.properties.isAlphabetic || $0.properties.numericType != nil
      }
    }
  }
}
