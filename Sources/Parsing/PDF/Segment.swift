/// Neighbouring words of one line without a wide gap: a line of prose, or a cell of a table.
struct Segment {
  /// Indices of its words.
  var words: Range<Int>
  /// Upright.
  var place: Rectangle
  /// The height of its characters, in points; gaps are measured by it.
  var em: Float
  /// Of its words, those with a digit in them.
  var numberCount: Int

  /// From here on a gap between words parts cells, in heights of a character.
  static let wideGap: Float = 1.5

  /// The free space between two neighbours on a line, whichever way it reads.
  static func gap(_ left: Rectangle, _ right: Rectangle) -> Float {
    max(right.x0 - left.x1, left.x0 - right.x1)
  }

  /// Whether a word goes on where another ends.
  ///
  /// Poppler's lines on turned pages hold words of lines that are stacked.
  private static func follows(_ word: Rectangle, _ next: Rectangle, _ em: Float) -> Bool {
    let em = max(em, next.height)
    return gap(word, next) < wideGap * em && abs(next.centerY - word.centerY) < 0.6 * em
  }

  /// Cuts the lines of one direction at wide gaps.
  static func segments(of page: PageWords, running direction: PageWord.Direction) -> [Segment] {
    var segments: [Segment] = []
    var line = -1
    for (index, word) in page.words.enumerated() where word.direction == direction {
      let digits = page.bytes[word.range].contains { (0x30...0x39).contains($0) } ? 1 : 0
      if var last = segments.last, word.line == line, last.words.upperBound == index,
        follows(page.words[index - 1].upright, word.upright, last.em)
      {
        last.words = last.words.lowerBound..<(index + 1)
        last.place = last.place.union(word.upright)
        last.em = max(last.em, word.upright.height)
        last.numberCount += digits
        segments[segments.count - 1] = last
      } else {
        segments.append(
          Segment(
            words: index..<(index + 1), place: word.upright, em: max(word.upright.height, 0.1),
            numberCount: digits))
      }
      line = word.line
    }
    return segments
  }
}
