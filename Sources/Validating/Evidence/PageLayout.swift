import Extraction

/// The lines of a text, the cells of each line, and what stands above and below what.
///
/// The parser parts cells with more than one space. Where words have boxes, a cell has the box
/// around its words; in plain text it has its columns of characters, in HTML its number in the row.
/// Built in time linear in the text.
struct PageLayout {
  /// UTF-8 offsets.
  private(set) var lineEnd: [Int32] = []
  /// The first cell of each line; one more than there are lines.
  private(set) var firstCell: [Int32] = [0]
  /// UTF-8 offsets.
  private(set) var start: [Int32] = []
  private(set) var end: [Int32] = []
  /// Edges of each cell; in hundredths of a point where words have boxes.
  private var left: [Int32] = []
  private var right: [Int32] = []
  private var top: [Int32] = []
  private var bottom: [Int32] = []
  private let hasBoxes: Bool
  private let document: ParsedDocument
  /// The last lines of pages.
  private var pageEnds: Set<Int32> = []

  /// Lines looked at to find what stands above or below a cell.
  private static let reach = 8

  var lineCount: Int { lineEnd.count }

  init(_ document: ParsedDocument, _ bytes: [UInt8]) {
    self.document = document
    hasBoxes = !document.words.isEmpty
    cut(bytes)
    for page in document.pages where !page.range.isEmpty {
      var line = line(of: Int32(page.range.upperBound - 1))
      while line > 0, cells(ofLine: line).isEmpty { line -= 1 }
      pageEnds.insert(Int32(line))
    }
    if hasBoxes { takeBoxes() } else { takeColumns(isText: document.mediaType == "text/plain") }
  }

  // MARK: Looking up

  /// The line that holds an offset, counted from 0.
  func line(of offset: Int32) -> Int {
    min(lineEnd.partitioningIndex { $0 >= offset }, max(lineCount - 1, 0))
  }

  /// The cells of a line.
  func cells(ofLine line: Int) -> Range<Int> { Int(firstCell[line])..<Int(firstCell[line + 1]) }

  /// The cell that holds an offset; nil between cells.
  func cell(of offset: Int32) -> Int? {
    let cell = end.partitioningIndex { $0 > offset }
    return cell < start.count && start[cell] <= offset ? cell : nil
  }

  func line(ofCell cell: Int) -> Int { line(of: start[cell]) }

  func range(ofCell cell: Int) -> Range<Int> { Int(start[cell])..<Int(end[cell]) }

  /// The horizontal extent of a place: of its own words where these have boxes.
  func extent(of place: DocumentIndex.Place) -> ClosedRange<Int32>? {
    if hasBoxes, let box = document.words.boxes(of: place.range).first {
      return box.x0...max(box.x0, box.x1)
    }
    guard let cell = cell(of: place.start) else { return nil }
    guard document.mediaType == "text/plain" else { return extent(ofCell: cell) }
    let first = left[cell] + place.start - start[cell]
    return first...(first + place.end - place.start)
  }

  func extent(ofCell cell: Int) -> ClosedRange<Int32> { left[cell]...max(left[cell], right[cell]) }

  /// Whether a line is the last of its page that holds anything.
  func endsPage(_ line: Int) -> Bool { pageEnds.contains(Int32(line)) }

  /// The nearest cell over a cell, on the same page.
  func above(_ cell: Int) -> Int? {
    let line = line(ofCell: cell)
    return nearest(to: cell, in: stride(from: line - 1, through: max(0, line - Self.reach), by: -1))
    {
      !hasBoxes || bottom[$0] <= top[cell] + (bottom[cell] - top[cell]) / 2
    }
  }

  /// The nearest cell under a cell, on the same page.
  func below(_ cell: Int) -> Int? {
    let line = line(ofCell: cell)
    let last = min(lineCount - 1, line + Self.reach)
    guard line < last else { return nil }
    return nearest(to: cell, in: stride(from: line + 1, through: last, by: 1)) {
      !hasBoxes || top[$0] >= bottom[cell] - (bottom[cell] - top[cell]) / 2
    }
  }

  private func nearest(
    to cell: Int, in lines: StrideThrough<Int>, where fits: (Int) -> Bool
  ) -> Int? {
    let page = document.page(at: Int(start[cell]))
    for line in lines {
      var best: (shared: Int32, cell: Int)?
      for other in cells(ofLine: line) where fits(other) {
        let shared = min(right[cell], right[other]) - max(left[cell], left[other])
        if shared > best?.shared ?? 0 { best = (shared, other) }
      }
      if let best {
        return document.page(at: Int(start[best.cell])) == page ? best.cell : nil
      }
    }
    return nil
  }

  // MARK: Cutting

  private mutating func cut(_ bytes: [UInt8]) {
    var begin = -1
    var spaces = 0
    for (offset, byte) in bytes.enumerated() {
      switch byte {
      case 0x0A:
        endCell(&begin, offset - spaces)
        lineEnd.append(Int32(offset))
        firstCell.append(Int32(start.count))
        spaces = 0
      case 0x20, 0x09, 0x0D:
        spaces += byte == 0x09 ? 2 : 1
        if spaces == 2 || byte == 0x09 { endCell(&begin, offset - (byte == 0x09 ? 0 : 1)) }
      default:
        if begin < 0 { begin = offset }
        spaces = 0
      }
    }
    endCell(&begin, bytes.count - spaces)
    lineEnd.append(Int32(bytes.count))
    firstCell.append(Int32(start.count))
  }

  private mutating func endCell(_ begin: inout Int, _ offset: Int) {
    guard begin >= 0 else { return }
    start.append(Int32(begin))
    end.append(Int32(max(offset, begin + 1)))
    begin = -1
  }

  private mutating func takeBoxes() {
    let words = document.words
    var word = 0
    for cell in start.indices {
      while word < words.count, words.end[word] <= start[cell] { word += 1 }
      var box: Box?
      while word < words.count, words.start[word] < end[cell] {
        box = box?.union(words.box(word)) ?? words.box(word)
        word += 1
      }
      left.append(box?.x0 ?? 0)
      right.append(box?.x1 ?? 0)
      top.append(box?.y0 ?? 0)
      bottom.append(box?.y1 ?? 0)
    }
  }

  private mutating func takeColumns(isText: Bool) {
    for line in 0..<lineCount {
      let lineStart = line == 0 ? 0 : lineEnd[line - 1] + 1
      for (ordinal, cell) in cells(ofLine: line).enumerated() {
        left.append(isText ? start[cell] - lineStart : Int32(ordinal * 2))
        right.append(isText ? end[cell] - lineStart : Int32(ordinal * 2 + 1))
      }
    }
  }
}
