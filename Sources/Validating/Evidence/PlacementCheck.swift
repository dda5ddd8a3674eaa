import Extraction
import JSON

/// Says which values stand on the page, but in the wrong place.
///
/// What a careful reader would object to: a value whose every place is plainly called what another
/// field is called; a value without its label, where another value of its sort stands at the label;
/// a part of an address apart from the others, or one that does not look like it; a value of a list's element that stands in another row or column, where its own row has
/// another value in that column. An element that stands where another does.
struct PlacementCheck {
  typealias Place = DocumentIndex.Place

  let index: DocumentIndex
  let labels: LabelFit
  let record: JSONValue

  private var layout: PageLayout { index.layout }

  /// All that is to be said, not in order.
  func findings(_ leaves: [EvidenceSearch.Leaf], _ rows: [RowFinder.Row]) -> [Finding] {
    let scalars = leaves.filter { $0.path.innermostElement == nil && !$0.isQuoted }
    let exchanged = ExchangeCheck(labels: labels).partners(scalars)
    let lines = linesOfRows(rows)
    var anchors = LabelAnchors(labels, except: Set(rows.compactMap(\.line)))
    let apart = BlockCheck(layout: layout, labels: labels).apart(scalars)
    let totals = TotalsCheck(index: index, labels: labels)
    let objections = totals.objections(scalars)
    let values = scalars.compactMap { leaf in
      exchangedFor(exchanged[leaf.path], leaf) ?? underAnotherLabel(leaf)
        ?? besideItsLabel(leaf, &anchors) ?? withinRows(leaf, lines)
        ?? outOfBlock(leaf, apart) ?? outOfShape(leaf)
        ?? objections[leaf.path].map { misplaced(leaf, $0) }
    }
    return values + inRows(leaves, rows, totals: totals.sums(of: scalars)) + twice(leaves, rows)
  }

  private func misplaced(_ leaf: EvidenceSearch.Leaf, _ message: String) -> Finding {
    Finding(.misplaced, at: leaf.path, severity: leaf.severity, message, value: leaf.value)
  }

  // MARK: Labels

  /// A value that stands only where the page names another field, unless that has the same value:
  /// two fields may have one, printed once.
  private func underAnotherLabel(_ leaf: EvidenceSearch.Leaf) -> Finding? {
    guard leaf.everywhere.count <= LabelFit.readPlaces else { return nil }
    var other: JSONPointer?
    for place in leaf.everywhere {
      let fit = labels.fit(of: leaf.field, at: place)
      guard fit.isNamedOtherwise, !fit.others.contains(where: { record[$0] == leaf.value }) else {
        return nil
      }
      other = other ?? fit.others.first
    }
    guard let other else { return nil }
    return misplaced(leaf, "The document shows this only under what it calls \(other).")
  }

  /// A value that does not stand at its label, while another of its sort does.
  private func besideItsLabel(
    _ leaf: EvidenceSearch.Leaf, _ anchors: inout LabelAnchors
  ) -> Finding? {
    guard leaf.sort != .text, leaf.everywhere.count <= LabelFit.readPlaces,
      FieldShape(of: leaf.field)?.isPartOfAddress != true
    else { return nil }
    let best = leaf.everywhere.map { labels.fit(of: leaf.field, at: $0).own }.max() ?? 0
    guard best < LabelFit.plain,
      let (value, fit) = anchors.best(
        of: leaf.field, leaf.sort, isAmount: leaf.sort == .number && index.isAmount(leaf.place)),
      fit - best >= LabelFit.clear
    else { return nil }
    let quote = String(decoding: index.bytes[value.range], as: UTF8.self)
    return misplaced(leaf, "The document shows this, but its label stands at “\(quote)”.")
  }

  private func exchangedFor(_ other: JSONPointer?, _ leaf: EvidenceSearch.Leaf) -> Finding? {
    other.map { misplaced(leaf, "The page has this where \($0) belongs.") }
  }

  private func outOfBlock(_ leaf: EvidenceSearch.Leaf, _ apart: Set<JSONPointer>) -> Finding? {
    guard apart.contains(leaf.path) else { return nil }
    return misplaced(leaf, "The document shows this apart from the values that belong with it.")
  }

  private func outOfShape(_ leaf: EvidenceSearch.Leaf) -> Finding? {
    guard let shape = FieldShape(of: leaf.field), let text = leaf.value.stringValue,
      shape.cannotBe(text)
    else { return nil }
    return misplaced(
      leaf, "The document shows this, but it does not look like a \(shape.rawValue).")
  }

  // MARK: Rows

  /// The lines of the elements of lists that have more than one line.
  private func linesOfRows(_ rows: [RowFinder.Row]) -> Set<Int> {
    Dictionary(grouping: rows, by: \.pointer.parent).values.reduce(into: []) { all, list in
      let lines = Set(list.compactMap(\.line))
      if lines.count > 1 { all.formUnion(lines) }
    }
  }

  /// A number that belongs to no list and stands only within the rows of one.
  private func withinRows(_ leaf: EvidenceSearch.Leaf, _ lines: Set<Int>) -> Finding? {
    guard leaf.sort == .number, !lines.isEmpty,
      leaf.everywhere.allSatisfy({ lines.contains(layout.line(of: $0.start)) })
    else { return nil }
    return misplaced(leaf, "The document shows this only within the rows of a list.")
  }

  /// Values of elements that belong to another row.
  private func inRows(
    _ leaves: [EvidenceSearch.Leaf], _ rows: [RowFinder.Row], totals: [Double]
  ) -> [Finding] {
    guard !rows.isEmpty else { return [] }
    let reckoning = RowReckoning(
      layout: layout, labels: labels, numbers: ShownNumbers(index), record: record)
    var wrong = reckoning.objections(leaves, rows, totals: totals)
    for leaf in outOfRow(rows) {
      wrong[leaf] = wrong[leaf] ?? "The row of this value shows another one in its column."
    }
    return wrong.map { misplaced(leaves[$0.key], $0.value) }
  }

  /// The leaves that stand in another row or column than the element they belong to.
  private func outOfRow(_ rows: [RowFinder.Row]) -> [Int] {
    var columns: [JSONPointer: [Column]] = [:]
    for row in rows {
      for (member, place) in zip(row.members, row.places) {
        guard let line = row.line, layout.line(of: place.start) == line,
          let column = column(of: place)
        else { continue }
        columns[member.field, default: []].append(column)
      }
    }
    let shared = sharedLines(rows)
    return rows.flatMap { row in
      zip(row.members, row.places).compactMap { member, place -> Int? in
        guard let line = row.line, member.sort == .number,
          shared[row.pointer.parent ?? .root]?.contains(line) != true,
          isElsewhere(place, of: member, line: line, columns[member.field] ?? [])
        else { return nil }
        return member.leaf
      }
    }
  }

  /// The lines on which several elements of a list stand: these are columns, and not rows.
  private func sharedLines(_ rows: [RowFinder.Row]) -> [JSONPointer: Set<Int>] {
    Dictionary(grouping: rows) { $0.pointer.parent ?? .root }.mapValues { rows in
      var seen: Set<Int> = []
      return Set(rows.compactMap(\.line).filter { !seen.insert($0).inserted })
    }
  }

  /// Where a value stands on its line: from where to where, and in which of the line's cells.
  private struct Column: Equatable {
    var extent: ClosedRange<Int32>
    var ordinal: Int
  }

  private func column(of place: Place) -> Column? {
    guard let cell = layout.cell(of: place.start), let extent = layout.extent(of: place) else {
      return nil
    }
    let line = layout.cells(ofLine: layout.line(ofCell: cell))
    return Column(extent: extent, ordinal: cell - line.lowerBound)
  }

  /// Whether a value is not in its column on a line while another is.
  private func isElsewhere(
    _ place: Place, of member: RowFinder.Member, line: Int, _ columns: [Column]
  ) -> Bool {
    guard let own = column(of: place) else { return false }
    let onLine = member.places.filter { layout.line(of: $0.start) == line }.compactMap(column)
    // Its own place on the line speaks for its column too.
    let others = onLine.isEmpty ? columns : columns.filter { $0 != own }
    guard !others.isEmpty else { return false }
    // Lines that are not set as a table still have their values in one order.
    let isInColumn = onLine.contains { own in
      others.contains { $0.extent.overlaps(own.extent) || $0.ordinal == own.ordinal }
    }
    if !onLine.isEmpty, others.count < 2 || isInColumn { return false }
    return layout.cells(ofLine: line).contains { cell in
      let extent = layout.extent(ofCell: cell)
      let shared = others.count { $0.extent.overlaps(extent) }
      return shared * 2 > others.count && labels.reader.isValue(cell)
        && layout.cell(of: place.start) != cell
    }
  }

  // MARK: Twice

  /// Elements of a list that say what another one says, where the document says it once.
  private func twice(
    _ leaves: [EvidenceSearch.Leaf], _ rows: [RowFinder.Row]
  ) -> [Finding] {
    var severities: [JSONPointer: Finding.Severity] = [:]
    var places: [JSONPointer: [Int]] = [:]
    // An element of one value is no row, but stands somewhere too.
    for leaf in leaves where !leaf.isQuoted {
      guard let element = leaf.path.innermostElement else { continue }
      places[element, default: []].append(Int(leaf.place.start))
      severities[element] = leaf.severity
    }
    for row in rows {
      places[row.pointer] = row.line.map { [-$0] } ?? row.places.map { Int($0.start) }
      severities[row.pointer] = leaves[row.members[0].leaf].severity
    }
    var seen: [JSONPointer: [[Int]: [JSONValue]]] = [:]
    var found: [Finding] = []
    for (element, place) in places.sorted(by: { $0.key < $1.key }) {
      guard let list = element.parent, let value = record[element] else { continue }
      if seen[list]?[place]?.contains(value) == true {
        found.append(
          Finding(
            .misplaced, at: element, severity: severities[element] ?? .error,
            "The list holds this twice; the document shows it once."))
      }
      seen[list, default: [:]][place, default: []].append(value)
    }
    return found
  }
}
