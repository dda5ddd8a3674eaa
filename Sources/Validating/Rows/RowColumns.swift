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
  let columns: [Column]
  private let rows: Int

  /// Learns from rows; at least one.
  init(_ lines: [TextLines.Line]) {
    rows = lines.count
    var extents: [ClosedRange<Int>] = []
    let cells = lines.flatMap(\.cells).sorted { $0.extent.lowerBound < $1.extent.lowerBound }
    for extent in cells.map(\.extent) {
      if let last = extents.last, last.overlaps(extent) {
        let end = max(last.upperBound, extent.upperBound)
        extents[extents.count - 1] = last.lowerBound...end
      } else {
        extents.append(extent)
      }
    }
    columns = extents.map { extent in
      let filled = lines.map { $0.cells.filter { extent.overlaps($0.extent) } }
        .filter { !$0.isEmpty }
      return Column(
        extent: extent, isNumeric: filled.allSatisfy { $0.allSatisfy(\.isNumeric) },
        count: filled.count)
    }
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

  /// Whether a line may be a row that is filled otherwise: a text, an amount and one more number.
  func isLike(_ line: TextLines.Line) -> Bool {
    guard let amounts, line.cells.count > 2 else { return false }
    return cells(of: line, in: amounts).contains(where: \.isNumeric)
      && line.cells.count(where: \.isNumeric) > 1 && !line.cells.allSatisfy(\.isNumeric)
  }

  /// Whether a line has numbers in so many of the columns in which all known rows have numbers.
  func hasNumbers(_ line: TextLines.Line, inColumns fewest: Int) -> Bool {
    let numeric = required.filter { columns[$0].isNumeric }
    return numeric.count { cells(of: line, in: $0).contains(where: \.isNumeric) } >= fewest
  }

  /// The cells of a line in a column.
  func cells(of line: TextLines.Line, in column: Int) -> [TextLines.Cell] {
    line.cells.filter { columns[column].extent.overlaps($0.extent) }
  }
}
