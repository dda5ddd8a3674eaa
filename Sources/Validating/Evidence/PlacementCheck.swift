import Extraction
import JSON

/// Says which values stand on the page, but in the wrong place.
///
/// Four things a careful reader would object to. A value whose every place is plainly called what
/// another field is called. A value without its label, where another value of its sort stands at the
/// label. A value of a list's element that stands in another row or column, where its own row has
/// another value in that column. An element that stands where another does.
struct PlacementCheck {
  typealias Place = DocumentIndex.Place

  let index: DocumentIndex
  let labels: LabelFit
  let record: JSONValue

  private var layout: PageLayout { index.layout }

  /// All that is to be said, not in order.
  func findings(_ leaves: [EvidenceSearch.Leaf], _ rows: [RowFinder.Row]) -> [Finding] {
    var anchors = LabelAnchors(labels)
    let scalars = leaves.filter { $0.path.innermostElement == nil }.compactMap { leaf in
      underAnotherLabel(leaf) ?? besideItsLabel(leaf, &anchors)
    }
    return scalars + outOfRow(leaves, rows) + twice(leaves)
  }

  private func misplaced(_ leaf: EvidenceSearch.Leaf, _ message: String) -> Finding {
    Finding(.misplaced, at: leaf.path, severity: leaf.severity, message, value: leaf.value)
  }

  // MARK: Labels

  /// Places of one value whose labels are read.
  private static let readPlaces = 64

  /// A value that stands only where the page names another field.
  private func underAnotherLabel(_ leaf: EvidenceSearch.Leaf) -> Finding? {
    guard leaf.places.count <= Self.readPlaces else { return nil }
    var other: JSONPointer?
    for place in leaf.places {
      let fit = labels.fit(of: leaf.field, at: place)
      guard fit.isNamedOtherwise else { return nil }
      other = other ?? fit.otherField
    }
    // Two fields may have one value, printed once.
    guard let other, record[other] != leaf.value else { return nil }
    return misplaced(leaf, "The document shows this only under what it calls \(other).")
  }

  /// A value that does not stand at its label, while another of its sort does.
  private func besideItsLabel(
    _ leaf: EvidenceSearch.Leaf, _ anchors: inout LabelAnchors
  ) -> Finding? {
    guard leaf.sort != .text, leaf.places.count <= Self.readPlaces else { return nil }
    let best = leaf.places.map { labels.fit(of: leaf.field, at: $0).own }.max() ?? 0
    guard best < LabelFit.plain / 2 else { return nil }
    let values = anchors.values(of: leaf.field, leaf.sort)
    guard let value = values.first else { return nil }
    let quote = String(decoding: index.bytes[value.range], as: UTF8.self)
    return misplaced(leaf, "The document shows this, but its label stands at “\(quote)”.")
  }

  // MARK: Rows

  /// Values in another row or column than the element they belong to.
  private func outOfRow(
    _ leaves: [EvidenceSearch.Leaf], _ rows: [RowFinder.Row]
  ) -> [Finding] {
    var columns: [JSONPointer: [ClosedRange<Int32>]] = [:]
    for row in rows {
      for (member, place) in zip(row.members, row.places) {
        guard let line = row.line, layout.line(of: place.start) == line,
          let extent = layout.extent(of: place)
        else { continue }
        columns[member.field, default: []].append(extent)
      }
    }
    return rows.flatMap { row in
      zip(row.members, row.places).compactMap { member, place -> Finding? in
        guard let line = row.line, member.sort == .number,
          isElsewhere(place, line: line, columns[member.field] ?? [])
        else { return nil }
        return misplaced(
          leaves[member.leaf],
          "The row of this value shows another one in its column.")
      }
    }
  }

  /// Whether a value is not in its column on a line while another is.
  private func isElsewhere(
    _ place: Place, line: Int, _ column: [ClosedRange<Int32>]
  ) -> Bool {
    let isInLine = layout.line(of: place.start) == line
    guard let own = layout.extent(of: place) else { return false }
    // Its own place on the line speaks for its column too.
    let others = isInLine ? column.filter { $0 != own } : column
    guard !others.isEmpty else { return false }
    if isInLine, others.count < 2 || others.contains(where: { $0.overlaps(own) }) { return false }
    return layout.cells(ofLine: line).contains { cell in
      let extent = layout.extent(ofCell: cell)
      let shared = others.count { $0.overlaps(extent) }
      return shared * 2 > others.count && labels.reader.isValue(cell)
        && layout.cell(of: place.start) != cell
    }
  }

  // MARK: Twice

  /// Elements of a list all of whose values stand where those of another element stand.
  private func twice(_ leaves: [EvidenceSearch.Leaf]) -> [Finding] {
    var elements: [(pointer: JSONPointer, members: [EvidenceSearch.Leaf])] = []
    for leaf in leaves {
      guard let element = leaf.path.innermostElement else { continue }
      if elements.last?.pointer != element { elements.append((element, [])) }
      elements[elements.count - 1].members.append(leaf)
    }
    var seen: [JSONPointer: Set<[Place]>] = [:]
    return elements.compactMap { element, members in
      let places = members.map(\.place)
      guard let list = element.parent, !seen[list, default: []].insert(places).inserted else {
        return nil
      }
      return Finding(
        .misplaced, at: element, severity: members.map(\.severity).contains(.error) ? .error : .warning,
        "The document shows this element once; another one of the list stands there.",
        value: members.count == 1 && members[0].path == element ? members[0].value : nil)
    }
  }
}
