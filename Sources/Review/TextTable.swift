/// Rows of cells, set in columns as wide as their widest cell.
///
/// Pure. Every cell passes ``TerminalText``.
package struct TextTable: Sendable {
  /// Where the cells of a column stand.
  package enum Side: Sendable {
    case left
    case right
  }

  private let sides: [Side]
  private let limit: Int
  private var rows: [[String]] = []

  /// - Parameters:
  ///   - sides: one for each column; numbers stand right.
  ///   - limit: columns of one cell at most; the end of a longer one stays.
  package init(_ sides: [Side], limit: Int = 60) {
    self.sides = sides
    self.limit = limit
  }

  package var isEmpty: Bool { rows.isEmpty }

  /// Adds a row; cells beyond the last column are not shown.
  package mutating func add(_ cells: String...) {
    rows.append(cells.map { TerminalText.cutPath($0, to: limit) })
  }

  /// The rows, indented by two, two spaces between columns.
  package var lines: [String] {
    let widths = sides.indices.map { column in
      rows.map { column < $0.count ? TerminalText.columns($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.indices.prefix(sides.count).map { column in
        let room = String(
          repeating: " ", count: widths[column] - TerminalText.columns(row[column]))
        return sides[column] == .left ? row[column] + room : room + row[column]
      }
      let line = "  " + cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
