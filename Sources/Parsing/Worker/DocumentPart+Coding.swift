import Extraction

extension ByteWriter {
  mutating func write(_ part: DocumentPart) {
    write(part.page != nil)
    if let page = part.page {
      write(Int32(page.number))
      write(page.width)
      write(page.height)
      write(page.isRendered)
    }
    write(part.text)
    write(Int32(part.blocks.count))
    for block in part.blocks {
      write(block.kind.rawValue)
      write(Int32(block.range.lowerBound))
      write(Int32(block.range.upperBound))
    }
    write(Int32(part.words.count))
    write(column: part.words.start)
    write(column: part.words.end)
    write(column: part.words.x0)
    write(column: part.words.y0)
    write(column: part.words.x1)
    write(column: part.words.y1)
  }

  mutating func write(_ hidden: HiddenText) {
    write(Int32(hidden.page ?? 0))
    write(hidden.box != nil)
    if let box = hidden.box { write(column: [box.x0, box.y0, box.x1, box.y1]) }
    write(hidden.text)
    write(hidden.why)
  }
}

extension ByteReader {
  /// Reads a part and checks all that others rely on: the text is UTF-8; blocks and words lie in
  /// it, in order, and begin and end between scalars.
  mutating func readPart() throws(Malformed) -> DocumentPart {
    var part = DocumentPart()
    if try readFlag() {
      part.page = DocumentPart.Page(
        number: Int(try read(Int32.self)), width: try read(Double.self),
        height: try read(Double.self), isRendered: try readFlag())
    }
    part.text = try readBytes()
    guard String(validating: part.text, as: UTF8.self) != nil else { throw Malformed() }
    var end = 0
    for _ in 0..<(try readCount(of: 12)) {
      guard let kind = ParsedDocument.Block.Kind(rawValue: try readString()) else {
        throw Malformed()
      }
      let range = try readRange(within: part.text, from: end)
      end = range.upperBound
      part.blocks.append(ParsedDocument.Block(kind: kind, range: range))
    }
    part.words = try readWords(of: part.text)
    return part
  }

  mutating func readHiddenText() throws(Malformed) -> HiddenText {
    let page = Int(try read(Int32.self))
    var box: Box?
    if try readFlag() {
      let sides = try readColumn(4)
      box = Box(x0: sides[0], y0: sides[1], x1: sides[2], y1: sides[3])
    }
    return HiddenText(
      page: page > 0 ? page : nil, box: box, text: try readString(), why: try readString())
  }

  private mutating func readFlag() throws(Malformed) -> Bool { try read(UInt8.self) != 0 }

  private mutating func readRange(within text: [UInt8], from lowest: Int) throws(Malformed)
    -> Range<Int>
  {
    let start = Int(try read(Int32.self))
    let end = Int(try read(Int32.self))
    guard Self.isRange(start, end, in: text, from: lowest) else { throw Malformed() }
    return start..<end
  }

  private mutating func readWords(of text: [UInt8]) throws(Malformed) -> WordColumns {
    let count = try readCount(of: WordColumns.bytesPerWord)
    var words = WordColumns()
    words.start = try readColumn(count)
    words.end = try readColumn(count)
    words.x0 = try readColumn(count)
    words.y0 = try readColumn(count)
    words.x1 = try readColumn(count)
    words.y1 = try readColumn(count)
    var lowest = 0
    for index in 0..<count {
      let end = Int(words.end[index])
      guard Self.isRange(Int(words.start[index]), end, in: text, from: lowest) else {
        throw Malformed()
      }
      lowest = end
    }
    return words
  }

  private static func isRange(_ start: Int, _ end: Int, in text: [UInt8], from lowest: Int)
    -> Bool
  {
    start >= lowest && start <= end && end <= text.count && isBoundary(start, text)
      && isBoundary(end, text)
  }

  /// Whether no scalar of valid UTF-8 is cut there.
  private static func isBoundary(_ offset: Int, _ text: [UInt8]) -> Bool {
    offset == text.count || text[offset] & 0xC0 != 0x80
  }
}
