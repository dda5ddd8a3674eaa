/// Finds the lines of a numbered list that lack, where some of its lines are known.
///
/// A line is numbered if it begins with a whole number and then ends its cell, its word or a sign:
/// `3`, `3.`, `3)`, `[3]`, `#3`. Numbers run on by one; where they do not, there is no list.
struct RowNumbers {
  private let text: TextLines
  /// Numbers by line, for lines that begin with one.
  private let numbers: [Int?]

  init(_ text: TextLines) {
    self.text = text
    numbers = text.lines.map { line in
      line.cells.first.flatMap { Self.number(at: text.text($0)) }
    }
  }

  /// Lines that an entry has at most after the one that carries its number.
  private static let reach = 3

  /// The line that carries the number of the entry that a line is a part of; the line itself where
  /// none does.
  func start(of line: Int) -> Int {
    let before = (max(0, line - Self.reach)...line).reversed()
    return before.first { numbers[$0] != nil } ?? line
  }

  /// The lines that stand in a list with some known lines and are not among them, in order.
  ///
  /// - Parameters:
  ///   - end: the number of the line at which the list ends at the latest.
  ///   - isRow: whether a line has the form of a known one, where that tells: then one is enough.
  func missing(
    among rows: [Int], before end: Int, where isRow: ((Int) -> Bool)? = nil
  ) -> [Int] {
    let rows = rows.sorted()
    let known = rows.compactMap { row in numbers[row].map { (row, $0) } }
    guard known.count == rows.count, known.count >= (isRow == nil ? 2 : 1),
      zip(known, known.dropFirst()).allSatisfy({ $0.1 < $1.1 })
    else { return [] }
    let column = known.dropFirst().reduce(extent(known[0].0)) { Self.union($0, extent($1.0)) }
    var found: [Int] = []
    var expected = 1
    var start = 0
    for (row, number) in known {
      if number > expected {
        found += run(in: start..<row, from: expected, to: number - 1, column, isRow)
      }
      (expected, start) = (number + 1, row + 1)
    }
    return found + run(in: start..<max(start, end), from: expected, to: .max, column, isRow)
  }

  /// The lines that carry these numbers one after the other, as far as they go.
  private func run(
    in lines: Range<Int>, from first: Int, to last: Int, _ column: ClosedRange<Int>,
    _ isRow: ((Int) -> Bool)?
  ) -> [Int] {
    var found: [Int] = []
    var next = first
    for line in lines where next <= last {
      guard numbers[line] == next, extent(line).overlaps(column), isRow?(line) ?? true else {
        continue
      }
      found.append(line)
      next += 1
    }
    return found
  }

  /// Where a line's number begins and ends, as its share of the first cell's letters.
  private func extent(_ line: Int) -> ClosedRange<Int> {
    let cell = text.lines[line].cells[0]
    let digits = numbers[line].map { String($0).utf8.count } ?? 0
    let left = cell.extent.lowerBound
    return left...(left + (cell.extent.upperBound - left) * digits / cell.range.count)
  }

  private static func union(
    _ left: ClosedRange<Int>, _ right: ClosedRange<Int>
  ) -> ClosedRange<Int> {
    min(left.lowerBound, right.lowerBound)...max(left.upperBound, right.upperBound)
  }

  private static func number(at cell: String) -> Int? {
    let bytes = Array(cell.utf8)
    let opening = bytes.first.map { UInt8(ascii: "[") == $0 || UInt8(ascii: "#") == $0 } ?? false
    let digits = bytes.dropFirst(opening ? 1 : 0)
      .prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard !digits.isEmpty else { return nil }
    var rest = bytes[digits.endIndex...]
    if let sign = rest.first,
      [UInt8(ascii: "."), UInt8(ascii: ")"), UInt8(ascii: "]")]
        .contains(sign)
    {
      rest = rest.dropFirst()
    }
    guard rest.first ?? UInt8(ascii: " ") == UInt8(ascii: " ") else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
