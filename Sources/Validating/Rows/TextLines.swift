import Extraction

/// The lines of a document, cut into cells, with where each cell stands across its page.
///
/// The parser writes a gap between two cells as several spaces. Where there are boxes, a cell
/// stands where its words do; in plain text, at its column; in HTML, where tables keep their blocks,
/// at its number. Built once, in time linear in the text.
struct TextLines {
  /// What stands between two gaps of a line.
  struct Cell {
    /// Its part of the text.
    let range: Range<Int>
    /// From its left edge to its right, in a unit of the document's own.
    let extent: ClosedRange<Int>
    /// Whether it begins with a digit, but for signs before it: an amount, a date, a number.
    let isNumeric: Bool
  }

  struct Line {
    let range: Range<Int>
    let cells: [Cell]
    /// Counted from 1; 0 where there are no pages.
    let page: Int
    /// The number of its block.
    let block: Int
    let isHeading: Bool
    /// Whether another page has the same line but for its digits: a letterhead, a header that is
    /// repeated, the number of the page.
    var isFurniture = false
  }

  private(set) var lines: [Line] = []
  /// Whether cells of different blocks can be compared.
  let hasGeometry: Bool
  private let bytes: [UInt8]

  /// Spaces that make a gap.
  private static let gap = 2

  init(_ document: ParsedDocument) {
    bytes = Array(document.text.utf8)
    hasGeometry = document.mediaType != "text/html"
    var block = 0
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      while block + 1 < document.blocks.count, document.blocks[block + 1].range.lowerBound <= start
      {
        block += 1
      }
      let cells = cells(of: start..<end, in: document)
      if !cells.isEmpty {
        lines.append(
          Line(
            range: start..<end, cells: cells,
            page: document.pages.isEmpty ? 0 : document.page(at: start) ?? 0, block: block,
            isHeading: document.blocks.indices.contains(block)
              && document.blocks[block].kind == .heading))
      }
      start = end + 1
    }
    markFurniture()
  }

  /// The number of the line that holds an offset; nil where none does.
  func line(at offset: Int) -> Int? {
    let next = lines.partitioningIndex { $0.range.upperBound > offset }
    return next < lines.count && lines[next].range.contains(offset) ? next : nil
  }

  /// The words of a cell.
  func text(_ cell: Cell) -> String { String(decoding: bytes[cell.range], as: UTF8.self) }

  // MARK: Cells

  private func cells(of line: Range<Int>, in document: ParsedDocument) -> [Cell] {
    var cells: [Cell] = []
    var start = line.lowerBound
    while start < line.upperBound {
      guard let first = bytes[start..<line.upperBound].firstIndex(where: { !Self.isSpace($0) })
      else { break }
      var end = first
      var place = first
      while place < line.upperBound, place - end < Self.gap {
        if !Self.isSpace(bytes[place]) { end = place + 1 }
        place += 1
      }
      let range = first..<end
      cells.append(
        Cell(
          range: range, extent: extent(of: range, number: cells.count, line, document),
          isNumeric: isNumeric(range)))
      start = end
    }
    return cells
  }

  private func extent(
    of range: Range<Int>, number: Int, _ line: Range<Int>, _ document: ParsedDocument
  ) -> ClosedRange<Int> {
    guard hasGeometry else { return number...number }
    let words = document.words.indices(touching: range)
    if let first = words.first, let last = words.last {
      let (left, right) = (document.words.x0[first], document.words.x1[last])
      return Int(min(left, right))...Int(max(left, right))
    }
    let before = Self.scalars(bytes[line.lowerBound..<range.lowerBound])
    return before...(before + max(0, Self.scalars(bytes[range]) - 1))
  }

  private func isNumeric(_ range: Range<Int>) -> Bool {
    let first = bytes[range].first { !Self.isSign($0) }
    return first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }

  private mutating func markFurniture() {
    var pages: [String: Int] = [:]
    let faces = lines.map(face)
    for (line, face) in zip(lines, faces) where line.page > 0 {
      let known = pages[face]
      pages[face] = known == nil || known == line.page ? line.page : -1
    }
    for index in lines.indices where pages[faces[index]] == -1 {
      // What differs in its digits only is a row as well as a page's number.
      let numbers = lines[index].cells.count(where: \.isNumeric)
      lines[index].isFurniture = numbers == 0
    }
  }

  /// A line without its digits and spaces.
  private func face(_ line: Line) -> String {
    let kept = bytes[line.range].filter { byte in
      !Self.isSpace(byte) && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    return String(decoding: kept, as: UTF8.self)
  }

  private static func scalars(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.count { $0 & 0xC0 != 0x80 }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }

  /// ASCII signs, and all bytes of signs such as € and £.
  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      false
    default: byte < 0x80 || byte == 0xE2 || byte == 0xC2 || (0x80...0xBF).contains(byte)
    }
  }
}
