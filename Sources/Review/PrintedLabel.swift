import JSON

/// The words that a document has before a value on its line, or on the line above it.
struct PrintedLabel: Sendable, Equatable {
  /// Words compared, without case and signs at their ends.
  private static let most = 4

  private let words: [String]
  private let isAbove: Bool
  /// Which of the places that have these words it is, counted from 0.
  private let ordinal: Int
  /// How many words the value has.
  private let width: Int

  /// Nil where there are no words before the value.
  ///
  /// - Parameter range: of the value, in UTF-8 bytes.
  init?(of range: Range<Int>, in text: String) {
    let lines = PrintedLine.all(of: text)
    guard let index = lines.firstIndex(where: { $0.range.contains(range.lowerBound) }) else {
      return nil
    }
    let before = lines[index].words.filter { $0.range.upperBound <= range.lowerBound }
    let above = index > 0 ? lines[index - 1].words : []
    isAbove = before.isEmpty
    words = (isAbove ? above : Array(before.suffix(Self.most))).map(\.folded)
    width = max(1, lines[index].words.filter { $0.range.overlaps(range) }.count)
    guard words.contains(where: { word in word.contains(where: \.isLetter) }) else { return nil }
    let places = Self.places(of: words, isAbove: isAbove, in: lines)
    ordinal = places.firstIndex { $0.first?.range.lowerBound == range.lowerBound } ?? 0
  }

  /// The value beside the same label in another text.
  func value(
    in text: String, _ read: (String) -> JSONValue?
  ) -> (value: JSONValue, range: Range<Int>)? {
    let places = Self.places(of: words, isAbove: isAbove, in: PrintedLine.all(of: text))
    guard ordinal < places.count else { return nil }
    let after = places[ordinal]
    for count in [width] + Array(1...6) where count <= after.count {
      let range = after[0].range.lowerBound..<after[count - 1].range.upperBound
      let bytes = Array(text.utf8)[range]
      if let value = read(String(decoding: bytes, as: UTF8.self)) { return (value, range) }
    }
    return nil
  }

  /// The words after each place of a label.
  private static func places(
    of label: [String], isAbove: Bool, in lines: [PrintedLine]
  ) -> [ArraySlice<PrintedLine.Word>] {
    var places: [ArraySlice<PrintedLine.Word>] = []
    for (index, line) in lines.enumerated() {
      let folded = line.words.map(\.folded)
      if isAbove {
        if folded == label, index + 1 < lines.count, !lines[index + 1].words.isEmpty {
          places.append(lines[index + 1].words[...])
        }
        continue
      }
      guard folded.count > label.count else { continue }
      for start in 0..<(folded.count - label.count)
      where Array(folded[start..<(start + label.count)]) == label {
        // A short label is the whole beginning of its line.
        if label.count < most, start > 0 { continue }
        places.append(line.words[(start + label.count)...])
      }
    }
    return places.map { ArraySlice(Array($0)) }
  }
}
