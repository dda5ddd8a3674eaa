/// A line of a text with its words.
struct PrintedLine {
  struct Word {
    /// In UTF-8 bytes of the text.
    var range: Range<Int>
    /// Its letters and digits, in lower case.
    var folded: String
  }

  /// In UTF-8 bytes of the text.
  var range: Range<Int>
  var words: [Word]

  /// All its letters and digits, in lower case.
  var folded: String { words.map(\.folded).joined() }

  /// The lines that hold words.
  static func all(of text: String) -> [PrintedLine] {
    let bytes = Array(text.utf8)
    var lines: [PrintedLine] = []
    var start = 0
    for end in bytes.indices.filter({ bytes[$0] == UInt8(ascii: "\n") }) + [bytes.count] {
      let words = Self.words(in: start..<end, of: bytes)
      if !words.isEmpty { lines.append(PrintedLine(range: start..<end, words: words)) }
      start = end + 1
    }
    return lines
  }

  private static func words(in line: Range<Int>, of bytes: [UInt8]) -> [Word] {
    var words: [Word] = []
    var index = line.lowerBound
    while index < line.upperBound {
      guard !isSpace(bytes[index]) else {
        index += 1
        continue
      }
      let end = bytes[index..<line.upperBound].firstIndex(where: isSpace) ?? line.upperBound
      let word = String(decoding: bytes[index..<end], as: UTF8.self)
      words.append(
        Word(range: index..<end, folded: word.lowercased().filter { $0.isLetter || $0.isNumber }))
      index = end
    }
    return words
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
