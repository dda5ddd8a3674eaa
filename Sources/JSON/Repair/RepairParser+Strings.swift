extension RepairParser {
  /// A string as it is being read.
  struct StringState {
    let mark: RepairText.Mark
    let context: Context
    /// The offset after its opening quote.
    let start: Int
    /// Whether its quotes are doubled or tripled: this many.
    var quotes = 1
    /// What was read, but for what stands in the text as it is meant, from `run` on.
    var bytes: [UInt8] = []
    /// The beginning of the part that is taken as it stands.
    var run: Int
    /// Whether a quotation inside is open: its closing quote is no end of the string.
    var isQuoting = false
    /// Whether that quotation was opened by two quotes.
    var isDoubling = false
    /// How many quotes were taken for text.
    var innerQuotes = 0
    var hasControl = false

    init(_ mark: RepairText.Mark, in context: Context, from start: Int) {
      (self.mark, self.context, self.start, run) = (mark, context, start, start)
    }
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
      if next == text.count { cutOff() }
      guard let mark = RepairText.mark(text.bytes, at: next) else { break }
      note(.concatenation, at: plus)
      position = next
      string += parseOneString(mark, in: context) ?? ""
    }
    return string
  }

  /// The name at the position; nil where it was cut off.
  mutating func parseQuotedKey(_ mark: RepairText.Mark) -> String? {
    let start = position + mark.length
    if hasUnclosedKey, !isClosedKey(mark, from: start),
      let colon = text.colon(in: start..<text.endOfLine(start))
    {
      return key(from: start, upTo: colon)
    }
    return parseOneString(mark, in: .key)
  }

  /// Whether a quote that can end the name stands before its colon.
  private mutating func isClosedKey(_ mark: RepairText.Mark, from start: Int) -> Bool {
    let close = RepairText.mark(text.bytes, at: text.nextQuote(start, mark.family))
    return text.isQuotedKey(at: position) && close?.isStraight == mark.isStraight
  }

  /// The name before a colon whose closing quote is missing.
  private mutating func key(from start: Int, upTo colon: Int) -> String {
    note(.missingQuote, at: colon)
    position = colon
    return text.string(start..<text.trimmedEnd(colon, from: start))
  }

  private mutating func parseOneString(
    _ mark: RepairText.Mark, in context: Context
  ) -> String? {
    let opening = position
    if !mark.isStraight { note(.quotes) }
    position += mark.length
    var state = StringState(mark, in: context, from: position)
    if openDoubled(&state, opening) { return "" }
    while position < text.count {
      skipPlainRun(mark)
      guard position < text.count else { break }
      let byte = text[position]
      if byte == UInt8(ascii: "\\") {
        settle(&state)
        let isWhole = parseEscape(into: &state.bytes)
        state.run = position
        if !isWhole { break }
      } else if byte < 0x20 {
        if !state.hasControl { note(.controlCharacter) }
        state.hasControl = true
        position += 1
      } else if let quote = RepairText.mark(text.bytes, at: position), mayClose(mark, quote) {
        if let end = takeQuote(quote, &state) { return string(state, upTo: end) }
      } else {
        position += 1
      }
    }
    return finishUnclosed(state)
  }

  /// Whether a quote may end a string that another began: `'x"` where no `'` comes any more.
  private mutating func mayClose(_ opening: RepairText.Mark, _ quote: RepairText.Mark) -> Bool {
    quote.family == opening.family || text.nextQuote(position, opening.family) == text.count
  }

  /// Copies the part of a string that is taken as it stands.
  private func settle(_ state: inout StringState) {
    state.bytes.append(contentsOf: text.bytes[state.run..<position])
    state.run = position
  }

  /// The string that ends at an offset.
  private func string(_ state: StringState, upTo end: Int) -> String {
    if state.bytes.isEmpty, end >= state.run { return text.string(state.run..<end) }
    var bytes = state.bytes
    if end >= state.run {
      bytes.append(contentsOf: text.bytes[state.run..<end])
    } else {
      bytes.removeLast(min(state.run - end, bytes.count))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Steps over what cannot end the string.
  private mutating func skipPlainRun(_ mark: RepairText.Mark) {
    let start = position
    if mark.isStraight {
      position = PlainRun.end(text.bytes, from: start)
    } else {
      while position < text.count, !Self.mayEnd(text[position]) { position += 1 }
    }
    text.steps += position - start + 1
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
    let third = position + second.length
    let isTriple =
      third + state.mark.length <= text.count
      && (0..<state.mark.length).allSatisfy { text[opening + $0] == text[third + $0] }
    if !isTriple, ends(quote: position, second.length, state) != .inner {
      position += second.length
      return true
    }
    guard isTriple || isDoubledOrStray(state, second) else { return false }
    note(.quotes, at: opening)
    state.quotes = isTriple ? 3 : 2
    position += second.length * (state.quotes - 1)
    state.run = position
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

  /// Takes a quote for the end of the string, and gives the end of its text, or for text: nil.
  private mutating func takeQuote(_ quote: RepairText.Mark, _ state: inout StringState) -> Int? {
    let place = position
    if state.quotes > 1, isRepeated(quote, state.quotes) {
      position += quote.length * state.quotes
      return place
    }
    switch ends(quote: place, quote.length, state) {
    case .end:
      position += quote.length
      return endBeforeLineBreak(place, state)
    case .endedBefore(let end):
      note(.missingQuote, at: end)
      position = end
      return end
    case .inner:
      keepInner(quote, &state)
      return nil
    }
  }

  /// The end of a string without a line break that was not escaped and stands right before the
  /// closing quote: the quote was put on a line of its own.
  private func endBeforeLineBreak(_ place: Int, _ state: StringState) -> Int {
    var end = place
    while end > state.start, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
    let lineEnd = end
    while end > state.start, text[end - 1] == 0x0A || text[end - 1] == 0x0D { end -= 1 }
    // After a backslash the break was escaped, and is no part of the text.
    guard end < lineEnd, end > state.start, text[end - 1] != UInt8(ascii: "\\") else {
      return place
    }
    return end
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
    position += quote.length
    // `""word""` inside a string is one quote, doubled as in CSV.
    guard let next = RepairText.mark(text.bytes, at: position), state.quotes == 1,
      next.length == quote.length, next.family == quote.family
    else { return }
    let opens = !RepairText.isWord(before) && RepairText.isWord(text[position + next.length])
    guard opens || state.isDoubling else { return }
    state.isDoubling.toggle()
    settle(&state)
    position += next.length
    state.run = position
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
      return string(state, upTo: end)
    }
    let end = endBeforeFence(from: state.start)
    cutOff()
    let string = string(state, upTo: end)
    return string.isEmpty ? nil : string
  }

  /// Where a text that was cut off ends: before the code fence on its last line, if that is one.
  private mutating func endBeforeFence(from start: Int) -> Int {
    var fence = text.trimmedEnd(text.count, from: start)
    let end = fence
    while fence > start, text[fence - 1] == UInt8(ascii: "`") { fence -= 1 }
    guard end - fence >= 3, fence > start, text[fence - 1] == 0x0A else { return text.count }
    return text.trimmedEnd(fence, from: start)
  }

  /// `{"name: "x"}` is dealt with at the second quote; here there is none: `{"name: 1}`.
  private mutating func finishUnclosedKey(_ state: StringState) -> String? {
    let line = text.endOfLine(state.start)
    guard endBeforeClosers(state) != nil, let colon = text.colon(in: state.start..<line) else {
      cutOff()
      return nil
    }
    hasUnclosedKey = true
    return key(from: state.start, upTo: colon)
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
