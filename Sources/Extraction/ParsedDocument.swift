/// A document as its parser read it: one text, and where each part of it stands.
///
/// Every offset is a UTF-8 byte offset into ``text``; every range is half-open. HTML and plain text
/// have no pages and no boxes.
package struct ParsedDocument: Sendable, Equatable {
  /// The SHA-256 of the bytes that were read.
  package var sha256: Digest
  /// `application/pdf`, `text/html` or `text/plain`.
  package var mediaType: String
  /// What a person would read, in reading order.
  ///
  /// Lines end in `\n`, blocks in an empty line.
  package var text: String
  /// The pages in order; empty for HTML and plain text.
  package var pages: [Page]
  /// The blocks in order of text.
  ///
  /// They do not overlap; between them stands white space only.
  package var blocks: [Block]
  /// The words with their boxes; empty for HTML and plain text.
  package var words: WordColumns
  /// Text that a person would not see, kept out of ``text``.
  package var hidden: [HiddenText]
  /// What the parser complained about and survived, a sentence each.
  package var warnings: [String]

  package init(
    sha256: Digest, mediaType: String, text: String, pages: [Page] = [], blocks: [Block] = [],
    words: WordColumns = WordColumns(), hidden: [HiddenText] = [], warnings: [String] = []
  ) {
    self.sha256 = sha256
    self.mediaType = mediaType
    self.text = text
    self.pages = pages
    self.blocks = blocks
    self.words = words
    self.hidden = hidden
    self.warnings = warnings
  }

  /// A page as displayed.
  package struct Page: Sendable, Equatable {
    /// Counted from 1.
    package var number: Int
    /// In points, rotation applied.
    package var width: Double
    /// In points, rotation applied.
    package var height: Double
    /// Its part of the text.
    package var range: Range<Int>
    /// Whether its words were looked at when it was parsed: those that a person would not see are
    /// in ``ParsedDocument/hidden``.
    package var isRendered: Bool

    package init(
      number: Int, width: Double, height: Double, range: Range<Int>, isRendered: Bool = false
    ) {
      self.number = number
      self.width = width
      self.height = height
      self.range = range
      self.isRendered = isRendered
    }
  }

  /// A stretch of text that belongs together and is never cut while a chunk has room.
  package struct Block: Sendable, Equatable {
    /// What it is.
    package enum Kind: String, Sendable {
      case heading
      case paragraph
      case listItem = "list_item"
      /// Rows of a table.
      case table
    }

    package var kind: Kind
    package var range: Range<Int>

    package init(kind: Kind, range: Range<Int>) {
      self.kind = kind
      self.range = range
    }
  }

  /// The text of a range.
  ///
  /// - Precondition: the range lies on scalar boundaries within ``text``.
  package func text(in range: Range<Int>) -> Substring {
    let bytes = text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
    let end = bytes.index(start, offsetBy: range.count)
    return text[start..<end]
  }

  /// The number of the page that holds an offset; nil where there are no pages.
  package func page(at offset: Int) -> Int? {
    var low = 0
    var high = pages.count
    while low < high {
      let middle = (low + high) / 2
      if pages[middle].range.upperBound > offset { high = middle } else { low = middle + 1 }
    }
    return low < pages.count ? pages[low].number : pages.last?.number
  }

  /// What it takes in memory, in bytes: the measure by which queues are bounded.
  package var footprint: Int {
    text.utf8.count + words.count * WordColumns.bytesPerWord + blocks.count * 24 + 256
      + hidden.reduce(0) { $0 + $1.text.utf8.count + 64 }
  }
}

/// Text that a person would not see, with the reason.
package struct HiddenText: Sendable, Equatable {
  /// Counted from 1; nil for HTML.
  package var page: Int?
  /// Nil for HTML.
  package var box: Box?
  package var text: String
  /// Such as `display:none` or `near-white, without ink`.
  package var why: String

  package init(page: Int? = nil, box: Box? = nil, text: String, why: String) {
    self.page = page
    self.box = box
    self.text = text
    self.why = why
  }
}
