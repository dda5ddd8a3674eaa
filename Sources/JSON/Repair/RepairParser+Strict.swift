// What is JSON inside a text that is none is read by the strict parser: a repair costs what is
// broken, not what is around it. An attempt ends where JSON's rules are broken, and none begins
// before that place again but for a container that is known to be closed, so that all attempts
// together take linear time.
extension RepairParser {
  /// The strict parser at the position, with the depth that is left.
  func strictParser() -> StrictParser {
    StrictParser(
      text.bytes, at: position, depth: open.count, options: JSONValue.ParsingOptions())
  }

  /// Reads the array or object at the position; nil where it is no JSON or may be meant otherwise.
  mutating func readStrictly() -> JSONValue? {
    guard position >= handEnd, position >= strictTried || unfinished.isEmpty else { return nil }
    let start = position
    var parser = strictParser()
    do {
      let value = try parser.parseValue()
      guard isSettled(before: parser.position, from: start) else { return nil }
      position = parser.position
      commit(to: value)
      return value
    } catch {
      remember(parser, error, from: start)
      return nil
    }
  }

  /// Reads the elements at the position that are JSON, up to the closing bracket or the first that
  /// is none; false where there are none.
  mutating func readStrictly(into values: inout [JSONValue]) -> Bool {
    let count = values.count
    let isRead = readItems { parser throws(StrictParser.Failure) in
      try parser.parseElements(into: &values)
    }
    guard isRead else {
      values.removeSubrange(count...)
      return false
    }
    for value in values[count...] { commit(to: value) }
    return true
  }

  /// Reads the members at the position that are JSON, up to the closing brace or the first that is
  /// none; false where there are none.
  mutating func readStrictly(into members: inout JSONObject) -> Bool {
    let count = members.count
    let isRead = readItems { parser throws(StrictParser.Failure) in
      try parser.parseMembers(into: &members)
    }
    guard isRead else {
      while members.count > count { members.removeLast() }
      return false
    }
    isCommitted = true
    return true
  }

  /// Has items read by the strict parser and steps over those that are settled; false where none
  /// is, and what was read is to be dropped.
  private mutating func readItems(
    _ parse: (inout StrictParser) throws(StrictParser.Failure) -> Void
  ) -> Bool {
    guard position >= max(handEnd, strictTried) else { return false }
    let start = position
    var parser = strictParser()
    do {
      try parse(&parser)
      guard isSettled(before: parser.position, from: start) else { return false }
      position = parser.position - 1
    } catch {
      remember(parser, error, from: start)
      (position, isAfterComma) = (parser.settledEnd, parser.settledEnd > start)
    }
    return position > start
  }

  /// Steps over an opening bracket and over what the strict parser has read after it: nil where it
  /// has read nothing.
  mutating func takeUnfinished() -> JSONValue? {
    guard let last = unfinished.last, last.start == position else {
      if !unfinished.isEmpty { (unfinished, handEnd) = ([], max(handEnd, strictTried)) }
      position += 1
      return nil
    }
    unfinished.removeLast()
    position = last.end
    isAfterComma = text[last.end - 1] == UInt8(ascii: ",")
    commit(to: last.items)
    return last.items
  }

  /// Keeps what was open where the strict parser failed, for ``takeUnfinished()``.
  mutating func remember(
    _ parser: StrictParser, _ failure: StrictParser.Failure, from start: Int
  ) {
    text.steps += failure.offset - start + 1
    strictTried = max(strictTried, failure.offset)
    unfinished = parser.unfinished
  }

  /// Whether a container that ends before an offset is what is meant: a quote that follows it and
  /// its like may be the end of a string in which all that only seemed to be a container.
  private mutating func isSettled(before end: Int, from start: Int) -> Bool {
    text.steps += end - start
    let next = text.skipClosers(text.skip(end)).end
    if RepairText.mark(text.bytes, at: next) == nil || text.isQuotedKey(at: next) { return true }
    handEnd = end
    return false
  }

  /// Notes that this is meant as JSON where a value says so: prose has numbers in brackets, but no
  /// strings and no members.
  private mutating func commit(to value: JSONValue) {
    guard !isCommitted else { return }
    switch value {
    case .string: isCommitted = true
    case .object(let members): isCommitted = !members.isEmpty
    case .array(let values): for value in values { commit(to: value) }
    default: break
    }
  }
}
