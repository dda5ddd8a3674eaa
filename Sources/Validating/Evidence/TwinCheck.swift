import Extraction
import JSON

/// Says which elements of a list say what others say, more of them than the document shows.
///
/// Two equal lines are two lines. But an element that stands where an equal one does is there twice;
/// and so is one for which only another table has what it holds.
struct TwinCheck {
  let index: DocumentIndex
  let record: JSONValue

  private var layout: PageLayout { index.layout }

  /// What is to be said, in the order of the record.
  func findings(_ leaves: [EvidenceSearch.Leaf], _ rows: [RowFinder.Row]) -> [Finding] {
    var severities: [JSONPointer: Finding.Severity] = [:]
    var places: [JSONPointer: [Int]] = [:]
    // An element of one value is no row, but stands somewhere too.
    for leaf in leaves where !leaf.isQuoted {
      guard let element = leaf.path.innermostElement else { continue }
      places[element, default: []].append(Int(leaf.place.start))
      severities[element] = leaf.severity
    }
    var shown: [JSONPointer: Int] = [:]
    for row in rows {
      places[row.pointer] = row.line.map { [-$0] } ?? row.places.map { Int($0.start) }
      severities[row.pointer] = leaves[row.members[0].leaf].severity
      shown[row.pointer] = count(of: row)
    }
    let rows = Dictionary(rows.map { ($0.pointer, $0) }) { first, _ in first }
    var seen: [JSONPointer: [JSONValue: Equals]] = [:]
    var found: [Finding] = []
    for (element, place) in places.sorted(by: { $0.key < $1.key }) {
      guard let list = element.parent, let value = record[element] else { continue }
      let equals = seen[list]?[value]
      let count = equals?.counts[place] ?? 0
      let isElsewhere = count == 0 && equals.map { isApart(rows[element], rows[$0.last]) } ?? false
      if isElsewhere || count > 0 && count >= shown[element] ?? 1 {
        found.append(
          Finding(
            .misplaced, at: element, severity: severities[element] ?? .error,
            "The list holds this twice; the document shows it once."))
      }
      seen[list, default: [:]][value, default: Equals(last: element)].last = element
      seen[list]?[value]?.counts[place] = count + 1
    }
    return found
  }

  /// Equal elements of a list.
  private struct Equals {
    var last: JSONPointer
    /// How many there are, by where they stand.
    var counts: [[Int]: Int] = [:]
  }

  /// Whether two equal elements stand in two tables, so that one of them is not this list's: neither
  /// have their lines the same words, nor do they have what they hold in the same columns.
  private func isApart(_ one: RowFinder.Row?, _ other: RowFinder.Row?) -> Bool {
    guard let one, let other, let first = one.line, let second = other.line,
      words(ofLine: first) != words(ofLine: second)
    else { return false }
    return zip(one.members, zip(one.places, other.places)).contains { member, places in
      guard member.isTelling, layout.line(of: places.0.start) == first,
        layout.line(of: places.1.start) == second, let left = layout.extent(of: places.0),
        let right = layout.extent(of: places.1)
      else { return false }
      return !left.overlaps(right)
    }
  }

  private func words(ofLine line: Int) -> [String] {
    Meanings.words(
      of: layout.cells(ofLine: line).map {
        String(decoding: index.bytes[layout.range(ofCell: $0)], as: UTF8.self)
      }.joined(separator: " "))
  }

  /// How often the line of an element shows what it shows of it.
  private func count(of row: RowFinder.Row) -> Int {
    let counts = row.members.map { member in
      member.places.count { layout.line(of: $0.start) == row.line }
    }
    return counts.filter { $0 > 0 }.min() ?? 1
  }
}
