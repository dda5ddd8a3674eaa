import Extraction

/// A page of a PDF, or the whole of another document: text that ends with its last line's `\n`, and
/// ranges that count from its own first byte.
struct DocumentPart: Equatable {
  /// Nil where the document has no pages.
  struct Page: Equatable {
    /// Counted from 1.
    var number: Int
    /// In points, as displayed.
    var width: Double
    var height: Double
    /// Whether it was drawn and its words looked at.
    var isRendered = false
  }

  var page: Page?
  /// Valid UTF-8.
  var text: [UInt8] = []
  var blocks: [ParsedDocument.Block] = []
  var words = WordColumns()
}

/// Writes blocks of lines the way every ``ParsedDocument`` has them.
struct PartWriter {
  private(set) var part: DocumentPart
  private var blockStart = 0

  init(page: DocumentPart.Page? = nil) {
    part = DocumentPart(page: page)
  }

  var isEmpty: Bool { part.text.isEmpty }

  /// Begins a block, an empty line below what came before.
  mutating func beginBlock() {
    if !part.text.isEmpty { part.text.append(UInt8(ascii: "\n")) }
    blockStart = part.text.count
  }

  /// Adds text to the line.
  mutating func add(_ bytes: some Sequence<UInt8>) {
    part.text.append(contentsOf: bytes)
  }

  /// Adds a word with its place to the line.
  mutating func add(word bytes: some Sequence<UInt8>, _ box: Box) {
    let start = part.text.count
    part.text.append(contentsOf: bytes)
    part.words.append(start..<part.text.count, box)
  }

  mutating func endLine() {
    part.text.append(UInt8(ascii: "\n"))
  }

  /// Ends the block with its last line; an empty block is none.
  mutating func endBlock(_ kind: ParsedDocument.Block.Kind) {
    var end = part.text.count
    while end > blockStart, part.text[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    if end > blockStart {
      part.text.removeLast(part.text.count - end)
      part.text.append(UInt8(ascii: "\n"))
      part.blocks.append(ParsedDocument.Block(kind: kind, range: blockStart..<end))
    } else {
      part.text.removeLast(part.text.count - max(0, blockStart - 1))
    }
  }
}
