import JSON

/// Lists of one table put together: a row that both hold stands there once, in the order of the
/// document.
///
/// Two rows are one if they stand on one line of the document; that they are equal says nothing.
/// A row that was not found is kept, after the row before it.
enum RowUnion {
  /// A row of one of the lists.
  struct Row {
    /// Which list it is from.
    var list: Int
    /// Its place there.
    var index: Int
    /// The line that it stands on; nil where it was not found.
    var line: Int?
    /// How well its list knows it: of two that are one the better stays, else the first.
    var rank = 0
  }

  /// The rows that stay, in order.
  static func of(_ rows: [Row]) -> [Row] {
    var byLine: [Int: Int] = [:]
    var kept: [(row: Row, sort: Int)] = []
    var (list, last) = (-1, -1)
    for row in rows {
      if row.list != list { (list, last) = (row.list, -1) }
      last = row.line ?? last
      if let line = row.line, let other = byLine[line], kept[other].row.list != row.list {
        if row.rank > kept[other].row.rank { kept[other].row = row }
        continue
      }
      if let line = row.line, byLine[line] == nil { byLine[line] = kept.count }
      kept.append((row, last))
    }
    return kept.enumerated()
      .sorted { ($0.element.sort, $0.offset) < ($1.element.sort, $1.offset) }
      .map(\.element.row)
  }
}
