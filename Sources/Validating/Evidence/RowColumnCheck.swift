import JSON

/// Says which values of a list's elements stand in another row or in another field's column.
///
/// The columns are learnt from the record's own rows: where a field's values stand on their lines.
struct RowColumnCheck {
  typealias Row = RowFinder.Row

  let layout: PageLayout
  let labels: LabelFit

  /// Where a value stands on its line: from where to where, and in which of the line's cells.
  private struct Column {
    var extent: ClosedRange<Int32>
    var ordinal: Int
    /// Whether its line shows the value nowhere else.
    var isOnly = true

    func isAt(_ other: Column) -> Bool { extent == other.extent && ordinal == other.ordinal }
  }

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
        if member.sort == .number,
          isElsewhere(place, of: member, line: line, columns[member.field] ?? [])
        {
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
      for (member, place) in zip(row.members, row.places) where isOnLine(place, of: row) {
        guard var column = column(of: place) else { continue }
        column.isOnly = member.places.count { layout.line(of: $0.start) == row.line } == 1
        columns[member.field, default: []].append(column)
      }
    }
    return columns
  }

  private func isOnLine(_ place: DocumentIndex.Place, of row: Row) -> Bool {
    row.line == layout.line(of: place.start)
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
    return Column(extent: extent, ordinal: cell - line.lowerBound)
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
    // Of one other row it must be certain where it has the value.
    let isCertain = others.count > 1 || others[0].isOnly
    if !onLine.isEmpty, isInColumn || !isCertain { return false }
    return layout.cells(ofLine: line).contains { cell in
      let extent = layout.extent(ofCell: cell)
      let shared = others.count { $0.extent.overlaps(extent) }
      return shared * 2 > others.count && labels.reader.isValue(cell)
        && layout.cell(of: place.start) != cell
    }
  }

  // MARK: Another column

  /// The fields of a row whose values stand in each other's columns, each with the other.
  private func exchanged(in row: Row, _ columns: Columns) -> [JSONPointer: JSONPointer] {
    let fields = zip(row.members, row.places).compactMap { member, place in
      isOnLine(place, of: row) ? column(of: place).map { (member, $0) } : nil
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
    let inOwn = own.count { $0.extent.overlaps(place.extent) }
    let inOther = other.count { $0.extent.overlaps(place.extent) }
    return inOwn * 4 < own.count && inOther * 2 > other.count
  }
}

extension RowFinder.Row {
  /// The list that it is an element of.
  var list: JSONPointer { pointer.parent ?? .root }
}
