/// Finds the JSON in what a model wrote and mends it.
///
/// Models put JSON in code fences and prose, leave commas where none belong, write Python's
/// literals, and stop in the middle. Each of these is mended and reported; a text that cannot be
/// read without guessing what a value was is no candidate. Nothing is invented: a value that was
/// cut off is left out, and the candidate says where the text ended.
///
/// Every byte is looked at a bounded number of times, so the time is linear in the text whatever
/// it holds.
package enum JSONRepair {
  /// One JSON text that was found.
  package struct Candidate: Sendable, Hashable {
    /// The value as mended.
    package let value: JSONValue
    /// Where it stands in the text, in UTF-8 bytes.
    package let range: Range<Int>
    /// What was mended, in the order of the text; empty for a text that was JSON as it stood.
    package let repairs: [Repair]
    /// Where the text ended before the value did; nil for a value that is complete.
    ///
    /// The place of the value that was cut off and left out, or, where the text ended between
    /// values, of the array or object that was open.
    package let truncatedAt: JSONPointer?

    /// Whether the text ended before the value did.
    package var isTruncated: Bool { truncatedAt != nil }
  }

  /// One thing that was mended.
  package struct Repair: Sendable, Hashable {
    /// What it was.
    package let kind: Kind
    /// Where it was, in UTF-8 bytes of the text.
    package let offset: Int
  }

  /// What can be mended; the raw values are what reports show.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The value stood in a Markdown code fence.
    case codeFence = "code fence"
    /// Other text stood before or after the value.
    case surroundingText = "surrounding text"
    /// A comma stood where no value follows or none comes before.
    case extraComma = "extra comma"
    /// No comma stood between two members or elements.
    case missingComma = "missing comma"
    /// A comment, as in JavaScript or Python.
    case comment
    /// A string in single, curly or other quotes.
    case quotes
    /// A name without quotes.
    case unquotedKey = "unquoted key"
    /// A control character in a string, mostly a line break.
    case controlCharacter = "control character"
    /// A backslash that escapes nothing; kept as it stood.
    case invalidEscape = "invalid escape"
    /// An escape of half a surrogate pair; it became U+FFFD.
    case loneSurrogate = "lone surrogate"
    /// `True`, `None`, `undefined` and the like.
    case literal
    /// A number such as `+1`, `.5` or `1.`.
    case number
    /// A second member of one name; the last stands.
    case duplicateKey = "duplicate key"
    /// A bracket was not closed, though the text went on.
    case missingBracket = "missing bracket"
    /// The text ended inside the value.
    case truncated
  }

  /// All JSON texts in a text, in order; empty where there is none.
  ///
  /// A text that is JSON as it stands is the one candidate, whatever its type; inside other text
  /// only objects and arrays are looked for.
  package static func candidates(in text: String) -> [Candidate] {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { bytes in
      if let value = try? JSONValue(parsing: bytes) {
        return [
          Candidate(value: value, range: trimmed(bytes), repairs: [], truncatedAt: nil)
        ]
      }
      return search(bytes)
    }
  }

  private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    let isText = { (byte: UInt8) in byte > 0x20 }
    let start = bytes.firstIndex(where: isText) ?? 0
    return start..<((bytes.lastIndex(where: isText) ?? start) + 1)
  }

  /// Tries every bracket that stands outside what was read before.
  private static func search(_ bytes: UnsafeBufferPointer<UInt8>) -> [Candidate] {
    var found: [Candidate] = []
    var around = Surroundings(bytes)
    var place = 0
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "{") || bytes[place] == UInt8(ascii: "["),
        TolerantParser.mayBegin(bytes, at: place)
      else {
        place += 1
        continue
      }
      var parser = TolerantParser(bytes, at: place)
      if let value = parser.parseCandidate() {
        found.append(
          Candidate(
            value: value, range: place..<parser.position,
            repairs: around.repairs(before: place) + parser.repairs,
            truncatedAt: parser.truncatedAt))
        around.start = parser.position
      }
      place = max(parser.position, place + 1)
    }
    guard let last = found.popLast() else { return [] }
    let trailing = around.repairs(before: bytes.count).filter { $0.kind != .codeFence }
    found.append(
      Candidate(
        value: last.value, range: last.range, repairs: last.repairs + trailing,
        truncatedAt: last.truncatedAt))
    return found
  }
}

/// The text between candidates.
private struct Surroundings {
  let bytes: UnsafeBufferPointer<UInt8>
  /// The end of the last candidate.
  var start = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// What to report of the text up to an offset: a fence, and words that are no part of one.
  func repairs(before end: Int) -> [JSONRepair.Repair] {
    var repairs: [JSONRepair.Repair] = []
    var words: Int?
    var place = start
    while place < end {
      if bytes[place] == UInt8(ascii: "`"), let fence = fence(at: place, before: end) {
        repairs.append(JSONRepair.Repair(kind: .codeFence, offset: place))
        place = fence
      } else {
        if bytes[place] > 0x20, words == nil { words = place }
        place += 1
      }
    }
    if let words { repairs.insert(JSONRepair.Repair(kind: .surroundingText, offset: words), at: 0) }
    return repairs
  }

  /// The end of three or more backquotes with the word that names a language.
  private func fence(at place: Int, before end: Int) -> Int? {
    var next = place
    while next < end, bytes[next] == UInt8(ascii: "`") { next += 1 }
    guard next - place >= 3 else { return nil }
    while next < end, bytes[next] > 0x20, bytes[next] != UInt8(ascii: "`") { next += 1 }
    return next
  }
}
