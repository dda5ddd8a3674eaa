extension RepairParser {
  /// The member at the position; a name that no value follows becomes a lone one.
  mutating func parseMember(
    into members: inout JSONObject, lone: inout [(value: JSONValue, offset: Int)]
  ) throws(Abandoned) {
    let start = position
    if text[start] == UInt8(ascii: "[") { return try parseNameless(into: &members) }
    if let value = loneScalar() {
      lone.append((value, start))
      return
    }
    guard let key = try parseKey() else { return }
    skipToToken()
    switch text[position] {
    case 0 where position >= text.count:
      cutOff()
      return
    case UInt8(ascii: ":"):
      position += 1
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
      lone.append((.string(key), start))
      return
    case UInt8(ascii: "="):
      note(.missingColon)
      position += text[position + 1] == UInt8(ascii: ">") ? 2 : 1
    default:
      guard isCommitted else { throw .prose }
      note(.missingColon)
    }
    isCommitted = true
    let value = try parseMemberValue()
    noteCut(in: key)
    let place = members.position(of: key)
    if place != nil { note(.duplicateKey, at: start) }
    guard let value else { return }
    if place == nil { members.append(key, value) } else { members[key] = value }
  }

  /// An array without a name: it goes on with the one before, `"a": [1], [2]`, or is left out.
  private mutating func parseNameless(into members: inout JSONObject) throws(Abandoned) {
    guard isCommitted else { throw .prose }
    let start = position
    let values = try parseValue(in: .element)?.arrayValue ?? []
    if let key = members.members.last?.key, case .array(var before)? = members[key] {
      note(.strayBracket, at: start)
      // Taken out while it grows, so that it is not copied.
      members.removeLast()
      before += values
      members.append(key, .array(before))
    } else {
      note(.unreadable, at: start)
    }
  }

  /// The number or literal at the position, if no colon follows it, as in Python's `{1, 2}`.
  private mutating func loneScalar() -> JSONValue? {
    let end = text.endOfWord(position)
    let after = text.skip(end)
    guard end > position, text[after] == UInt8(ascii: ",") || text[after] == UInt8(ascii: "}"),
      isCommitted, let number = BareNumber(text.string(position..<end))
    else { return nil }
    position = end
    return .number(number.value)
  }

  /// What follows a colon; nil where it is missing or cut off.
  private mutating func parseMemberValue() throws(Abandoned) -> JSONValue? {
    if let colour = colour(at: text.skipPlainSpace(position)) {
      note(.unquotedValue, at: colour.lowerBound)
      position = colour.upperBound
      return .string(text.string(colour))
    }
    skipToToken()
    while text[position] == UInt8(ascii: ":") {
      note(.unreadable)
      position += 1
      skipToToken()
    }
    switch text[position] {
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
      note(.missingValue)
      return nil
    case UInt8(ascii: "`") where isFence(position):
      note(.missingValue)
      return nil
    default:
      return try parseValue(in: .member)
    }
  }

  /// The colour at an offset, such as `#1a9` or `#11aa99`, which would pass for a comment.
  private mutating func colour(at start: Int) -> Range<Int>? {
    guard text[start] == UInt8(ascii: "#") else { return nil }
    let end = text.endOfWord(start + 1)
    let digits = text.bytes[(start + 1)..<end]
    guard [3, 4, 6, 8].contains(digits.count),
      digits.allSatisfy({ StrictParser.hexValue($0) != nil })
    else { return nil }
    let after = text.skipPlainSpace(end)
    let isWhole = text[after] == UInt8(ascii: ",") || RepairText.isCloser(text[after])
    return isWhole ? start..<end : nil
  }

  /// The name at the position; nil where it was cut off, or where what stands here is none.
  private mutating func parseKey() throws(Abandoned) -> String? {
    if let mark = RepairText.mark(text.bytes, at: position) {
      if !text.isQuotedKey(at: position), !isCommitted { throw .prose }
      return parseQuotedKey(mark)
    }
    return try parseBareKey()
  }

  /// A name without quotes, or with its closing quote alone.
  private mutating func parseBareKey() throws(Abandoned) -> String? {
    let start = position
    let end = endOfBareKey(start)
    let nameEnd = text.trimmedEnd(end, from: start)
    guard end < text.count else {
      cutOff()
      return nil
    }
    let isQuote = RepairText.mark(text.bytes, at: end)
    if let mark = isQuote, nameEnd == end {
      // `a": 1`
      let after = text.skipSpace(end + mark.length)
      if text[after] == UInt8(ascii: ":") {
        note(.missingQuote, at: start)
        position = end + mark.length
        return text.string(start..<nameEnd)
      }
    }
    let isName: Bool =
      switch text[end] {
      case UInt8(ascii: ":"), UInt8(ascii: "="): true
      case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("): isCommitted
      default: isQuote != nil && isCommitted && !text.isQuotedKey(at: end)
      }
    guard nameEnd > start, isName else {
      guard isCommitted else { throw .prose }
      note(.unreadable, at: start)
      position = max(end, start + 1)
      return nil
    }
    note(.unquotedKey, at: start)
    position = nameEnd
    return text.string(start..<nameEnd)
  }

  private mutating func endOfBareKey(_ start: Int) -> Int {
    var end = start
    while end < text.count, !Self.endsBareKey(text[end]), text.skipComment(at: end) == nil,
      RepairText.mark(text.bytes, at: end) == nil
    {
      end += 1
    }
    text.steps += end - start
    return end
  }

  private static func endsBareKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("),
      UInt8(ascii: ")"), 0x0A, 0x0D:
      true
    default: false
    }
  }
}

extension RepairText {
  /// The text of a range.
  func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}
