extension RepairParser {
  /// A string as it is being read.
  struct StringState {
    let mark: RepairText.Mark
    let context: Context
    /// The offset after its opening quote.
    let start: Int
    /// Whether its quotes are doubled or tripled: this many.
    var quotes = 1
    /// What was read.
    var bytes: [UInt8] = []
    /// Whether a quotation inside is open: its closing quote is no end of the string.
    var isQuoting = false
    /// Whether that quotation was opened by two quotes.
    var isDoubling = false
    /// How many quotes were taken for text.
    var innerQuotes = 0
    var hasControl = false
  }

  /// The string at the position, joined with those that `+` adds to it; what there is of it where
  /// it was cut off, nil for a cut-off name.
  mutating func parseString(_ mark: RepairText.Mark, in context: Context) -> String? {
    guard var string = parseOneString(mark, in: context) else { return nil }
    isCommitted = true
    while !isCut {
      let plus = text.skip(position)
      guard text[plus] == UInt8(ascii: "+") else { break }
      let next = text.skip(plus + 1)
      guard let mark = RepairText.mark(text.bytes, at: next) else { break }
      note(.concatenation, at: plus)
      position = next
      string += parseOneString(mark, in: context) ?? ""
    }
    return string
  }

  /// The name at the position; nil where it was cut off.
  mutating func parseQuotedKey(_ mark: RepairText.Mark) -> String? {
    parseOneString(mark, in: .key)
  }

  private mutating func parseOneString(
    _ mark: RepairText.Mark, in context: Context
  ) -> String? {
    let opening = position
    if !mark.isStraight { note(.quotes) }
    position += mark.length
    var state = StringState(mark: mark, context: context, start: position)
    if openDoubled(&state, opening) { return String(decoding: state.bytes, as: UTF8.self) }
    while position < text.count {
      takePlainRun(into: &state)
      guard position < text.count else { break }
      let byte = text[position]
      if byte == UInt8(ascii: "\\") {
        guard parseEscape(into: &state.bytes) else { break }
      } else if byte < 0x20 {
        if !state.hasControl { note(.controlCharacter) }
        state.hasControl = true
        state.bytes.append(byte)
        position += 1
      } else if let quote = RepairText.mark(text.bytes, at: position), quote.family == mark.family {
        if takeQuote(quote, &state) { return String(decoding: state.bytes, as: UTF8.self) }
      } else {
        state.bytes.append(byte)
        position += 1
      }
    }
    return finishUnclosed(state)
  }

  /// Steps over what cannot end the string.
  private mutating func takePlainRun(into state: inout StringState) {
    let start = position
    if state.mark.isStraight {
      position = PlainRun.end(text.bytes, from: start)
    } else {
      while position < text.count, !Self.mayEnd(text[position]) { position += 1 }
    }
    text.steps += position - start + 1
    if position > start { state.bytes.append(contentsOf: text.bytes[start..<position]) }
  }

  private static func mayEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "\\"),
      0xC2, 0xE2:
      true
    default: false
    }
  }

  // MARK: Quotes

  /// Deals with `""name""` and `"""text"""`; true where the string is just empty.
  private mutating func openDoubled(_ state: inout StringState, _ opening: Int) -> Bool {
    guard let second = RepairText.mark(text.bytes, at: position),
      second.length == state.mark.length,
      second.family == state.mark.family
    else { return false }
    let isTriple = text.begins(
      with: Array(text.bytes[opening..<position]), at: position + second.length)
    if !isTriple, ends(quote: position, second.length, state) != .inner {
      position += second.length
      return true
    }
    guard isTriple || isDoubledOrStray(state, second) else { return false }
    note(.quotes, at: opening)
    state.quotes = isTriple ? 3 : 2
    position += second.length * (state.quotes - 1)
    return false
  }

  /// Whether the second quote of a string is one too many, and no quotation that opens the text.
  private mutating func isDoubledOrStray(
    _ state: StringState, _ second: RepairText.Mark
  ) -> Bool {
    let close = text.nextQuote(position + second.length, second.family)
    guard let mark = RepairText.mark(text.bytes, at: close) else { return true }
    let next = RepairText.mark(text.bytes, at: close + mark.length)
    var state = state
    state.isQuoting = true
    return next?.family == mark.family || ends(quote: close, mark.length, state) != .inner
  }

  /// Takes a quote for the end or for text; true at the end.
  private mutating func takeQuote(_ quote: RepairText.Mark, _ state: inout StringState) -> Bool {
    if state.quotes > 1, isRepeated(quote, state.quotes) {
      position += quote.length * state.quotes
      return true
    }
    switch ends(quote: position, quote.length, state) {
    case .end:
      dropLineBreak(&state)
      position += quote.length
      return true
    case .endedBefore(let end):
      note(.missingQuote, at: end)
      state.bytes.removeLast(min(position - end, state.bytes.count))
      position = end
      return true
    case .inner:
      keepInner(quote, &state)
      return false
    }
  }

  /// Takes off a line break that was not escaped and stands right before the closing quote: the
  /// quote was put on a line of its own.
  private func dropLineBreak(_ state: inout StringState) {
    var end = position
    while end > state.start, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
    let lineEnd = end
    while end > state.start, text[end - 1] == 0x0A || text[end - 1] == 0x0D { end -= 1 }
    // After a backslash the break was escaped, and is no part of the text.
    guard end < lineEnd, end > state.start, text[end - 1] != UInt8(ascii: "\\") else { return }
    state.bytes.removeLast(min(position - end, state.bytes.count))
  }

  /// Whether as many quotes stand at the position as opened the string, and no more.
  private func isRepeated(_ quote: RepairText.Mark, _ times: Int) -> Bool {
    (0..<times).allSatisfy { index in
      let next = RepairText.mark(text.bytes, at: position + index * quote.length)
      return next?.family == quote.family && next?.length == quote.length
    }
  }

  private mutating func keepInner(_ quote: RepairText.Mark, _ state: inout StringState) {
    let before = text[position - 1]
    let after = text[position + quote.length]
    if state.mark.isStraight { note(.innerQuote) }
    let isApostrophe = RepairText.isWord(before) && RepairText.isWord(after)
    if !isApostrophe, !isInchSign(position, from: state.start) { state.isQuoting.toggle() }
    state.innerQuotes += 1
    state.bytes.append(contentsOf: text.bytes[position..<(position + quote.length)])
    position += quote.length
    // `""word""` inside a string is one quote, doubled as in CSV.
    guard let next = RepairText.mark(text.bytes, at: position), state.quotes == 1,
      next.length == quote.length, next.family == quote.family
    else { return }
    let opens = !RepairText.isWord(before) && RepairText.isWord(text[position + next.length])
    guard opens || state.isDoubling else { return }
    state.isDoubling.toggle()
    position += next.length
  }

  /// Whether a quote stands after a number, as the sign for inches does.
  func isInchSign(_ place: Int, from start: Int) -> Bool {
    var first = place
    while first > start, place - first < 8,
      RepairText.isDigit(text[first - 1]) || "./".utf8.contains(text[first - 1])
    {
      first -= 1
    }
    guard first > start, RepairText.isDigit(text[place - 1]) else { return false }
    return !RepairText.isWord(text[first - 1])
  }

  // MARK: The end

  /// Decides about a string whose end was not found.
  private mutating func finishUnclosed(_ state: StringState) -> String? {
    if state.context == .key {
      return finishUnclosedKey(state)
    }
    if let end = endBeforeClosers(state) {
      note(.missingQuote, at: end)
      position = end
      return text.string(state.start..<end)
    }
    cutOff()
    return state.bytes.isEmpty ? nil : String(decoding: state.bytes, as: UTF8.self)
  }

  /// `{"name: "x"}` is dealt with at the second quote; here there is none: `{"name: 1}`.
  private mutating func finishUnclosedKey(_ state: StringState) -> String? {
    let line = text.endOfLine(state.start)
    guard endBeforeClosers(state) != nil else {
      cutOff()
      return nil
    }
    var colon = state.start
    while colon < line, text[colon] != UInt8(ascii: ":") { colon += 1 }
    text.steps += colon - state.start
    guard colon < line else {
      cutOff()
      return nil
    }
    note(.missingQuote, at: colon)
    position = colon
    return text.string(state.start..<text.trimmedEnd(colon, from: state.start))
  }

  /// Where a string ended whose closing quote is missing: before the brackets that end the text, if
  /// they close what is open and are no part of the string's own text.
  private mutating func endBeforeClosers(_ state: StringState) -> Int? {
    var end = text.count
    text.steps += end - state.start
    while end > state.start, text[end - 1] <= 0x20 || text[end - 1] == UInt8(ascii: "`") {
      end -= 1
    }
    var closers: [UInt8] = []
    var first = end
    while first > state.start,
      RepairText.isCloser(text[first - 1]) || text[first - 1] <= 0x20
    {
      first -= 1
      if text[first] > 0x20 { closers.append(text[first]) }
    }
    guard !closers.isEmpty, closers.count <= open.count else { return nil }
    var balance = 0
    for place in state.start..<end { balance += Self.balance(text[place]) }
    guard -balance >= closers.count else { return nil }
    let expected = open.suffix(closers.count).map {
      $0 == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
    }
    guard closers == expected else { return nil }
    return text.trimmedEnd(first, from: state.start)
  }

  /// 1 for an opening bracket, -1 for a closing one.
  static func balance(_ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["): 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"): -1
    default: 0
    }
  }
}
