/// The known word that a mistyped one probably means.
enum NearestWord {
  /// Nil where none is within a third of the word's length.
  static func to(_ word: String, among known: [String]) -> String? {
    let best = known.map { ($0, distance(Array(word.lowercased()), Array($0))) }
      .min { $0.1 < $1.1 }
    guard let (nearest, distance) = best, distance <= max(1, word.count / 3) else { return nil }
    return nearest
  }

  /// Edits between two words (Levenshtein; two neighbours swapped count as one).
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var rows = [Array(0...right.count)]
    for (i, a) in left.enumerated() {
      var row = [i + 1]
      for (j, b) in right.enumerated() {
        var cost = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a == b ? 0 : 1))
        if i > 0, j > 0, a == right[j - 1], b == left[i - 1] {
          cost = min(cost, rows[i - 1][j - 1] + 1)
        }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
