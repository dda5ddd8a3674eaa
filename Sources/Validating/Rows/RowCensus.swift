import Extraction
import JSON

/// Counts the rows that a document shows, and says which of them no element of a record's lists
/// holds.
///
/// The reply says only which table is meant: each element stands on the line that shows most of its
/// values, and these lines teach the table's columns (``RowColumns``). Then the document is counted:
/// every line of that form between the first row and the last, and before and after them until the
/// table ends, is a row.
///
/// What looks like a row and is none is told by reckoning: a line whose numbers are the sums of those
/// above it is a total. And where the sum of the first so many rows is shown below them, they are
/// all: what follows is something else. A row of a text and an amount looks like any total, so of
/// such a table nothing is said without that proof; with it, rows are known that are not filled as
/// the others are.
struct RowCensus {
  /// Rows of a list that were not extracted.
  struct Shortfall: Equatable {
    /// The list.
    var list: JSONPointer
    var seen: Int
    var extracted: Int
    /// Where the missing rows stand, in order of text.
    var rows: [Range<Int>]
  }

  private let text: TextLines
  private let numbers: RowNumbers
  private let isShown: (Double, Int) -> Bool
  /// The lines that show values that are in no list's element.
  private let others: Set<Int>
  private var elements: [Form: [Element]] = [:]
  /// The forms in the order of the record.
  private var forms: [Form] = []

  /// Where elements stand, with their numbers left out: `/groups/*/rows/*`.
  private typealias Form = [String]

  private struct Element {
    let list: JSONPointer
    let place: RowPlaces.Place?

    /// Its line, where that shows two of its values: it is a row of a table.
    ///
    /// Where none of its texts is near, the table's rows are called what the list does not ask for.
    var row: Int? { place.flatMap { $0.values >= 2 && $0.isNamed ? $0.line : nil } }
  }

  /// - Parameter isShown: whether the text shows a number after an offset.
  init(_ places: RowPlaces, in text: TextLines, isShown: @escaping (Double, Int) -> Bool) {
    self.text = text
    self.isShown = isShown
    numbers = RowNumbers(text)
    others = places.otherLines
    for pointer in places.elements {
      guard let list = pointer.parent else { continue }
      let form = pointer.tokens.map { Int($0) == nil ? $0 : "*" }
      if elements[form] == nil { forms.append(form) }
      elements[form, default: []].append(Element(list: list, place: places[pointer]))
    }
  }

  /// The lists that lack rows, in order of the record.
  var shortfalls: [Shortfall] { forms.flatMap(shortfalls) }

  /// The rows of a table of which one row is known, and no element.
  func rows(around row: Int) -> [Range<Int>] {
    let columns = RowColumns([text.lines[row]])
    guard columns.amounts != nil else { return [] }
    return withoutTotals(table(around: [row], columns, columns.fits), [row], columns)
      .map { text.lines[$0].range }
  }

  // MARK: One table

  private func shortfalls(of form: Form) -> [Shortfall] {
    let elements = elements[form] ?? []
    let inTables = shortfallsOfTables(elements)
    return inTables.isEmpty ? shortfallsOfNumbers(elements) : inTables
  }

  private func shortfallsOfNumbers(_ elements: [Element]) -> [Shortfall] {
    let claimed = Set(elements.compactMap(\.place?.line).map(numbers.start))
    var lists: [JSONPointer] = []
    for element in elements where !lists.contains(element.list) { lists.append(element.list) }
    return lists.flatMap { list in
      let own = elements.filter { $0.list == list }
      let lines = own.compactMap(\.place?.line)
      let rows = lines.map(numbers.start)
      let next = claimed.filter { $0 > rows.max() ?? .max }.min() ?? text.lines.count
      guard Set(rows).count == rows.count, rows.count * 2 > own.count else { return [Shortfall]() }
      var missing = numbers.missing(among: rows, before: next, where: form(of: own))
        .filter { !claimed.contains($0) }
      // Two sentences of a contract are no list of its clauses.
      if rows != lines, missing.count > rows.count { return [] }
      missing.removeFirst(min(missing.count, own.count - rows.count))
      return divided(missing, own)
    }
  }

  /// Whether a line has the form of a table's only known row.
  private func form(of elements: [Element]) -> ((Int) -> Bool)? {
    guard elements.count == 1, let row = elements[0].row, text.hasGeometry else { return nil }
    let columns = RowColumns([text.lines[row]])
    return { columns.hasNumbers(text.lines[$0], inColumns: Self.numbersOfARow) }
  }

  /// Numbers that a line has in a table's columns if its own number says that it is a row.
  private static let numbersOfARow = 3

  private func shortfallsOfTables(_ elements: [Element]) -> [Shortfall] {
    let claimed = elements.compactMap(\.row)
    let rows = Set(claimed)
    // Elements that share a line are columns, or values of one row: there is nothing to count.
    guard rows.count == claimed.count, !rows.isEmpty, rows.count * 2 > elements.count else {
      return []
    }
    let columns = RowColumns(rows.sorted().map { text.lines[$0] })
    guard columns.amounts != nil, columns.required.count >= 2 else { return [] }
    let lines = withoutTotals(table(around: rows, columns, columns.fits), rows, columns)
    let proven = summedUp(lines, rows, columns)
    let table: ArraySlice<Int>
    if let alike = alike(rows, columns), alike.count > proven?.count ?? lines.count {
      table = alike
    } else if let proven {
      table = proven
    } else if columns.required.count > 2 {
      table = lines[...]
    } else {
      // A text and an amount: a row looks like a total, so nothing is known.
      return []
    }
    var missing = table.filter { !rows.contains($0) && !others.contains($0) }
    // An element that was not found may be any of them.
    missing.removeFirst(min(missing.count, elements.count - rows.count))
    return divided(missing, elements)
  }

  /// The lines with the form of a row, in order.
  private func table(
    around rows: Set<Int>, _ columns: RowColumns, _ isRow: (TextLines.Line) -> Bool
  ) -> [Int] {
    guard let first = rows.min(), let last = rows.max() else { return [] }
    let isInReach: (Int) -> Bool = { line in
      text.hasGeometry
        || rows.contains { text.lines[$0].block == text.lines[line].block }
    }
    var found = (first...last).filter { isRow(text.lines[$0]) || rows.contains($0) }
    for line in text.lines.indices.suffix(from: last + 1) {
      if isRow(text.lines[line]) {
        found.append(line)
      } else if ends(line, columns) {
        break
      }
    }
    for line in text.lines.indices.prefix(first).reversed() {
      if isRow(text.lines[line]) {
        found.insert(line, at: 0)
      } else if ends(line, columns) {
        break
      }
    }
    return found.filter(isInReach)
  }

  /// Whether a table ends at a line: a heading, or an amount in a line that is no row.
  private func ends(_ number: Int, _ columns: RowColumns) -> Bool {
    let line = text.lines[number]
    if line.isFurniture { return false }
    if line.isHeading { return true }
    guard let amounts = columns.amounts else { return true }
    return columns.cells(of: line, in: amounts).contains(where: \.isNumeric)
  }

  // MARK: Reckoning

  /// The rows less those whose numbers are, column by column, the sums of all above.
  private func withoutTotals(
    _ lines: [Int], _ rows: Set<Int>, _ columns: RowColumns
  ) -> [Int] {
    let numeric = columns.required.filter { columns.columns[$0].isNumeric }
    var sums = numeric.map { _ in 0.0 }
    var kept: [Int] = []
    for line in lines {
      let numbers = numeric.map { number(of: line, in: $0, columns) }
      let isSum = zip(numbers, sums).allSatisfy { number, sum in
        number.map { Self.areEqual($0, sum) } ?? false
      }
      // Two equal rows are two rows; a total has a name of its own.
      let isLikeOneRow = kept.count == 1 && name(of: line) == name(of: kept[0])
      if isSum, !kept.isEmpty, !isLikeOneRow, !rows.contains(line) { continue }
      kept.append(line)
      sums = zip(sums, numbers).map { $0 + ($1 ?? 0) }
    }
    return kept
  }

  private func name(of line: Int) -> String {
    text.lines[line].cells.first { !$0.isNumeric }.map(text.text) ?? ""
  }

  /// The most rows, from the first, whose sum the document shows below them: all that there are.
  private func summedUp(
    _ lines: [Int], _ rows: Set<Int>, _ columns: RowColumns
  ) -> ArraySlice<Int>? {
    guard let last = lines.lastIndex(where: rows.contains) else { return nil }
    var sum = 0.0
    var proven: ArraySlice<Int>?
    for (index, line) in lines.enumerated() {
      sum += amount(of: line, columns) ?? 0
      if index >= last, sum != 0, isShown(sum, text.lines[line].range.upperBound) {
        proven = lines[...index]
      }
    }
    return proven
  }

  /// The fewest rows whose sum is shown below them, where some are filled otherwise than the known.
  ///
  /// Money alone proves that, and not what is another row's. More may come to a sum too: with the
  /// tax, that is the total.
  private func alike(_ rows: Set<Int>, _ columns: RowColumns) -> ArraySlice<Int>? {
    let lines = table(around: rows, columns, columns.isLike)
    let amounts = lines.map { isMoney($0, columns) ? amount(of: $0, columns) : nil }
    guard let last = lines.lastIndex(where: rows.contains) else { return nil }
    var sum = 0.0
    for (index, line) in lines.enumerated() {
      guard let amount = amounts[index] else { return nil }
      sum += amount
      let isRow = amounts[(index + 1)...].contains { $0.map { Self.areEqual($0, sum) } ?? false }
      if index >= last, sum != 0, !isRow, isShown(sum, text.lines[line].range.upperBound) {
        return lines[...index]
      }
    }
    return nil
  }

  private func isMoney(_ line: Int, _ columns: RowColumns) -> Bool {
    guard let amounts = columns.amounts,
      let cell = columns.cells(of: text.lines[line], in: amounts).last
    else { return false }
    return text.text(cell).contains { ".,".contains($0) }
  }

  private func amount(of line: Int, _ columns: RowColumns) -> Double? {
    columns.amounts.flatMap { number(of: line, in: $0, columns) }
  }

  private func number(of line: Int, in column: Int, _ columns: RowColumns) -> Double? {
    columns.cells(of: text.lines[line], in: column).last
      .flatMap { Self.amounts(in: text.text($0)).last }
  }

  /// The readings of the number that a cell begins with, the smallest first.
  private static func amounts(in cell: String) -> [Double] {
    let isDigit: (Character) -> Bool = { $0.isASCII && $0.isNumber }
    guard let first = cell.firstIndex(where: isDigit), let last = cell.lastIndex(where: isDigit)
    else { return [] }
    let isNegative = cell[..<first].contains { "-−–(".contains($0) }
    return NumberKey.readings(of: String(cell[first...last]))
      .compactMap { $0.literal.flatMap(Double.init) }.sorted().map { isNegative ? -$0 : $0 }
  }

  private static func areEqual(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) < 0.005
  }

  // MARK: Several lists

  /// The missing rows, each in the list whose row stands before it, else in the first.
  private func divided(_ missing: [Int], _ elements: [Element]) -> [Shortfall] {
    guard !missing.isEmpty else { return [] }
    var lists: [JSONPointer] = []
    for element in elements where !lists.contains(element.list) { lists.append(element.list) }
    let known = elements.compactMap { element in element.place.map { ($0.line, element.list) } }
      .sorted { $0.0 < $1.0 }
    var byList: [JSONPointer: [Int]] = [:]
    for line in missing {
      let before = known.last { $0.0 < line } ?? known.first
      if let list = before?.1 { byList[list, default: []].append(line) }
    }
    return lists.compactMap { list in
      guard let lines = byList[list] else { return nil }
      let extracted = elements.count { $0.list == list }
      return Shortfall(
        list: list, seen: extracted + lines.count, extracted: extracted,
        rows: lines.map { text.lines[$0].range })
    }
  }
}
