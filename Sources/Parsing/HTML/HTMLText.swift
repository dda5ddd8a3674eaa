import Extraction

/// Writes text as a browser would show it: white space collapsed, lines and blocks where elements
/// make them.
struct HTMLText {
  /// What stands between two words, when the next one comes.
  private enum Gap: Int {
    case none
    case space
    /// Between the cells of a row.
    case cell
    case line
    case block
  }

  private var writer = PartWriter()
  private var gap = Gap.block
  private var kind = ParsedDocument.Block.Kind.paragraph
  private var isInBlock = false

  /// The next text is parted from the last by at least an empty line.
  mutating func breakBlock() { widen(.block) }
  mutating func breakLine() { widen(.line) }
  mutating func breakCell() { widen(.cell) }
  mutating func breakWord() { widen(.space) }

  /// Adds text; runs of white space are one space.
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, as kind: ParsedDocument.Block.Kind) {
    for unit in VisibleText(bytes) {
      switch unit {
      case .space, .newLine: breakWord()
      case .visible(let bytes): put(bytes, kind)
      }
    }
  }

  /// Adds text with its lines and spaces as they are.
  mutating func add(
    preformatted bytes: UnsafeBufferPointer<UInt8>, as kind: ParsedDocument.Block.Kind
  ) {
    for unit in VisibleText(bytes) {
      switch unit {
      case .newLine: breakLine()
      // An indent at the start of a line is kept, white space at its end is not.
      case .space: put(CollectionOfOne(UInt8(ascii: " ")), kind)
      case .visible(let bytes): put(bytes, kind)
      }
    }
  }

  /// The part, when all has been added.
  mutating func finish() -> DocumentPart {
    if isInBlock {
      writer.endLine()
      writer.endBlock(kind)
      isInBlock = false
    }
    return writer.part
  }

  private mutating func widen(_ other: Gap) {
    if other.rawValue > gap.rawValue { gap = other }
  }

  private mutating func put(
    _ bytes: some Sequence<UInt8>, _ kind: ParsedDocument.Block.Kind
  ) {
    switch gap {
    case .none: break
    case .space: writer.add(" ".utf8)
    case .cell: writer.add("   ".utf8)
    case .line: writer.endLine()
    case .block:
      if isInBlock {
        writer.endLine()
        writer.endBlock(self.kind)
      }
      writer.beginBlock()
      isInBlock = true
      self.kind = kind
    }
    gap = .none
    writer.add(bytes)
  }
}
