import JSON

/// Reads how many rows a document says it has: `Items: 39`, `39 Positionen`, `Count: 3`.
enum RowStatement {
  private static let words: Set<String> = [
    "items", "positions", "rows", "entries", "records", "count", "item count", "number of items",
    "positionen", "posten", "anzahl", "anzahl positionen", "anzahl der positionen", "zeilen",
    "lignes", "nombre de lignes", "articles", "nombre d'articles", "líneas", "partidas", "righe",
    "voci", "regels",
  ]

  /// All statements, in order of text.
  static func all(in text: TextLines) -> [Int] {
    text.lines.flatMap { line -> [Int] in
      let cells = line.cells.map { text.text($0).lowercased() }
      if cells.count == 2, let count = Int(cells[1]), words.contains(trimmed(cells[0])) {
        return [count]
      }
      return cells.count == 1 ? count(in: cells[0]).map { [$0] } ?? [] : []
    }
  }

  private static func count(in cell: String) -> Int? {
    if let colon = cell.lastIndex(of: ":") {
      let number = cell[cell.index(after: colon)...].drop { $0 == " " }
      return words.contains(trimmed(String(cell[..<colon]))) ? Int(number) : nil
    }
    guard let space = cell.firstIndex(of: " ") else { return nil }
    return words.contains(String(cell[cell.index(after: space)...])) ? Int(cell[..<space]) : nil
  }

  private static func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " || $0 == ":" }.reversed())
  }

  /// Whether a list is as long as the document says: as the largest statement, or all together; or
  /// the statements count pieces, and one of the elements' numbers adds up to them.
  static func agree(_ statements: [Int], with elements: [JSONValue]) -> Bool {
    let stated: Set<Int> = [statements.max() ?? 0, statements.reduce(0, +)]
    if stated.contains(where: { $0 <= elements.count }) { return true }
    var sums: [String: Double] = [:]
    for (key, value) in elements.flatMap({ element in element.objectValue.map(Array.init) ?? [] }) {
      sums[key, default: 0] += value.doubleValue ?? 0
    }
    return sums.values.contains { sum in stated.contains { Double($0) == sum } }
  }
}
