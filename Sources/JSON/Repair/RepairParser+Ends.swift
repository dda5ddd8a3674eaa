// Whether a quote ends a string is decided by what follows it, and where that leaves a doubt, by
// what stands before it. Each question is asked of a gap between two quotes, which keeps it linear.
extension RepairParser {
  /// What a quote inside a string is.
  enum Ending: Equatable {
    /// The end of the string.
    case end
    /// A part of its text.
    case inner
    /// The beginning of something else: the string ended at this offset, without a quote.
    case endedBefore(Int)
  }

  /// Decides about the quote of so many bytes at an offset.
  mutating func ends(quote place: Int, _ length: Int, _ state: StringState) -> Ending {
    let after = text.skip(place + length)
    guard after < text.count, after >= strictEnd || !state.mark.isStraight, !text.isSpent else {
      return .end
    }
    switch state.context {
    case .key: return endsKey(place, length, after, state)
    case .member: return endsMember(place, length, after, state)
    case .element: return endsElement(place, length, after, state)
    case .argument:
      return text[after] == UInt8(ascii: ")") || text[after] == UInt8(ascii: ",") ? .end : .inner
    case .lone:
      return switch text[after] {
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "+"): .end
      default: isFence(after) ? .end : .inner
      }
    }
  }

  private mutating func endsKey(
    _ place: Int, _ length: Int, _ after: Int, _ state: StringState
  ) -> Ending {
    switch text[after] {
    case UInt8(ascii: ":"), UInt8(ascii: "="): return .end
    default: break
    }
    // `{"name:"x"}`
    let before = text.trimmedEnd(place, from: state.start)
    if before > state.start, text[before - 1] == UInt8(ascii: ":") {
      return .endedBefore(before - 1)
    }
    // `{"name: 1, "other": 2}`; of the first quote only, or it would lead far back.
    if state.innerQuotes == 0, before > state.start, text[before - 1] == UInt8(ascii: ","),
      text.isQuotedKey(at: place),
      let colon = text.colon(in: state.start..<before)
    {
      return .endedBefore(colon)
    }
    switch text[after] {
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "["):
      return state.isQuoting ? .inner : .end
    case let byte where RepairText.isDigit(byte) || byte == UInt8(ascii: "-"):
      return state.isQuoting ? .inner : .end
    case _ where RepairText.mark(text.bytes, at: after) != nil:
      return state.isQuoting || place == state.start ? .inner : .end
    default:
      if isLiteral(at: after), !state.isQuoting { return .end }
      // `{"name" words}`
      return looksClosing(place, length, state) && wordsEnd(after, state) ? .end : .inner
    }
  }

  // MARK: Values of members

  private mutating func endsMember(
    _ place: Int, _ length: Int, _ after: Int, _ state: StringState
  ) -> Ending {
    switch text[after] {
    case UInt8(ascii: ","):
      if memberFollows(comma: after, place, state) { return .end }
    case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
      if closersFit(after, place, state) { return .end }
    case UInt8(ascii: ";"):
      if text.isKey(at: text.skip(after + 1)) { return .end }
    case UInt8(ascii: "+"):
      if isConcatenation(plus: after) { return .end }
    case UInt8(ascii: "`") where isFence(after): return .end
    default: break
    }
    if let end = endBeforeName(place, state) { return .endedBefore(end) }
    if text.isQuotedKey(at: after), RepairText.mark(text.bytes, at: after) != nil {
      return state.isQuoting && after == place + length ? .inner : .end
    }
    if !state.isQuoting, text.endOfLine(place) < after, text.isBareKey(at: after) { return .end }
    guard looksClosing(place, length, state) else { return .inner }
    if after > place + length, text.isBareKey(at: after) { return .end }
    return state.mark.family == .double && wordsEnd(after, state) ? .end : .inner
  }

  /// Whether a member follows a comma; in doubt it does, unless a quotation is open.
  private mutating func memberFollows(
    comma: Int, _ place: Int, _ state: StringState
  ) -> Bool {
    let next = text.skip(comma + 1)
    if next >= text.count || text.isKey(at: next) || text.ellipsis(at: next) != nil { return true }
    switch text[next] {
    case UInt8(ascii: "}"), UInt8(ascii: "]"): return closersFit(next, place, state)
    case UInt8(ascii: ","), UInt8(ascii: "`"): return true
    case UInt8(ascii: "{"), UInt8(ascii: "["): return !state.isQuoting
    default:
      guard !state.isQuoting else { return false }
      if RepairText.mark(text.bytes, at: next) != nil { return true }
      // `"a", COMMENT "b": …`
      let word = text.skip(text.endOfWord(next))
      return word > next && RepairText.mark(text.bytes, at: word) != nil
        && text.isQuotedKey(at: word)
    }
  }

  /// Where a string ended whose closing quote is missing, if this quote begins the next member:
  /// before the comma or the line break that stands between.
  private mutating func endBeforeName(_ place: Int, _ state: StringState) -> Int? {
    guard place > state.start else { return nil }
    let before = text.trimmedEnd(place, from: state.start)
    // `"use {"x": 1, "y": 2}"`: on this line the name may stand in a bracket of the text.
    if text.endOfLine(before) >= place, hasOpenBracket(state, before: place) { return nil }
    if text.isQuotedKey(at: place) {
      if before > state.start, text[before - 1] == UInt8(ascii: ",") {
        return text.trimmedEnd(before - 1, from: state.start)
      }
      if before > state.start, text.endOfLine(before) < place, !state.isQuoting { return before }
    }
    // `{"a": "first, b: "second"}`
    guard before > state.start, text[before - 1] == UInt8(ascii: ":"), !state.isQuoting else {
      return nil
    }
    var word = before - 1
    while word > state.start, RepairText.isWord(text[word - 1]) { word -= 1 }
    text.steps += before - word
    guard word < before - 1 else { return nil }
    let comma = text.trimmedEnd(word, from: state.start)
    guard comma > state.start, text[comma - 1] == UInt8(ascii: ",") else { return nil }
    return comma - 1
  }

  // MARK: Elements

  private mutating func endsElement(
    _ place: Int, _ length: Int, _ after: Int, _ state: StringState
  ) -> Ending {
    switch text[after] {
    case UInt8(ascii: ","):
      if elementFollows(comma: after, place, state) { return .end }
    case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
      if closersFit(after, place, state) { return .end }
    case UInt8(ascii: ":"):
      if !state.isQuoting { return .end }
    case UInt8(ascii: "+"):
      if isConcatenation(plus: after) { return .end }
    case UInt8(ascii: "`") where isFence(after): return .end
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if looksClosing(place, length, state) { return .end }
    default: break
    }
    if !state.isQuoting, text.endOfLine(place) < after, startsValue(after) { return .end }
    if let end = endBeforeElement(place, length, state) { return .endedBefore(end) }
    if let mark = RepairText.mark(text.bytes, at: after) {
      return endsBefore(mark, at: after, place, length, state) ? .end : .inner
    }
    guard looksClosing(place, length, state) else { return .inner }
    // Words may follow an apostrophe: `['the dogs' bowl']`.
    let isQuote = state.mark.family == .double
    if isQuote || RepairText.isDigit(text[after]), wordsEnd(after, state) { return .end }
    guard isQuote else { return .inner }
    // `["one" two", "three"]`
    let close = text.nextQuote(after, state.mark.family)
    let next = text.skip(close + 1)
    let isWordOnly = text.endOfLine(after) > close && text.endOfWord(after) == close
    let isNext = text[next] == UInt8(ascii: ",") || RepairText.isCloser(text[next])
    return isWordOnly && isNext ? .end : .inner
  }

  /// Whether an element ends where another quote comes next, which then begins one: the comma
  /// between them is missing.
  private mutating func endsBefore(
    _ next: RepairText.Mark, at after: Int, _ place: Int, _ length: Int, _ state: StringState
  ) -> Bool {
    guard !state.isQuoting, place > state.start else { return false }
    guard after == place + length else { return true }
    // `["Bolt 1/2"", "x"]`: the second of them is the end.
    let following = text[text.skip(after + next.length)]
    guard following != UInt8(ascii: ","), !RepairText.isCloser(following) else { return false }
    let isDoubled = RepairText.isWord(text[after + 1]) && !RepairText.isWord(text[place - 1])
    return !isDoubled
  }

  /// Whether an element follows a comma.
  private mutating func elementFollows(
    comma: Int, _ place: Int, _ state: StringState
  ) -> Bool {
    let next = text.skip(comma + 1)
    guard next < text.count else { return true }
    switch text[next] {
    case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
      return closersFit(next, place, state)
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: ","),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "`"):
      return true
    case let byte where RepairText.isDigit(byte): return true
    case _ where RepairText.mark(text.bytes, at: next) != nil: return true
    default:
      return !state.isQuoting && (startsValue(next) || wordsFollow(next, state))
    }
  }

  /// Whether words without quotes stand here up to the next comma or closing bracket.
  private mutating func wordsFollow(_ start: Int, _ state: StringState) -> Bool {
    var place = start
    while place < text.count, text[place] != UInt8(ascii: ","), !RepairText.isCloser(text[place]),
      text[place] >= 0x20, RepairText.mark(text.bytes, at: place)?.family != state.mark.family
    {
      place += 1
    }
    text.steps += place - start + 1
    let end = text[place]
    return place > start
      && (end == UInt8(ascii: ",") || end == 0x0A || end == 0x0D || RepairText.isCloser(end))
  }

  /// Whether a value that no text can be taken for begins at an offset: anything but bare words.
  private mutating func startsValue(_ place: Int) -> Bool {
    switch text[place] {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "-"): return true
    case let byte where RepairText.isDigit(byte): return true
    default:
      return RepairText.mark(text.bytes, at: place) != nil || isLiteral(at: place)
    }
  }

  /// Whether a literal of JSON or Python stands at an offset.
  mutating func isLiteral(at place: Int) -> Bool {
    let end = text.endOfWord(place)
    guard (4...5).contains(end - place) else { return false }
    return switch text.string(place..<end) {
    case "true", "false", "null", "None", "True", "False": true
    default: false
    }
  }

  /// Where an element ended whose closing quote is missing, if this quote begins the next one.
  private mutating func endBeforeElement(
    _ place: Int, _ length: Int, _ state: StringState
  ) -> Int? {
    let before = text.trimmedEnd(place, from: state.start)
    guard before > state.start, !state.isQuoting else { return nil }
    let isComma = text[before - 1] == UInt8(ascii: ",")
    guard isComma || text.endOfLine(before) < place else { return nil }
    let close = text.nextQuote(place + length, state.mark.family)
    guard close < text.count, let mark = RepairText.mark(text.bytes, at: close) else { return nil }
    let after = text.skip(close + mark.length)
    guard text[after] == UInt8(ascii: ",") || RepairText.isCloser(text[after]) else { return nil }
    return isComma ? text.trimmedEnd(before - 1, from: state.start) : before
  }

  // MARK: Both

  /// Whether another string follows the `+` at an offset, or the text ends there.
  private mutating func isConcatenation(plus: Int) -> Bool {
    let next = text.skip(plus + 1)
    return next == text.count || RepairText.mark(text.bytes, at: next) != nil
  }

  /// Whether a quote stands as one that closes does: after a word and before a gap.
  private func looksClosing(_ place: Int, _ length: Int, _ state: StringState) -> Bool {
    guard !state.isQuoting, place > state.start, text[place - 1] > 0x20 else { return false }
    return text[place + length] <= 0x20 && !isInchSign(place, from: state.start)
  }

  /// Whether words without quotes stand here up to a bracket that closes, or up to a comma that a
  /// member or element follows.
  private mutating func wordsEnd(_ start: Int, _ state: StringState) -> Bool {
    var place = start
    while place < text.count, RepairText.isWord(text[place]) || "-+. ".utf8.contains(text[place]) {
      if RepairText.mark(text.bytes, at: place) != nil { break }
      place += 1
    }
    text.steps += place - start + 1
    let next = text.skip(place)
    switch text[next] {
    case 0 where next >= text.count: return RepairText.isDigit(text[start])
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      return next == place || closersFit(next, place, state)
    case UInt8(ascii: ","):
      return state.context != .element
        ? text.isKey(at: text.skip(next + 1)) : elementFollows(comma: next, next, state)
    default: return false
    }
  }

  /// Whether closing brackets that follow a quote may close what is open: they are not those of a
  /// text with brackets of its own, and what comes after them fits.
  ///
  /// A parenthesis where none is open belongs to the text, as in `f("x")`, but for one too many at
  /// the very end of a member.
  private mutating func closersFit(_ start: Int, _ place: Int, _ state: StringState) -> Bool {
    if hasOpenBracket(state, before: place) { return false }
    let (next, count) = text.skipClosers(start)
    let level = open.count - count
    if text[start] == UInt8(ascii: ")"), !open.contains(UInt8(ascii: "(")) {
      return next >= text.count
        || text[next] == UInt8(ascii: ",") && text.isKey(at: text.skip(next + 1))
    }
    guard let mark = RepairText.mark(text.bytes, at: next) else { return true }
    if text.isQuotedKey(at: next) { return true }
    guard level <= 0 else {
      // In an array the next element may stand here, its comma missing.
      return open[level - 1] != UInt8(ascii: "{") && text[next - 1] <= 0x20
    }
    let after = text.skip(next + mark.length)
    return after < text.count && !RepairText.isCloser(text[after])
      && text[after] != UInt8(ascii: ",")
  }

  /// Whether the string's own text, which has quotes, has an opening bracket that it has not closed.
  private mutating func hasOpenBracket(_ state: StringState, before place: Int) -> Bool {
    guard state.innerQuotes > 0 else { return false }
    // Quotes that close something come one by one: the sum goes on from the last of them.
    if memory.string != state.start { memory = (state.start, state.start, 0) }
    for offset in memory.counted..<max(place, memory.counted) {
      memory.balance += Self.balance(text[offset])
    }
    text.steps += max(place - memory.counted, 0)
    memory.counted = max(place, memory.counted)
    return memory.balance > 0
  }
}
