import Extraction

/// Groups the rows of a region into blocks, by the space between them and the size of letters.
enum PageBlocks {
  struct Block {
    var kind: ParsedDocument.Block.Kind
    var rows: [PageRow]
  }

  /// - Parameter body: the height of most characters of the page, in points.
  static func blocks(of rows: [PageRow], in page: PageWords, body: Float) -> [Block] {
    let pitch = usualGap(rows)
    var groups: [[PageRow]] = []
    for row in rows {
      if let last = groups.last?.last, !isApart(last, row, pitch) {
        groups[groups.count - 1].append(row)
      } else {
        groups.append([row])
      }
    }
    return groups.map { Block(kind: kind(of: $0, in: page, body: body), rows: $0) }
  }

  /// The space between lines that most have, in heights of a character.
  private static func usualGap(_ rows: [PageRow]) -> Float {
    let gaps = zip(rows, rows.dropFirst()).map { ($1.place.y0 - $0.place.y1) / $1.em }
    return min(1, max(0, Columns.median(gaps)))
  }

  private static func isApart(_ above: PageRow, _ below: PageRow, _ pitch: Float) -> Bool {
    let em = min(above.em, below.em)
    let gap = (below.place.y0 - above.place.y1) / em
    // Rows of a table stand wider than lines of prose, and mix sizes; its cells may be empty.
    if above.cellCount > 1 && below.cellCount > 1 { return gap > max(pitch + 1.2, 2.5) }
    if max(above.em, below.em) > 1.25 * em { return true }
    return gap > pitch + (above.cellCount > 1 || below.cellCount > 1 ? 0.9 : 0.5)
  }

  private static func kind(of rows: [PageRow], in page: PageWords, body: Float)
    -> ParsedDocument.Block.Kind
  {
    let wide = rows.count { $0.cellCount > 1 }
    if wide >= 2, wide * 3 >= rows.count { return .table }
    guard let first = rows.first, let word = first.segments.first?.words.lowerBound else {
      return .paragraph
    }
    let words = rows.reduce(0) { $0 + $1.wordCount }
    if wide == 0, rows.count <= 2, words <= 15, first.em >= 1.15 * body { return .heading }
    return isBullet(page.bytes[page.words[word].range]) ? .listItem : .paragraph
  }

  private static let bullets: Set<String> = ["•", "◦", "▪", "■", "●", "–", "-", "*", "·", "‣", "o"]

  private static func isBullet(_ word: ArraySlice<UInt8>) -> Bool {
    word.count <= 3 && bullets.contains(String(decoding: word, as: UTF8.self))
  }
}
