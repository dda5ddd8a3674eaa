extension RepairParser {
  /// What comes next in an object or array.
  private enum Next {
    case item
    case end
  }

  /// The array at the position.
  mutating func parseArray() throws(Abandoned) -> JSONValue {
    open.append(UInt8(ascii: "["))
    defer { open.removeLast() }
    var values = takeUnfinished()?.arrayValue ?? []
    var isFirst = values.isEmpty
    while try next(isFirst: isFirst) == .item {
      isFirst = false
      if endsBeforeMember(after: values.last) { break }
      if readStrictly(into: &values) { continue }
      try parseElement(into: &values)
      if isCut { break }
    }
    return .array(values)
  }

  /// Whether a member of the object around stands where an element should: the bracket that closes
  /// the array is missing, as in `{"a": [1, 2, "b": 3}`.
  ///
  /// After an object of that name it is an element whose opening brace is missing, and so it is
  /// where the array's bracket comes after its value: `{"a": [1, "b": 3]}`.
  private mutating func endsBeforeMember(after last: JSONValue?) -> Bool {
    guard let last, open.count > 1, open[open.count - 2] == UInt8(ascii: "{"),
      let colon = text.colonOfQuotedKey(at: position), colon >= strictEnd,
      let mark = RepairText.mark(text.bytes, at: position)
    else { return false }
    let start = position + mark.length
    let name = text.string(start..<text.nextQuote(start, mark.family))
    guard last[name] == nil, text[endOfScalar(text.skip(colon + 1))] != UInt8(ascii: "]") else {
      return false
    }
    // A comma that is missing is missing in the object.
    isAfterComma = repairs.last != JSONRepair.Repair(kind: .missingComma, offset: position)
    if !isAfterComma { dropRepairs(after: repairs.count - 1) }
    note(.missingBracket)
    return true
  }

  /// The offset of what comes after the string or word at an offset.
  private mutating func endOfScalar(_ start: Int) -> Int {
    guard let mark = RepairText.mark(text.bytes, at: start) else {
      return text.skip(text.endOfWord(start))
    }
    return text.skip(text.nextQuote(start + mark.length, mark.family) + mark.length)
  }

  /// A list in parentheses: a value by itself is that value, anything else an array.
  mutating func parseParentheses() throws(Abandoned) -> JSONValue {
    open.append(UInt8(ascii: "("))
    defer { open.removeLast() }
    position += 1
    note(.parentheses)
    var values: [JSONValue] = []
    var isFirst = true
    while try next(isFirst: isFirst) == .item {
      isFirst = false
      try parseElement(into: &values)
      if isCut { break }
    }
    // `(1)` groups a value, `(1,)` is a list of one.
    return values.count == 1 && !isCut && !endsAfterComma ? values[0] : .array(values)
  }

  private mutating func parseElement(into values: inout [JSONValue]) throws(Abandoned) {
    // `["a": 1]`: the members of an object whose braces are missing.
    if let colon = text.colonOfQuotedKey(at: position), colon >= strictEnd {
      guard open.count < Self.depthLimit else { throw .depth }
      note(.missingBracket)
      isCommitted = true
      let members = try parseObject(isImplied: true)
      noteCut(in: String(values.count))
      values.append(members)
      return
    }
    let value = try parseValue(in: .element)
    noteCut(in: String(values.count))
    if let value { values.append(value) }
  }

  /// The object at the position, or its members where its opening brace is missing.
  mutating func parseObject(isImplied: Bool) throws(Abandoned) -> JSONValue {
    let start = position
    open.append(UInt8(ascii: "{"))
    defer { open.removeLast() }
    var members = isImplied ? JSONObject() : takeUnfinished()?.objectValue ?? JSONObject()
    var lone: [(value: JSONValue, offset: Int)] = []
    var isFirst = members.isEmpty
    while try next(isFirst: isFirst) == .item {
      isFirst = false
      if readStrictly(into: &members) { continue }
      try parseMember(into: &members, lone: &lone)
      if isCut { break }
    }
    if members.isEmpty, !lone.isEmpty {
      guard isCommitted else { throw .prose }
      note(.braces, at: start)
      return .array(lone.map(\.value))
    }
    for name in lone { note(.missingValue, at: name.offset) }
    return .object(members)
  }

  // MARK: Between items

  /// Steps over what stands before the next item, or over the end of the object or array.
  private mutating func next(isFirst: Bool) throws(Abandoned) -> Next {
    var commas = isFirst || isAfterComma ? 1 : 0
    var lastComma = isAfterComma ? position - 1 : position
    isAfterComma = false
    defer { endsAfterComma = commas > 0 }
    while true {
      skipToToken()
      guard !text.isSpent else { throw .effort }
      guard position < text.count else {
        cutOff()
        return .end
      }
      switch text[position] {
      case UInt8(ascii: ","):
        if commas > 0 { note(.extraComma) }
        (commas, lastComma) = (commas + 1, position)
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
        guard let isOurs = close() else { continue }
        if commas == 1, !isFirst, open.last != UInt8(ascii: "(") {
          note(.extraComma, at: lastComma)
        }
        if isOurs { position += 1 }
        return .end
      case UInt8(ascii: "`") where isFence(position):
        note(.missingBracket)
        return .end
      case UInt8(ascii: ";"), UInt8(ascii: ":"):
        guard isCommitted else { throw .prose }
        note(.unreadable)
        position += 1
      default:
        if skipEllipsis(&commas) { continue }
        if let isEnd = misplacedBracket() {
          if isEnd { return .end }
          continue
        }
        if commas == 0 { note(.missingComma) }
        return .item
      }
    }
  }

  /// Steps over dots that stand for more items; of the commas around them one is enough.
  private mutating func skipEllipsis(_ commas: inout Int) -> Bool {
    guard let end = text.ellipsis(at: position) else { return false }
    note(.ellipsis)
    position = endOfRemark(end)
    let isCommaNext = text[text.skip(position)] == UInt8(ascii: ",")
    commas = isCommaNext ? 0 : max(commas - 1, 0)
    return true
  }

  /// The offset after the words that say what the dots stand for, as in `... (3 more)`.
  private mutating func endOfRemark(_ start: Int) -> Int {
    let first = text.skipPlainSpace(start)
    let isRemark =
      text[first] == UInt8(ascii: "(")
      || RepairText.isWord(text[first]) && !RepairText.isDigit(text[first]) && !isLiteral(at: first)
    guard isRemark, text.endOfLine(start) > first else { return start }
    var end = first + 1
    while text[end] == 0x20 || text[end] == UInt8(ascii: ")") || RepairText.isWord(text[end]),
      RepairText.mark(text.bytes, at: end) == nil
    {
      end += 1
    }
    text.steps += end - first
    let isWhole =
      end == text.count || text[end] == UInt8(ascii: ",") || RepairText.isCloser(text[end])
      || text.endOfLine(first) == end
    return isWhole ? end : start
  }

  /// Whether an opening bracket in place of a member's name ends the object: in an array the next
  /// element begins with it.
  ///
  /// Nil where none stands here; else it is one too many and stepped over.
  private mutating func misplacedBracket() -> Bool? {
    guard open.last == UInt8(ascii: "{"), text[position] == UInt8(ascii: "{"), isCommitted else {
      return nil
    }
    if open.count > 1, open[open.count - 2] != UInt8(ascii: "{") {
      note(.missingBracket)
      return true
    }
    note(.strayBracket)
    position += 1
    return false
  }

  /// What a closing bracket does: true ends the container at hand with it, false ends it and leaves
  /// the bracket to the one around it, nil steps over it as one too many.
  private mutating func close() -> Bool? {
    let bracket = text[position]
    let opening = Self.opening(of: bracket)
    if open.last == opening {
      if open.count == 1, goesOn(after: position + 1, open[0]) {
        note(.strayBracket)
        position += 1
        return nil
      }
      return true
    }
    let (after, isNameNext) = follower(ofBracket: position)
    if let level = open.lastIndex(of: opening) {
      // `{"a": [1, 2}, "b": …`: a name cannot come where that brace would lead.
      let isBracketMeant =
        bracket == UInt8(ascii: "}") && isNameNext
        && (level == 0 || open[level - 1] != UInt8(ascii: "{"))
      note(isBracketMeant ? .wrongBracket : .missingBracket)
      return isBracketMeant
    }
    let isItemNext =
      open.last == UInt8(ascii: "{")
      ? isNameNext : text[after] == UInt8(ascii: ",") || text[after] == UInt8(ascii: "]")
    note(isItemNext ? .strayBracket : .wrongBracket)
    guard isItemNext else { return true }
    position += 1
    return nil
  }

  /// What stands after a closing bracket, and whether that is a comma with a member's name.
  ///
  /// One bracket may end many levels and is asked for at each of them: the last answer is kept.
  private mutating func follower(ofBracket place: Int) -> (offset: Int, isName: Bool) {
    if lastFollower.bracket != place {
      let after = text.skip(place + 1)
      let isName = text[after] == UInt8(ascii: ",") && text.isKey(at: text.skip(after + 1))
      lastFollower = (place, after, isName)
    }
    return (lastFollower.offset, lastFollower.isName)
  }

  /// Whether members follow the brace before this offset, which closes the whole object:
  /// `{"a": 1}, "b": 2}`.
  mutating func goesOn(after place: Int, _ opening: UInt8) -> Bool {
    guard opening == UInt8(ascii: "{") else { return false }
    let comma = text.skip(place)
    guard text[comma] == UInt8(ascii: ",") else { return false }
    return text.isQuotedKey(at: text.skip(comma + 1))
  }

  private static func opening(of bracket: UInt8) -> UInt8 {
    switch bracket {
    case UInt8(ascii: "}"): UInt8(ascii: "{")
    case UInt8(ascii: "]"): UInt8(ascii: "[")
    default: UInt8(ascii: "(")
    }
  }
}
