import Extraction
import JSON

/// Counts the values that a line of a table shows for a list whose elements stand side by side on it.
///
/// A figure for each of four quarters is a list of four, on one line. The record's other lists tell
/// which columns of the page are meant; a cell of the line in such a column that no element holds
/// is missing.
struct ColumnCensus {
  private let text: TextLines
  private let value: JSONValue
  /// The cells that hold a value of the record.
  private var claimed: Set<Cell> = []
  /// The lists of which a number may stand in a cell.
  private var lists: [Cell: Set<JSONPointer>] = [:]
  private var lines: [Line] = []

  private struct Cell: Hashable {
    var line: Int
    var number: Int
  }

  /// A line that elements of a list stand on.
  private struct Line {
    var list: JSONPointer
    var number: Int
    /// The cells of the line that hold an element.
    var cells: Set<Int>
  }

  /// A number of an element with the cells that it may stand in; first the one that was chosen.
  private struct Number {
    var element: JSONPointer
    var cells: [Cell]
  }

  /// A number that stands at so many other places tells no column.
  private static let manyPlaces = 8
  /// Lines of a page that tell which of its columns are meant.
  private static let fewestLines = 2
  /// For one line that leaves a column out there are more than so many which do not.
  private static let mostLeftOut = 4

  init(_ value: JSONValue, _ evidence: [JSONPointer: Evidence], in text: TextLines) {
    self.text = text
    self.value = value
    var numbers: [JSONPointer: [Number]] = [:]
    for (leaf, shown) in evidence {
      if let cell = shown.range.flatMap(cell) { claimed.insert(cell) }
      guard let number = value[leaf]?.numberValue, !NumberKey(number).isOftenConcluded,
        shown.rivals.count < Self.manyPlaces, let element = leaf.innermostElement,
        let list = element.parent
      else { continue }
      let ranges = [shown.range] + shown.rivals.map(\.range)
      let cells = ranges.compactMap { $0.flatMap(cell) }
      numbers[list, default: []].append(Number(element: element, cells: cells))
      for cell in cells { lists[cell, default: []].insert(list) }
    }
    lines = numbers.sorted { $0.key < $1.key }.flatMap { Self.lines(of: $0.key, $0.value) }
    for line in lines {
      claimed.formUnion(line.cells.map { Cell(line: line.number, number: $0) })
    }
  }

  /// The lists that lack values, in order of the record.
  var shortfalls: [RowCensus.Shortfall] {
    var missing: [JSONPointer: [Range<Int>]] = [:]
    for line in lines { missing[line.list, default: []] += self.missing(in: line) }
    return missing.sorted { $0.key < $1.key }.compactMap { list, missing in
      guard let count = value[list]?.arrayValue?.count, !missing.isEmpty else { return nil }
      return RowCensus.Shortfall(
        list: list, seen: count + missing.count, extracted: count,
        rows: missing.sorted { $0.lowerBound < $1.lowerBound })
    }
  }

  private func cell(at range: Range<Int>) -> Cell? {
    guard let line = text.line(at: range.lowerBound),
      let cell = text.lines[line].cells.firstIndex(where: { $0.range.overlaps(range) })
    else { return nil }
    return Cell(line: line, number: cell)
  }

  /// The lines of a list, the one that most of its numbers may stand on first; a number that stands
  /// with no other does so where it was found.
  ///
  /// None where elements have a line each for several numbers: these are rows, and counted as such.
  private static func lines(of list: JSONPointer, _ numbers: [Number]) -> [Line] {
    if areRows(numbers) { return [] }
    var lines: [Line] = []
    var rest = numbers
    while true {
      var counts: [Int: Int] = [:]
      for number in rest {
        for line in Set(number.cells.map(\.line)) { counts[line, default: 0] += 1 }
      }
      guard let (line, count) = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }),
        count > 1
      else { break }
      let onLine = rest.filter { $0.cells.contains { $0.line == line } }
      let cells = onLine.flatMap(\.cells).filter { $0.line == line }.map(\.number)
      lines.append(Line(list: list, number: line, cells: Set(cells)))
      rest.removeAll { $0.cells.contains { $0.line == line } }
    }
    lines += rest.compactMap(\.cells.first).map {
      Line(list: list, number: $0.line, cells: [$0.number])
    }
    return lines
  }

  /// Whether an element has several numbers on one line.
  private static func areRows(_ numbers: [Number]) -> Bool {
    Dictionary(grouping: numbers, by: \.element).values.contains { numbers in
      let cells = Set(numbers.compactMap(\.cells.first))
      return Set(cells.map(\.line)).count < cells.count
    }
  }

  private func missing(in line: Line) -> [Range<Int>] {
    let page = text.lines[line.number].page
    let others = lines.filter {
      $0.number != line.number && text.lines[$0.number].page == page
    }
    return text.lines[line.number].cells.enumerated().compactMap { number, cell in
      let place = Cell(line: line.number, number: number)
      // A line may have the figures of several lists: a sum, and how it has grown.
      let isOfAnother = lists[place].map { !$0.contains(line.list) } ?? false
      guard cell.isNumeric, !claimed.contains(place), !isOfAnother, isMeant(cell, by: others)
      else { return nil }
      return cell.range
    }
  }

  /// Whether other lines hold what stands in a cell's column.
  private func isMeant(_ cell: TextLines.Cell, by lines: [Line]) -> Bool {
    var (held, leftOut) = (0, 0)
    for line in lines {
      let below = text.lines[line.number].cells.enumerated().filter {
        $0.element.isNumeric && $0.element.extent.overlaps(cell.extent)
      }
      if below.isEmpty { continue }
      if below.contains(where: { line.cells.contains($0.offset) }) {
        held += 1
      } else {
        leftOut += 1
      }
    }
    return held >= Self.fewestLines && held > leftOut * Self.mostLeftOut
  }
}
