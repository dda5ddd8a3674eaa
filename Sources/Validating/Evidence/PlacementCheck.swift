import Extraction
import JSON
import JSONSchema

/// Says which values stand on the page, but in the wrong place.
///
/// What a careful reader would object to: a value whose every place is plainly called what another
/// field is called; a value without its label, where another value of its sort stands at the label;
/// a part of an address apart from the others; what does not look like what is asked for; a value of
/// a list's element that stands in another row, column or order than those of the other elements. An
/// element that stands where another does.
struct PlacementCheck {
  typealias Place = DocumentIndex.Place

  let index: DocumentIndex
  let labels: LabelFit
  let schema: Schema
  let record: JSONValue
  /// Pages of the document; 0 where it has none.
  let pageCount: Int

  private var layout: PageLayout { index.layout }

  /// All that is to be said, not in order.
  func findings(_ leaves: [EvidenceSearch.Leaf], _ rows: [RowFinder.Row]) -> [Finding] {
    let scalars = leaves.filter { $0.path.innermostElement == nil && !$0.isQuoted }
    let exchanged = ExchangeCheck(labels: labels).partners(scalars)
    let lines = linesOfRows(rows)
    var anchors = LabelAnchors(labels, except: Set(rows.compactMap(\.line)))
    let apart = BlockCheck(layout: layout, labels: labels).apart(scalars)
    let shapes = ShapeCheck(leaves.map(\.field), in: schema)
    let totals = TotalsCheck(index: index, labels: labels)
    let objections = totals.objections(scalars)
    let values = scalars.compactMap { leaf -> Finding? in
      exchangedFor(exchanged[leaf.path], leaf) ?? underAnotherLabel(leaf)
        ?? besideItsLabel(leaf, &anchors) ?? withinRows(leaf, lines)
        ?? outOfBlock(leaf, apart) ?? outOfSort(leaf, shapes)
        ?? objections[leaf.path].map { misplaced(leaf, $0) }
    }
    let members = leaves.filter { $0.path.innermostElement != nil && !$0.isQuoted }
      .compactMap { outOfShape($0, shapes) }
    let elements = inRows(leaves, rows, totals: totals.sums(of: scalars))
    return values + members + elements
      + TwinCheck(index: index, record: record).findings(leaves, rows)
  }

  private func misplaced(_ leaf: EvidenceSearch.Leaf, _ message: String) -> Finding {
    Finding(.misplaced, at: leaf.path, severity: leaf.severity, message, value: leaf.value)
  }

  // MARK: Labels

  /// A value that stands only where the page names another field, or what no field asks for.
  ///
  /// Two fields may have one value, printed once, but for the numbers of different things.
  private func underAnotherLabel(_ leaf: EvidenceSearch.Leaf) -> Finding? {
    guard leaf.everywhere.count <= LabelFit.readPlaces else { return nil }
    let unasked = UnaskedLabels(labels: labels)
    var other: String?
    for place in leaf.everywhere {
      let fit = labels.fit(of: leaf.field, at: place)
      let isShared = fit.others.contains { other in
        record[other] == leaf.value
          && !(leaf.sort == .identifier && unasked.areOfDifferentThings(leaf.field, other))
      }
      if fit.isNamedOtherwise, !isShared {
        other = other ?? fit.others.first?.description
      } else if let meaning = unasked.meaning(of: place, for: leaf.field, leaf.sort) {
        other = other ?? "“\(meaning)”"
      } else {
        return nil
      }
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

  /// A value that is not of the sort that its field holds.
  private func outOfSort(_ leaf: EvidenceSearch.Leaf, _ shapes: ShapeCheck) -> Finding? {
    pages(leaf) ?? noMoney(leaf) ?? outOfShape(leaf, shapes)
  }

  private func outOfShape(_ leaf: EvidenceSearch.Leaf, _ shapes: ShapeCheck) -> Finding? {
    shapes.objection(to: leaf).map { misplaced(leaf, $0) }
  }

  /// A number of pages that is not the document's own, and is not called so on any.
  private func pages(_ leaf: EvidenceSearch.Leaf) -> Finding? {
    let meanings = FieldLabels.meanings(ofName: leaf.field.lastToken ?? "")
    guard pageCount > 0, leaf.sort == .number, meanings.contains("page"),
      !Self.counts.isDisjoint(with: meanings), leaf.value.intValue != pageCount,
      leaf.everywhere.allSatisfy({ labels.fit(of: leaf.field, at: $0).own < LabelFit.plain })
    else { return nil }
    return misplaced(leaf, "The document has \(pageCount) pages.")
  }

  private static let counts: Set<String> = ["number", "count", "quantity", "total"]

  private func noMoney(_ leaf: EvidenceSearch.Leaf) -> Finding? {
    guard MoneyCheck(index: index, labels: labels, record: record).isNoMoney(leaf) else {
      return nil
    }
    return misplaced(leaf, "The document shows this, but not as a sum of money.")
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
    let isNumber = leaf.literal.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard leaf.sort == .number || isNumber, !lines.isEmpty,
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
    let columns = RowColumnCheck(layout: layout, labels: labels)
    wrong.merge(columns.objections(rows)) { first, _ in first }
    wrong.merge(RowOrderCheck(layout: layout).objections(rows)) { first, _ in first }
    return wrong.map { misplaced(leaves[$0.key], $0.value) }
  }
}
