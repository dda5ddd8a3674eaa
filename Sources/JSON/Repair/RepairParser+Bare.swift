extension RepairParser {
  /// A literal, a number, a call or a text without quotes; nil where nothing of it can be kept.
  mutating func parseBare(in context: Context) throws(Abandoned) -> JSONValue? {
    let start = position
    let end = endOfBareWord(start)
    if end > start, isEndOfBare(end, from: start, in: context),
      let taken = takeWord(start..<end, in: context)
    {
      return taken.value
    }
    // In `[a", b"]` the letter is the element, and its opening quote is missing.
    if let mark = RepairText.mark(text.bytes, at: end), isStringPrefix(start..<end),
      !isStructure(after: end + mark.length, in: context)
    {
      note(.literal, at: start)
      position = end
      return parseString(mark, in: context).map(JSONValue.string)
    }
    if isCommitted, let argument = argumentOfCall(start, end) {
      note(.call, at: start)
      return try parseArgument(at: argument)
    }
    guard isCommitted, context != .lone else { throw .prose }
    return bareText(from: start, in: context).map(JSONValue.string)
  }

  private mutating func endOfBareWord(_ start: Int) -> Int {
    let end = text.endOfWord(start + (text[start] == UInt8(ascii: "+") ? 1 : 0))
    guard text[end] == UInt8(ascii: "+"), text[end - 1] | 0x20 == UInt8(ascii: "e"),
      RepairText.isDigit(text[start]) || text[start] == UInt8(ascii: "-")
    else { return end }
    return text.endOfWord(end + 1)  // 1e+5
  }

  /// What a word came to: nothing where it was cut off.
  private struct Taken {
    var value: JSONValue?
  }

  /// The literal or number that a word is; nil where it is neither.
  private mutating func takeWord(_ range: Range<Int>, in context: Context) -> Taken? {
    let word = text.string(range)
    let isAtEnd = range.upperBound == text.count && context != .lone
    if !RepairText.isDigit(text[range.lowerBound]), let value = Self.literals[word] {
      position = range.upperBound
      if !Self.isJSONLiteral(word) { note(.literal, at: range.lowerBound) }
      return Taken(value: value)
    }
    if let number = BareNumber(word) {
      position = range.upperBound
      if number.isMended { note(.number, at: range.lowerBound) }
      if let mark = RepairText.mark(text.bytes, at: position),
        isStructure(after: position + mark.length, in: context)
      {
        note(.missingQuote, at: range.lowerBound)
        position += mark.length
      }
      if isAtEnd { cutOff() }
      return Taken(value: .number(number.value))
    }
    // `tru` and `-` may have become anything.
    guard isAtEnd, Self.literals.keys.contains(where: { $0.hasPrefix(word) }) || word == "-" else {
      return nil
    }
    cutOff()
    return Taken(value: nil)
  }

  private static let literals: [String: JSONValue] = [
    "true": true, "false": false, "null": nil, "True": true, "TRUE": true, "False": false,
    "FALSE": false, "None": nil, "NONE": nil, "NULL": nil, "Null": nil, "nil": nil, "NaN": nil,
    "nan": nil, "undefined": nil, "Infinity": nil, "-Infinity": nil, "+Infinity": nil,
  ]

  private static func isJSONLiteral(_ word: String) -> Bool {
    word == "true" || word == "false" || word == "null"
  }

  /// Whether a value that ends at an offset is all there is: no more words of it follow.
  private mutating func isEndOfBare(_ end: Int, from start: Int, in context: Context) -> Bool {
    let after = text.skip(end)
    switch text[after] {
    case 0 where after >= text.count: return true
    case UInt8(ascii: ","):
      // `{"a": 1,234}`: no name follows that comma.
      return context != .member || after > end || !RepairText.isDigit(text[after + 1])
        || !RepairText.isDigit(text[end - 1]) || text.isBareKey(at: after + 1)
    case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: ";"): return true
    case UInt8(ascii: "`"): return isFence(after)
    default:
      if RepairText.mark(text.bytes, at: after) != nil { return true }
      if text[after] == UInt8(ascii: "{"), RepairText.isDigit(text[start]) { return true }
      guard after > end, context != .lone else { return false }
      if context == .element {
        return RepairText.isDigit(text[after]) || text[after] == UInt8(ascii: "{")
          || text[after] == UInt8(ascii: "[") || text.endOfLine(end) < after
          || text.ellipsis(at: after) != nil
      }
      return text.isBareKey(at: after) || text[after] == UInt8(ascii: "{")
        || text.ellipsis(at: after) != nil
    }
  }

  /// Whether a word is what Python writes before a string: `b"…"`, `rb"…"`, `f"…"`, `u"…"`.
  private func isStringPrefix(_ range: Range<Int>) -> Bool {
    (1...2).contains(range.count)
      && text.bytes[range].allSatisfy { "bfru".utf8.contains($0 | 0x20) }
  }

  /// The offset of the one argument of a call such as `ObjectId("…")` or `new Date(0)`; nil where
  /// the word from `start` to `end` begins none.
  ///
  /// That it is one is known before any of it is read, so that nothing is read twice.
  private mutating func argumentOfCall(_ start: Int, _ end: Int) -> Int? {
    var end = end
    if text.begins(with: Array("new ".utf8), at: start) { end = text.endOfWord(start + 4) }
    guard Self.isLetter(text[start]), text[end] == UInt8(ascii: "(") else { return nil }
    let argument = text.skip(end + 1)
    return isArgument(at: argument) ? argument : nil
  }

  private mutating func parseArgument(at start: Int) throws(Abandoned) -> JSONValue? {
    position = start
    let value = try parseValue(in: .argument)
    let end = text.skip(position)
    if text[end] == UInt8(ascii: ")") { position = end + 1 }
    return value
  }

  /// Whether a string, number or literal stands at an offset with a parenthesis after it, or the
  /// end of the text.
  private mutating func isArgument(at start: Int) -> Bool {
    var end: Int
    if let mark = RepairText.mark(text.bytes, at: start) {
      end = text.nextQuote(start + mark.length, mark.family)
      if let mark = RepairText.mark(text.bytes, at: end) { end += mark.length }
    } else {
      end = text.endOfWord(start)
      let word = text.string(start..<end)
      guard Self.literals[word] != nil || BareNumber(word) != nil else { return false }
      // `(1")`
      if let mark = RepairText.mark(text.bytes, at: end) { end += mark.length }
    }
    end = text.skip(end)
    return end >= text.count || text[end] == UInt8(ascii: ")")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    RepairText.isWord(byte) && !RepairText.isDigit(byte)
  }

  // MARK: Text without quotes

  /// The words at the position up to where the value must end.
  private mutating func bareText(from start: Int, in context: Context) -> String? {
    var depth = 0
    var end = start
    var closesWithQuote: Int?
    scan: while end < text.count, !text.isSpent {
      let byte = text[end]
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
        if depth == 0, open.contains(Self.opener(of: byte)) { break scan }
        depth = max(depth - 1, 0)
      case UInt8(ascii: ","):
        if depth == 0, context != .member || itemFollows(comma: end) { break scan }
      case 0...0x20:
        let next = text.skipSpace(end)
        if text.endOfLine(end) < next, endsLine(next, in: context) { break scan }
        if text.skipComment(at: next) != nil { break scan }
        end = next
        continue scan
      case UInt8(ascii: "`") where isFence(end): break scan
      default:
        if let mark = RepairText.mark(text.bytes, at: end) {
          if depth == 0, isStructure(after: end + mark.length, in: context) {
            closesWithQuote = mark.length
            break scan
          }
          if end > start, context == .element || text.isQuotedKey(at: end) { break scan }
          end += mark.length
          continue scan
        }
      }
      end += 1
    }
    text.steps += end - start
    return finishBareText(start..<end, quote: closesWithQuote)
  }

  private mutating func finishBareText(_ range: Range<Int>, quote: Int?) -> String? {
    let end = text.trimmedEnd(range.upperBound, from: range.lowerBound)
    position = range.upperBound + (quote ?? 0)
    let hasWord = text.bytes[range.lowerBound..<end].contains { RepairText.isWord($0) }
    guard hasWord else {
      note(.unreadable, at: range.lowerBound)
      position = max(position, range.lowerBound + 1)
      return nil
    }
    note(quote == nil ? .unquotedValue : .missingQuote, at: range.lowerBound)
    if range.upperBound == text.count { cutOff() }
    let words = text.string(range.lowerBound..<end)
    return words
  }

  /// Whether a comma after words is one between members: a name, an end or dots follow.
  private mutating func itemFollows(comma: Int) -> Bool {
    let after = text.skip(comma + 1)
    return after >= text.count || RepairText.isCloser(text[after])
      || text[after] == UInt8(ascii: ",") || text.isKey(at: after)
      || text.ellipsis(at: after) != nil
  }

  /// Whether words end with their line: in an array always, else where a name or an end follows.
  private mutating func endsLine(_ next: Int, in context: Context) -> Bool {
    guard context != .element else { return true }
    let after = text.skip(next)
    return after >= text.count || RepairText.isCloser(text[after]) || text.isKey(at: after)
      || isFence(after)
  }

  /// Whether a closing quote before this offset ends the words.
  private mutating func isStructure(after place: Int, in context: Context) -> Bool {
    let after = text.skip(place)
    switch text[after] {
    case 0 where after >= text.count: return true
    case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"): return true
    case UInt8(ascii: ","): return context != .member || itemFollows(comma: after)
    default: return false
    }
  }

  private static func opener(of bracket: UInt8) -> UInt8 {
    switch bracket {
    case UInt8(ascii: "}"): UInt8(ascii: "{")
    case UInt8(ascii: "]"): UInt8(ascii: "[")
    default: UInt8(ascii: "(")
    }
  }
}
