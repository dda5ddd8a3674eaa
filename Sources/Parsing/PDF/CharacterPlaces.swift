/// Gives each character of a page its rectangle.
enum CharacterPlaces {
  /// As many as there are characters, whatever poppler gave.
  ///
  /// Poppler adds marks around text that runs from right to left and no rectangles for them, and
  /// drops characters that it cannot encode. So: one to one where the numbers agree, with or
  /// without those marks; else line by line, for the end of a line is a rectangle without width;
  /// and where not even the lines agree, each character the nearest by its number.
  static func matched<Place: Placed>(
    _ text: [Unicode.Scalar], _ rectangles: [Place]
  ) -> [(Unicode.Scalar, Place)] {
    if text.count == rectangles.count { return Array(zip(text, rectangles)) }
    guard let last = rectangles.last else { return [] }
    let unmarked = text.filter { !(0x202A...0x202E).contains($0.value) }
    if unmarked.count == rectangles.count { return Array(zip(unmarked, rectangles)) }
    let lines = unmarked.split(separator: "\n", omittingEmptySubsequences: false)
    let places = lineRanges(rectangles)
    let isComplete = lines.count == places.count + 1 && lines.last?.isEmpty == true
    guard lines.count == places.count || isComplete else {
      return unmarked.enumerated().map { index, scalar in
        (scalar, index < rectangles.count ? rectangles[index] : last)
      }
    }
    return zip(lines, places).flatMap { line, places in
      matched(line: line, rectangles[places]) + [("\n", rectangles[places.upperBound])]
    }
  }

  /// Where the characters of each line have their rectangles, without the line's end.
  private static func lineRanges(_ rectangles: [some Placed]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for (index, rectangle) in rectangles.enumerated()
    where rectangle.place.width == 0 && isEnd(index, rectangles) {
      ranges.append(start..<index)
      start = index + 1
    }
    return ranges
  }

  /// A mark above a letter has no width either; the end of a line stands where its last word ends.
  private static func isEnd(_ index: Int, _ rectangles: [some Placed]) -> Bool {
    guard index > 0 else { return true }
    return rectangles[index].place.x0 == rectangles[index - 1].place.x1
      || index == rectangles.count - 1
  }

  private static func matched<Place: Placed>(
    line: ArraySlice<Unicode.Scalar>, _ places: ArraySlice<Place>
  ) -> [(Unicode.Scalar, Place)] {
    if line.count == places.count { return Array(zip(line, places)) }
    guard let first = places.first else { return [] }
    let whole = places.dropFirst().reduce(first) { $0.union($1) }
    return line.map { ($0, whole) }
  }
}
