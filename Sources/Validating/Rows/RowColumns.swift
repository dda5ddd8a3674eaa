/// Where the cells of a table's rows stand, as learnt from some of its rows.
///
/// A line is a row of the same table if it has a cell wherever all known rows have one, none where
/// no known row has one, and a number wherever all have numbers. So the last line of a table, a
/// subtotal or a total, is no row: it leaves columns empty.
struct RowColumns {
  struct Column {
    var extent: ClosedRange<Int>
    /// Whether all known rows have a number there.
    var isNumeric: Bool
    /// In how many known rows it has a cell.
    var count: Int
  }

  /// From left to right; they do not overlap.
  private(set) var columns: [Column] = []
  private let rows: Int

  /// Learns from rows; at least one.
  init(_ lines: [TextLines.Line]) {
    rows = lines.count
    for line in lines {
      // Cells of one row that fall into one column are one cell.
      var touched: Set<Int> = []
      for cell in line.cells { learn(cell, &touched) }
    }
  }

  private mutating func learn(_ cell: TextLines.Cell, _ touched: inout Set<Int>) {
    let hits = columns.indices.filter { columns[$0].extent.overlaps(cell.extent) }
    guard let first = hits.first, let last = hits.last else {
      let place =
        columns.firstIndex { $0.extent.lowerBound > cell.extent.upperBound } ?? columns.count
      columns.insert(
        Column(extent: cell.extent, isNumeric: cell.isNumeric, count: 1), at: place)
      touched = Set(touched.map { $0 >= place ? $0 + 1 : $0 })
      touched.insert(place)
      return
    }
    let isNew = !hits.contains(where: touched.contains)
    var merged = columns[first]
    for column in columns[(first + 1)..<(last + 1)] {
      merged.isNumeric = merged.isNumeric && column.isNumeric
      merged.count = max(merged.count, column.count)
    }
    let start = min(merged.extent.lowerBound, cell.extent.lowerBound)
    merged.extent = start...max(columns[last].extent.upperBound, cell.extent.upperBound)
    merged.isNumeric = merged.isNumeric && cell.isNumeric
    if isNew { merged.count += 1 }
    columns.replaceSubrange(first...last, with: [merged])
    let after = touched.filter { $0 > last }.map { $0 - (last - first) }
    touched = touched.filter { $0 < first }.union(after)
    touched.insert(first)
  }

  /// Columns that every known row fills.
  var required: [Int] { columns.indices.filter { columns[$0].count >= rows } }

  /// The last column that every known row fills with a number: the amounts.
  var amounts: Int? { required.last { columns[$0].isNumeric } }

  /// Whether a line has the form of a row.
  func fits(_ line: TextLines.Line) -> Bool {
    var filled: Set<Int> = []
    for cell in line.cells {
      let hits = columns.indices.filter { columns[$0].extent.overlaps(cell.extent) }
      guard hits.count == 1, let column = hits.first else { return false }
      if columns[column].isNumeric && !cell.isNumeric { return false }
      filled.insert(column)
    }
    return required.allSatisfy(filled.contains)
  }

  /// The cells of a line in a column.
  func cells(of line: TextLines.Line, in column: Int) -> [TextLines.Cell] {
    line.cells.filter { columns[column].extent.overlaps($0.extent) }
  }
}
