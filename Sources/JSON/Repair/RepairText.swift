/// The bytes that are read for repair, and the questions asked about what comes next.
///
/// Looking ahead stays linear: a gap between two tokens is passed over a fixed number of times, and
/// what would have to be searched for farther away (the end of a comment, the next quote) is
/// remembered, so that it is searched for once. That this holds for any text is not left to the
/// care of each question: a text has so many steps, and who reads it gives up when they are spent.
struct RepairText {
  let bytes: UnsafeBufferPointer<UInt8>
  /// How often a byte was looked at.
  var steps = 0
  /// How often bytes may be looked at.
  private let limit: Int
  /// Whether no more may be looked at: this is no text that anyone wrote.
  var isSpent: Bool { steps > limit }

  private var commentEnd = Remembered()
  private var lineEnd = Remembered()
  private var closer = Remembered()
  private var quote = Remembered()
  private var apostrophe = Remembered()
  private var word = Remembered()
  /// For comments: where the gap ends that they stand in.
  private var gapEnds: [Int: Int] = [:]

  /// The last answer to "where is the next one from here on".
  private struct Remembered {
    var from = Int.max
    var found = -1
  }

  /// - Parameter effort: how often, on average, a byte may be looked at.
  init(_ bytes: UnsafeBufferPointer<UInt8>, effort: Int) {
    self.bytes = bytes
    limit = effort * (bytes.count + 16)
  }

  var count: Int { bytes.count }

  /// The byte at an offset; zero at the end, which nothing takes for anything.
  subscript(_ place: Int) -> UInt8 {
    place >= 0 && place < bytes.count ? bytes[place] : 0
  }

  // MARK: What stands between tokens

  /// The offset of the next byte that is no white space of JSON.
  mutating func skipPlainSpace(_ start: Int) -> Int {
    var place = start
    while place < bytes.count, Self.isPlainSpace(bytes[place]) { place += 1 }
    steps += place - start
    return place
  }

  /// The offset of the next byte that is no white space.
  mutating func skipSpace(_ start: Int) -> Int {
    var place = start
    while place < bytes.count {
      if bytes[place] <= 0x20 {
        place += 1
      } else if let length = Self.wideSpace(bytes, at: place) {
        place += length
      } else {
        break
      }
    }
    steps += place - start + 1
    return place
  }

  /// The offset of the next byte that is neither white space nor part of a comment.
  ///
  /// One comment after the other, a gap may be as long as the text and be asked for from every
  /// quote in it: where it ends is remembered for the beginning of each comment.
  mutating func skip(_ start: Int) -> Int {
    let first = skipSpace(start)
    guard let end = skipComment(at: first) else { return first }
    if let known = gapEnds[first] { return known }
    var passed = [first]
    var place = skipSpace(end)
    while gapEnds[place] == nil, let end = skipComment(at: place) {
      passed.append(place)
      place = skipSpace(end)
    }
    place = gapEnds[place] ?? place
    for comment in passed { gapEnds[comment] = place }
    return place
  }

  /// The offset after closing brackets and the white space between them, and how many they are.
  ///
  /// A comment ends them: it may hold quotes, and a gap that is asked for again from each of them
  /// would take quadratic time.
  mutating func skipClosers(_ start: Int) -> (end: Int, count: Int) {
    var (place, count) = (start, 0)
    while Self.isCloser(self[place]) || self[place] == UInt8(ascii: ")") {
      place = skipSpace(place + 1)
      count += 1
    }
    return (place, count)
  }

  /// The end of the comment that begins here; nil where none does.
  ///
  /// A line comment on the last line of a text that has closing brackets after it ends before the
  /// first of them: the line break was lost.
  mutating func skipComment(at place: Int) -> Int? {
    let isSlash = self[place] == UInt8(ascii: "/")
    if self[place] == UInt8(ascii: "#") || isSlash && self[place + 1] == UInt8(ascii: "/") {
      let end = endOfLine(place)
      guard end == count else { return end }
      return nextCloser(place)
    }
    guard isSlash, self[place + 1] == UInt8(ascii: "*") else { return nil }
    return endOfComment(place + 2)
  }

  private mutating func endOfComment(_ start: Int) -> Int {
    if start >= commentEnd.from, start + 2 <= commentEnd.found { return commentEnd.found }
    var place = start
    while place < count, bytes[place] != UInt8(ascii: "*") || self[place + 1] != UInt8(ascii: "/") {
      place += 1
    }
    steps += place - start + 1
    (commentEnd.from, commentEnd.found) = (start, min(place + 2, count))
    return commentEnd.found
  }

  /// The offset of the next line break, or the end.
  mutating func endOfLine(_ start: Int) -> Int {
    if start >= lineEnd.from, start <= lineEnd.found { return lineEnd.found }
    var place = start
    while place < count, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
    steps += place - start + 1
    (lineEnd.from, lineEnd.found) = (start, place)
    return place
  }

  /// The offset of the next closing bracket, or the end.
  private mutating func nextCloser(_ start: Int) -> Int {
    if start >= closer.from, start <= closer.found { return closer.found }
    var place = start
    while place < count, !Self.isCloser(bytes[place]) { place += 1 }
    steps += place - start + 1
    (closer.from, closer.found) = (start, place)
    return place
  }

  /// The offset of the next quote of a family that no backslash stands before, or the end.
  mutating func nextQuote(_ start: Int, _ family: Family) -> Int {
    let known = family == .double ? quote : apostrophe
    if start >= known.from, start <= known.found { return known.found }
    var place = start
    while place < count {
      if bytes[place] == UInt8(ascii: "\\") {
        place += 2
      } else if let mark = Self.mark(bytes, at: place), mark.family == family {
        break
      } else {
        place += 1
      }
    }
    place = min(place, count)
    steps += place - start + 1
    let answer = Remembered(from: start, found: place)
    if family == .double { quote = answer } else { apostrophe = answer }
    return place
  }

  /// The offset after the last byte before an offset that is no white space.
  mutating func trimmedEnd(_ place: Int, from start: Int) -> Int {
    var end = place
    while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
    steps += place - end + 1
    return end
  }

  // MARK: What comes next

  /// Whether a name with its colon stands at an offset: quoted, or a plain word.
  mutating func isKey(at place: Int) -> Bool {
    isQuotedKey(at: place) || isBareKey(at: place)
  }

  /// Whether a string on one line with a colon after it stands at an offset.
  mutating func isQuotedKey(at place: Int) -> Bool {
    colonOfQuotedKey(at: place) != nil
  }

  /// The offset of the colon after a string on one line; nil where not both stand at an offset.
  mutating func colonOfQuotedKey(at place: Int) -> Int? {
    guard let mark = Self.mark(bytes, at: place) else { return nil }
    let colon = UInt8(ascii: ":")
    var close = nextQuote(place + mark.length, mark.family)
    if close == place + mark.length, let second = Self.mark(bytes, at: close) {
      let after = skipSpace(close + second.length)
      if self[after] == colon { return after }
      // `""name"":` is a name in doubled quotes, `"", "name":` an empty string before it.
      if self[after] == UInt8(ascii: ",") || Self.isCloser(self[after]) { return nil }
      close = nextQuote(close + second.length, mark.family)
    }
    guard close < count, endOfLine(place) > close, let end = Self.mark(bytes, at: close) else {
      return nil
    }
    var after = skipSpace(close + end.length)
    if let double = Self.mark(bytes, at: after), after == close + end.length {
      after = skipSpace(after + double.length)
    }
    return self[after] == colon ? after : nil
  }

  /// The offset of the first colon in a range.
  mutating func colon(in range: Range<Int>) -> Int? {
    let found = bytes[range].firstIndex(of: UInt8(ascii: ":"))
    steps += (found ?? range.upperBound) - range.lowerBound
    return found
  }

  /// Whether a word with a colon after it stands at an offset.
  mutating func isBareKey(at place: Int) -> Bool {
    let end = endOfWord(place)
    guard end > place else { return false }
    var after = skipSpace(end)
    if after == end, self[after] == UInt8(ascii: "\"") { after = skipSpace(after + 1) }
    return self[after] == UInt8(ascii: ":") && self[after + 1] != UInt8(ascii: "/")
  }

  /// The end of a word: letters, digits, `_`, `$`, `-`, `.` and anything beyond ASCII.
  mutating func endOfWord(_ start: Int) -> Int {
    if start >= word.from, start <= word.found { return word.found }
    var place = start
    while place < count,
      Self.isWord(bytes[place]) || bytes[place] == UInt8(ascii: "-")
        || bytes[place] == UInt8(ascii: ".")
    {
      if bytes[place] >= 0x80, Self.mark(bytes, at: place) != nil { break }
      place += 1
    }
    steps += place - start + 1
    (word.from, word.found) = (start, place)
    return place
  }

  /// Whether three dots, or the sign for them, stand at an offset; the offset after them.
  func ellipsis(at place: Int) -> Int? {
    if begins(with: [0xE2, 0x80, 0xA6], at: place) { return place + 3 }
    let dot = UInt8(ascii: ".")
    guard begins(with: [dot, dot, dot], at: place) else { return nil }
    return place + 3
  }

  func begins(with text: [UInt8], at place: Int) -> Bool {
    place + text.count <= count && text.indices.allSatisfy { bytes[place + $0] == text[$0] }
  }
}
