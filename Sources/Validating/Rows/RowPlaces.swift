import Extraction
import JSON

/// Where the elements of a value's lists stand: each on the line that shows most of its values.
struct RowPlaces {
  /// An element's line.
  struct Place {
    var line: Int
    /// The line's part of the text.
    var range: Range<Int>
    /// How many of the element's values it shows.
    var values: Int
    /// Whether one of the element's texts stands on it or near it, if the element has any.
    var isNamed: Bool
  }

  /// Lines away from a row at which its name may stand.
  private static let reach = 3

  /// The elements of all lists, innermost only, in the order of the value.
  private(set) var elements: [JSONPointer] = []
  /// The lines that show a value which is in no list.
  private(set) var otherLines: Set<Int> = []
  private var places: [JSONPointer: Place] = [:]

  init(_ value: JSONValue, _ evidence: [JSONPointer: Evidence], in text: TextLines) {
    var lines: [JSONPointer: [Int]] = [:]
    var named: [JSONPointer: Set<Int>] = [:]
    for (leaf, value) in value.leaves where !value.isNull && !value.isSign {
      let line = evidence[leaf]?.range.flatMap { text.line(at: $0.lowerBound) }
      guard let element = Self.element(of: leaf) else {
        if let line { otherLines.insert(line) }
        continue
      }
      if lines[element] == nil {
        elements.append(element)
        lines[element] = []
      }
      if let line { lines[element]?.append(line) }
      // What is concluded stands nowhere.
      if value.stringValue != nil, evidence[leaf]?.kind != .derived {
        named[element, default: []].formUnion(line.map { [$0] } ?? [])
      }
    }
    for (element, lines) in lines {
      places[element] = Self.mostFrequent(lines, named: named[element], text)
    }
  }

  /// Where an element stands; nil where none of its values was found.
  subscript(_ element: JSONPointer) -> Place? { places[element] }

  /// The innermost element of a list that a leaf belongs to, or is.
  private static func element(of leaf: JSONPointer) -> JSONPointer? {
    guard let last = leaf.tokens.lastIndex(where: { Int($0) != nil }) else { return nil }
    return JSONPointer(Array(leaf.tokens.prefix(last + 1)))
  }

  /// The first of several lines that are equally frequent.
  private static func mostFrequent(
    _ lines: [Int], named: Set<Int>?, _ text: TextLines
  ) -> Place? {
    var counts: [Int: Int] = [:]
    for line in lines { counts[line, default: 0] += 1 }
    return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
      .map { line, count in
        Place(
          line: line, range: text.lines[line].range, values: count,
          isNamed: named?.contains { abs($0 - line) <= reach } ?? true)
      }
  }
}
