import JSON

/// Says which values of a list's elements stand in another row or in another field's column.
///
/// The columns are learnt from the record's own rows: where a field's values stand on their lines.
struct RowColumnCheck {
  typealias Row = RowFinder.Row

  let layout: PageLayout
  let labels: LabelFit

  /// Where a value stands in its row.
  private struct Column {
    /// From where to where on its line.
    var extent: ClosedRange<Int32>
    /// The number of the cell, among all and on its line.
    var cell: Int
    var ordinal: Int
    /// How many lines from the row's own.
    var offset = 0
    /// Whether its line shows the value nowhere else.
    var isOnly = true

    func isAt(_ other: Column) -> Bool {
      extent == other.extent && ordinal == other.ordinal && offset == other.offset
    }

    func overlaps(_ other: Column) -> Bool {
      extent.overlaps(other.extent) && offset == other.offset
    }
  }

  /// Lines from a row's own at which its values are looked for.
  private static let reach = 2

  /// The columns of a list's fields, each as often as a row stands in it.
  private typealias Columns = [JSONPointer: [Column]]

  /// What is to be said, by the number of the leaf.
  func objections(_ rows: [Row]) -> [Int: String] {
    let columns = columns(of: rows)
    let shared = sharedLines(rows)
    var objections: [Int: String] = [:]
    for row in rows {
      guard let line = row.line, shared[row.list]?.contains(line) != true else { continue }
      let exchanged = exchanged(in: row, columns)
      for (member, place) in zip(row.members, row.places) {
        let own = (columns[member.field] ?? []).filter { $0.offset == 0 }
        if member.sort == .number, isElsewhere(place, of: member, line: line, own) {
          objections[member.leaf] = "The row of this value shows another one in its column."
        } else if let other = exchanged[member.field] {
          objections[member.leaf] = "The row of this value shows it in the column of \(other)."
        }
      }
    }
    return objections
  }

  private func columns(of rows: [Row]) -> Columns {
    var columns: Columns = [:]
    for row in rows {
      for (member, place) in zip(row.members, row.places) {
        guard var column = column(of: place, in: row) else { continue }
        column.isOnly = member.places.count { layout.line(of: $0.start) == row.line } == 1
        columns[member.field, default: []].append(column)
      }
    }
    return columns
  }

  /// The lines on which several elements of a list stand: these are columns, and not rows.
  private func sharedLines(_ rows: [Row]) -> [JSONPointer: Set<Int>] {
    Dictionary(grouping: rows, by: \.list).mapValues { rows in
      var seen: Set<Int> = []
      return Set(rows.compactMap(\.line).filter { !seen.insert($0).inserted })
    }
  }

  private func column(of place: DocumentIndex.Place) -> Column? {
    guard let cell = layout.cell(of: place.start), let extent = layout.extent(of: place) else {
      return nil
    }
    let line = layout.cells(ofLine: layout.line(ofCell: cell))
    return Column(extent: extent, cell: cell, ordinal: cell - line.lowerBound)
  }

  /// The column of a value that stands near its row's line.
  private func column(of place: DocumentIndex.Place, in row: Row) -> Column? {
    guard let line = row.line, var column = column(of: place) else { return nil }
    column.offset = layout.line(of: place.start) - line
    return abs(column.offset) <= Self.reach ? column : nil
  }

  // MARK: Another row

  /// Whether a value is not in its column on a line while another is.
  private func isElsewhere(
    _ place: DocumentIndex.Place, of member: RowFinder.Member, line: Int, _ columns: [Column]
  ) -> Bool {
    guard let own = column(of: place) else { return false }
    let onLine = member.places.filter { layout.line(of: $0.start) == line }.compactMap(column)
    // Its own place on the line speaks for its column too.
    let others = onLine.isEmpty ? columns : columns.filter { !$0.isAt(own) }
    guard !others.isEmpty else { return false }
    // Lines that are not set as a table still have their values in one order.
    let isInColumn = onLine.contains { own in
      others.contains { $0.extent.overlaps(own.extent) || $0.ordinal == own.ordinal }
    }
    if !onLine.isEmpty, isInColumn { return false }
    let isCertain = onLine.isEmpty || others.count > 1
    return layout.cells(ofLine: line).contains { cell in
      let extent = layout.extent(ofCell: cell)
      let shared = others.count { $0.extent.overlaps(extent) }
      return shared * 2 > others.count && labels.reader.isValue(cell)
        && layout.cell(of: place.start) != cell
        && (isCertain || isOfOneTable(cell, with: others[0]))
    }
  }

  /// Whether a cell has the head of a column that is known by one row, where that shows the value
  /// nowhere else.
  private func isOfOneTable(_ cell: Int, with column: Column) -> Bool {
    guard column.isOnly, let head = labels.reader.head(of: column.cell) else { return false }
    return labels.reader.head(of: cell) == head
  }

  // MARK: Another column

  /// The fields of a row whose values stand in each other's columns, each with the other.
  private func exchanged(in row: Row, _ columns: Columns) -> [JSONPointer: JSONPointer] {
    let fields = zip(row.members, row.places).compactMap { member, place in
      column(of: place, in: row).map { (member, $0) }
    }
    var exchanged: [JSONPointer: JSONPointer] = [:]
    for (index, one) in fields.enumerated() {
      for other in fields[(index + 1)...]
      where one.0.field != other.0.field
        && isAnothers(one.1, columns[one.0.field] ?? [], columns[other.0.field] ?? [])
        && isAnothers(other.1, columns[other.0.field] ?? [], columns[one.0.field] ?? [])
      {
        exchanged[one.0.field] = other.0.field
        exchanged[other.0.field] = one.0.field
      }
    }
    return exchanged
  }

  /// Rows that tell where a column is.
  private static let fewest = 3

  /// Whether a value stands apart from its own column, and in another.
  private func isAnothers(_ place: Column, _ own: [Column], _ other: [Column]) -> Bool {
    let own = own.filter { !$0.isAt(place) }
    guard own.count >= Self.fewest, other.count >= Self.fewest else { return false }
    let inOwn = own.count { $0.overlaps(place) }
    let inOther = other.count { $0.overlaps(place) }
    return inOwn * 4 < own.count && inOther * 2 > other.count
  }
}

extension RowFinder.Row {
  /// The list that it is an element of.
  var list: JSONPointer { pointer.parent ?? .root }
}
