import JSON

/// Which rows of two arrays belong together.
///
/// The alignment that makes most values equal and keeps the order of both (Needleman and Wunsch,
/// 1970); of two that are as good, the one that pairs more rows.
enum RowAlignment {
  /// For each expected row the index of its partner; nil for one that has none.
  static func partners(of expected: [JSONValue], in found: [JSONValue]) -> [Int?] {
    // Weighs equal values above all, then the number of pairs.
    let gains = expected.map { row in found.map { 1 + 1000 * equalValues(row, $0) } }
    var best = Array(
      repeating: Array(repeating: 0, count: found.count + 1), count: expected.count + 1)
    for i in expected.indices.reversed() {
      for j in found.indices.reversed() {
        best[i][j] = max(best[i + 1][j + 1] + gains[i][j], best[i + 1][j], best[i][j + 1])
      }
    }
    var partners = [Int?](repeating: nil, count: expected.count)
    var (i, j) = (0, 0)
    while i < expected.count, j < found.count {
      if best[i][j] == best[i + 1][j + 1] + gains[i][j] {
        partners[i] = j
        (i, j) = (i + 1, j + 1)
      } else if best[i][j] == best[i + 1][j] {
        i += 1
      } else {
        j += 1
      }
    }
    return partners
  }

  /// Nulls do not tell rows apart.
  private static func equalValues(_ expected: JSONValue, _ found: JSONValue) -> Int {
    RecordComparison(expected: expected, found: found).values.count {
      $0.isEqual && !$0.expected.isNull
    }
  }
}
