/// Parts a page into regions that are read one after another.
///
/// A table is read across, columns of prose one after another, and both look alike: two stacks of
/// text with an empty strip between them. What tells them apart is the text: prose has several
/// words on a line, few numbers, and lines that mostly fill their column.
enum Columns {
  /// The least width of the strip between columns, in heights of a character.
  private static let gutter: Float = 0.6
  /// Fewer lines on a side are no column.
  private static let fewestLines = 4
  /// Deeper nesting is not looked for.
  private static let deepest = 6

  /// The segments of each region, in reading order.
  static func regions(of segments: [Segment], depth: Int = 0) -> [[Segment]] {
    guard segments.count >= 2 * fewestLines, depth < deepest else { return [segments] }
    let sorted = segments.sorted { $0.place.centerY < $1.place.centerY }
    guard let split = bestSplit(of: sorted) else { return [segments] }
    let above = Array(sorted[..<split.rows.lowerBound])
    let below = Array(sorted[split.rows.upperBound...])
    let between = sorted[split.rows]
    let left = between.filter { $0.place.x0 < split.edge }
    let right = between.filter { $0.place.x0 >= split.edge }
    return [above, left, right, below].filter { !$0.isEmpty }
      .flatMap { regions(of: $0, depth: depth + 1) }
  }

  private struct Split {
    /// Where the right column begins.
    var edge: Float
    /// The segments, by height on the page, that the strip parts.
    var rows: Range<Int>
  }

  /// The strip that parts the most segments.
  private static func bestSplit(of segments: [Segment]) -> Split? {
    let em = median(segments.map(\.em))
    var best: Split?
    for edge in candidateEdges(segments) {
      var start = 0
      for index in 0...segments.count
      where index == segments.count || crosses(segments[index], edge, em) {
        let rows = start..<index
        if rows.count > best?.rows.count ?? 0, isProse(segments[rows], edge) {
          best = Split(edge: edge, rows: rows)
        }
        start = index + 1
      }
    }
    return best
  }

  /// Where at least as many segments begin as a column has lines.
  private static func candidateEdges(_ segments: [Segment]) -> [Float] {
    var counts: [Int: (count: Int, edge: Float)] = [:]
    for segment in segments {
      // A column's lines begin within a point or two of each other; its paragraphs are indented.
      let key = Int(segment.place.x0 / 4)
      let old = counts[key] ?? (0, segment.place.x0)
      counts[key] = (old.count + 1, min(old.edge, segment.place.x0))
    }
    return counts.values.filter { $0.count >= fewestLines }.map(\.edge).sorted()
  }

  private static func crosses(_ segment: Segment, _ edge: Float, _ em: Float) -> Bool {
    segment.place.x0 < edge - 0.5 && segment.place.x1 > edge - gutter * em
  }

  private static func isProse(_ rows: ArraySlice<Segment>, _ edge: Float) -> Bool {
    let left = rows.filter { $0.place.x0 < edge - 0.5 }
    let right = rows.filter { $0.place.x0 >= edge - 0.5 }
    guard isProse(left), isProse(right), let a = extent(left), let b = extent(right) else {
      return false
    }
    // Side by side, not one below the other.
    return min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5 * min(a.height, b.height)
  }

  private static func isProse(_ column: [Segment]) -> Bool {
    guard column.count >= fewestLines, let place = extent(column) else { return false }
    let words = column.reduce(0) { $0 + $1.words.count }
    let numbers = column.reduce(0) { $0 + $1.numberCount }
    let full = column.count { $0.place.width >= 0.6 * place.width }
    return words >= 4 * column.count && numbers * 3 <= words && full * 2 >= column.count
  }

  private static func extent(_ segments: [Segment]) -> Rectangle? {
    segments.first.map { first in
      segments.dropFirst().reduce(first.place) { $0.union($1.place) }
    }
  }

  static func median(_ values: [Float]) -> Float {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }
}
