import Extraction
import JSON
import JSONSchema

/// Looks for every value of a record in its document, and chooses where each stands.
///
/// The story is index → search → fit → choice → findings. ``DocumentIndex`` knows where everything
/// is; ``ValueLookup`` finds the places of a value; ``LabelFit`` says how well the page's words there
/// name the field, ``RowFinder`` which line an element of a list is; ``PlaceChoice`` takes the best
/// of equals; ``PlacementCheck`` says what stands in the wrong place.
///
/// The score is how well the place fits, divided by the number of places that fit as well.
struct EvidenceSearch {
  typealias Place = DocumentIndex.Place

  /// What was found for all values of a record.
  struct Result {
    var evidence: [JSONPointer: Evidence] = [:]
    var findings: [Finding] = []
  }

  /// A value that the document shows.
  struct Leaf {
    var path: JSONPointer
    var field: JSONPointer
    var value: JSONValue
    var sort: ValueSort
    var severity: Finding.Severity
    /// At least one, in order: those in the part of the text that it was read from, if it has any.
    var places: [Place]
    /// All of them, wherever they are.
    var everywhere: [Place]
    /// What is looked for, if it is to be there byte for byte.
    var literal: String
    var isFuzzy: Bool
    /// Whether it follows from the places and is not itself there.
    var isQuoted = false
    /// Where it stands.
    var place: Place
    /// How well that fits, 0 to 1.
    var fit = 0.5
    /// The places that fit as well; with its own.
    var equals = 1
  }

  let document: ParsedDocument
  let index: DocumentIndex
  let schema: Schema
  let policies: EvidencePolicies

  /// Looks for every value.
  ///
  /// - Parameters:
  ///   - quotes: what was quoted for values whose evidence is a quote; nil for a record that is not
  ///     a model's.
  ///   - scope: the part of the text that a value was read from; nil for all of it.
  func search(
    _ record: JSONValue, quotes: [JSONPointer: String]? = nil,
    scope: (JSONPointer) -> Range<Int>?
  ) -> Result {
    var result = Result()
    var leaves = leaves(of: record, quotes, scope, &result)
    let values = leaves.filter(isNoLabel).flatMap(\.everywhere)
    let labels = LabelFit(fields(of: record), LabelReader(index, values: values))
    let rows = choose(&leaves, labels, record)
    for leaf in leaves { result.evidence[leaf.path] = evidence(leaf, labels) }
    let check = PlacementCheck(
      index: index, labels: labels, schema: schema, record: record,
      pageCount: document.pages.count)
    result.findings += check.findings(leaves, rows)
    return result
  }

  /// The values that the document shows; what is to be said of the others is added to a result.
  private func leaves(
    of record: JSONValue, _ quotes: [JSONPointer: String]?, _ scope: (JSONPointer) -> Range<Int>?,
    _ result: inout Result
  ) -> [Leaf] {
    var leaves: [Leaf] = []
    for (path, value) in record.leaves where !value.isNull {
      let policy = policies.policy(at: path)
      if policy == .off { continue }
      let lenient: Finding.Severity? =
        policy == .preferred || policy == .quote && quotes == nil ? .warning : nil
      switch lookup(value, at: path, policy == .quote ? quotes : nil) {
      case .nothing: continue
      case .conclusion: result.evidence[path] = Evidence(kind: .derived, score: 1)
      case .places(let found, _, let gravity) where found.isEmpty:
        result.findings.append(
          finding(value, at: path, lenient ?? gravity, isQuoted: policy == .quote))
      case .places(let found, let isFuzzy, _):
        let places = within(scope(path), found)
        let quote = policy == .quote ? quotes?[path] : nil
        leaves.append(
          Leaf(
            path: path, field: FieldLabels.field(of: path), value: value,
            sort: sort(of: value, at: path),
            severity: lenient ?? .error, places: places, everywhere: found,
            literal: quote ?? value.stringValue ?? value.numberValue?.literal ?? "",
            isFuzzy: isFuzzy,
            isQuoted: quote != nil, place: places[0]))
      }
    }
    return leaves
  }

  /// Whether the document shows every value below a place; false where there is none.
  func shows(_ value: JSONValue, at path: JSONPointer) -> Bool {
    let leaves = value.leaves.filter { !$0.value.isNull }
    return !leaves.isEmpty
      && leaves.allSatisfy { leaf in
        let found = lookup.places(of: leaf.value, at: path.appending(leaf.pointer))
        if case .places(let places, _, _) = found { return !places.isEmpty }
        return false
      }
  }

  private var lookup: ValueLookup { ValueLookup(index: index, schema: schema) }

  /// The places of a value, or of what was quoted for it: where quotes are asked for, what is only
  /// concluded needs one.
  private func lookup(
    _ value: JSONValue, at path: JSONPointer, _ quotes: [JSONPointer: String]?
  ) -> ValueLookup.Result {
    guard let quotes else { return lookup.places(of: value, at: path) }
    if let quote = quotes[path] {
      let found = TextSearch(index: index).places(of: quote)
      return .places(found.places, isFuzzy: found.isFuzzy)
    }
    if case .conclusion = lookup.places(of: value, at: path) { return .places([]) }
    return lookup.places(of: value, at: path)
  }

  /// The fields that the record has, also where they are null: what else a place may belong to.
  private func fields(of record: JSONValue) -> [LabelFit.Field] {
    var labels = FieldLabels(schema)
    var seen: Set<JSONPointer> = []
    return record.leaves.compactMap { leaf in
      let pointer = FieldLabels.field(of: leaf.pointer)
      guard seen.insert(pointer).inserted else { return nil }
      let sort = leaf.value.isNull ? sortOfNull(at: pointer) : sort(of: leaf.value, at: pointer)
      guard let sort else { return nil }
      return LabelFit.Field(
        pointer: pointer, sort: sort, phrases: labels.phrases(for: pointer))
    }
  }

  /// What kind of value this is; a day where a number is asked for is no day: an invoice's number
  /// is none that looks like one.
  private func sort(of value: JSONValue, at path: JSONPointer) -> ValueSort {
    let sort = ValueSort(value)
    guard sort == .day, schema.expectation(at: path)?.format != "date" else { return sort }
    let asked = FieldLabels.meanings(ofName: path.lastToken ?? "")
    return asked.contains("number") && !asked.contains("date") ? .identifier : .day
  }

  /// What kind of value a field has that is null; nil for one that may have any.
  private func sortOfNull(at path: JSONPointer) -> ValueSort? {
    guard let expected = schema.expectation(at: path) else { return nil }
    if expected.types.contains(.integer), !expected.types.contains(.string) { return .number }
    return expected.format == "date" ? .day : nil
  }

  /// Whether a value is a text that would not be taken for a label if it stood alone.
  private func isNoLabel(_ leaf: Leaf) -> Bool {
    guard leaf.sort == .text || leaf.sort == .identifier, !leaf.isQuoted else { return false }
    return leaf.everywhere.count <= LabelFit.readPlaces
      && Meanings.words(of: leaf.literal).contains { FieldWords.meanings[$0] == nil }
  }

  /// The places within a part of the text; all of them where there is none in it.
  private func within(_ scope: Range<Int>?, _ places: [Place]) -> [Place] {
    guard let scope else { return places }
    let inside = places.filter { scope.contains(Int($0.start)) }
    return inside.isEmpty ? places : inside
  }

  private func finding(
    _ value: JSONValue, at path: JSONPointer, _ severity: Finding.Severity, isQuoted: Bool
  ) -> Finding {
    let what =
      switch ValueSort(value) {
      case _ where isQuoted: "The document does not hold the words that this follows from."
      case .number: "The document does not show this number, in any usual writing."
      case .day: "The document does not show this date, in any usual writing."
      case .identifier, .text: "The document does not show this text."
      }
    return Finding(.ungrounded, at: path, severity: severity, what, value: value)
  }

  // MARK: Choice

  /// Chooses the place of every value: rows first, then values with one place, then the others.
  private func choose(
    _ leaves: inout [Leaf], _ labels: LabelFit, _ record: JSONValue
  ) -> [RowFinder.Row] {
    var rows = rows(of: leaves, record)
    RowFinder(layout: index.layout, labels: labels).locate(&rows)
    var choice = PlaceChoice(index)
    var isSettled = Set<Int>()
    for row in rows {
      guard let line = row.line else { continue }
      for (member, place) in zip(row.members, row.places) {
        let isInLine = index.line(of: place.start) == line
        leaves[member.leaf].place = place
        leaves[member.leaf].fit = isInLine ? 1 : 0.5
        leaves[member.leaf].equals = member.places.count {
          (index.line(of: $0.start) == line) == isInLine
        }
        choice.settle(leaves[member.leaf].path, at: place)
        isSettled.insert(member.leaf)
      }
    }
    let others = leaves.indices.filter { !isSettled.contains($0) }
    for index in others.filter({ leaves[$0].places.count == 1 })
      + others.filter({ leaves[$0].places.count > 1 })
    {
      settle(&leaves[index], &choice, labels)
    }
    return rows
  }

  private func settle(_ leaf: inout Leaf, _ choice: inout PlaceChoice, _ labels: LabelFit) {
    let fits = leaf.places.prefix(LabelFit.readPlaces).map {
      labels.fit(of: leaf.field, at: $0).score
    }
    let best = fits.max() ?? 0.5
    let equals = zip(leaf.places, fits).filter { $0.1 == best }.map(\.0)
    leaf.place = choice.best(of: equals, for: leaf.path)
    leaf.fit = best
    leaf.equals = equals.count + (best <= 0.5 ? leaf.places.count - fits.count : 0)
    choice.settle(leaf.path, at: leaf.place)
  }

  /// The elements of lists, in the order of the record, each with the values it has of its own.
  private func rows(of leaves: [Leaf], _ record: JSONValue) -> [RowFinder.Row] {
    let elements = elements(with: leaves, record)
    var rows: [RowFinder.Row] = []
    for (number, leaf) in leaves.enumerated() where !leaf.isQuoted {
      guard let row = leaf.path.innermostElement, let list = row.parent else { continue }
      if isShared(leaf, by: elements[list]?[leaf.field]?[leaf.value]?.count ?? 1) { continue }
      if rows.last?.pointer != row { rows.append(RowFinder.Row(pointer: row, members: [])) }
      rows[rows.count - 1].members.append(
        RowFinder.Member(
          leaf: number, field: leaf.field, places: leaf.places, sort: leaf.sort,
          isTelling: !leaf.value.isSign
            && leaf.value.numberValue.map { NumberKey($0).isOftenConcluded } != true))
    }
    return rows.filter { $0.members.count > 1 }
  }

  /// Whether a value that so many elements of a list have is said once for all, like a unit.
  ///
  /// The document shows it for half of them at most. Two equal numbers may well be a mistake.
  private func isShared(_ leaf: Leaf, by count: Int) -> Bool {
    count > (leaf.sort == .number ? 2 : 1) && leaf.places.count * 2 <= count
  }

  /// The different elements of each list that have each value.
  private func elements(
    with leaves: [Leaf], _ record: JSONValue
  ) -> [JSONPointer: [JSONPointer: [JSONValue: Set<JSONValue>]]] {
    leaves.reduce(into: [:]) { elements, leaf in
      guard let row = leaf.path.innermostElement, let list = row.parent, let element = record[row]
      else { return }
      elements[list, default: [:]][leaf.field, default: [:]][leaf.value, default: []]
        .insert(element)
    }
  }

  // MARK: Evidence

  /// Other places that are kept with the best.
  private static let keptRivals = 8

  private func evidence(_ leaf: Leaf, _ labels: LabelFit) -> Evidence {
    let score = (1000 * leaf.fit / Double(leaf.equals)).rounded() / 1000
    var evidence = shown(leaf, leaf.place, score)
    evidence.rivals = leaf.places.lazy.filter { $0 != leaf.place }.prefix(Self.keptRivals)
      .map { shown(leaf, $0, score) }
    return evidence
  }

  private func shown(_ leaf: Leaf, _ place: Place, _ score: Double) -> Evidence {
    let kind: Evidence.Kind = index.shows(leaf.literal, at: place) ? .exact : .normalised
    return Evidence(
      kind: leaf.isFuzzy ? .fuzzy : kind, score: score,
      quote: String(decoding: index.bytes[place.range], as: UTF8.self), range: place.range,
      page: document.page(at: place.range.lowerBound),
      boxes: document.words.boxes(of: place.range))
  }
}

extension JSONPointer {
  /// The innermost element of a list that holds this place or is it; nil outside lists.
  var innermostElement: JSONPointer? {
    tokens.lastIndex { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }.map {
      JSONPointer(Array(tokens.prefix($0 + 1)))
    }
  }
}
