/// The strict parser: one pass over the bytes, recursion for containers.
///
/// Where it fails it keeps what it had read of the arrays and objects that were open, so that a
/// repair goes on from there.
struct StrictParser {
  /// Why and where the parser stopped; line and column are worked out only for who asks.
  struct Failure: Error {
    let reason: JSONParseError.Reason
    let offset: Int
  }

  /// An array or object that was open where the parser failed.
  struct Unfinished {
    /// The offset of its opening bracket.
    let start: Int
    /// The items that are settled: an array or an object.
    let items: JSONValue
    /// The offset after the last of them and its comma, or after the opening bracket.
    let end: Int
  }

  let bytes: UnsafeBufferPointer<UInt8>
  var position: Int
  /// What was open where the parser failed, the innermost first.
  private(set) var unfinished: [Unfinished] = []
  /// Where the parser failed, the end of what is settled in the array or object it left last.
  private(set) var settledEnd = 0
  private var depth: Int
  private let options: JSONValue.ParsingOptions

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: Int = 0, depth: Int = 0,
    options: JSONValue.ParsingOptions
  ) {
    self.bytes = bytes
    self.position = position
    self.depth = depth
    self.options = options
  }

  /// The whole text: a value with white space around it.
  mutating func parseText() throws(Failure) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw error(.byteOrderMark, at: 0) }
    skipWhitespace()
    let value = try parseValue()
    skipWhitespace()
    guard position == bytes.count else { throw error(.trailingContent) }
    return value
  }

  /// The value at the position, where no white space stands.
  mutating func parseValue() throws(Failure) -> JSONValue {
    guard position < bytes.count else { throw error(.unexpectedEnd) }
    switch bytes[position] {
    case UInt8(ascii: "\""):
      position += 1
      return .string(try parseString())
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .number(try parseNumber())
    case UInt8(ascii: "t"): return try parseLiteral("true", .bool(true))
    case UInt8(ascii: "f"): return try parseLiteral("false", .bool(false))
    case UInt8(ascii: "n"): return try parseLiteral("null", .null)
    case let byte: throw error(.unexpectedByte(byte))
    }
  }

  private mutating func parseArray() throws(Failure) -> JSONValue {
    let start = position
    try enter()
    var values: [JSONValue] = []
    if !skip(UInt8(ascii: "]")) {
      do {
        try parseElements(into: &values)
      } catch {
        unfinished.append(Unfinished(start: start, items: .array(values), end: settledEnd))
        throw error
      }
    }
    depth -= 1
    return .array(values)
  }

  /// Reads elements, the first of them at the position, and the closing bracket after them.
  mutating func parseElements(into values: inout [JSONValue]) throws(Failure) {
    var (last, start) = (position, position)
    do {
      while true {
        skipWhitespace()
        let value = try parseValue()
        let isLast = try endsItem(UInt8(ascii: "]"))
        values.append(value)
        if isLast { return }
        (last, start) = (start, position)
      }
    } catch {
      settledEnd = start
      if start > last, isUnsettled(values.last, before: error, at: start) {
        values.removeLast()
        settledEnd = last
      }
      throw error
    }
  }

  private mutating func parseObject() throws(Failure) -> JSONValue {
    let start = position
    try enter()
    var members = JSONObject()
    if !skip(UInt8(ascii: "}")) {
      do {
        try parseMembers(into: &members)
      } catch {
        unfinished.append(Unfinished(start: start, items: .object(members), end: settledEnd))
        throw error
      }
    }
    depth -= 1
    return .object(members)
  }

  /// Reads members, the first of them at the position, and the closing bracket after them.
  mutating func parseMembers(into members: inout JSONObject) throws(Failure) {
    var (last, start) = (position, position)
    do {
      while true {
        let isLast = try parseMember(into: &members)
        if isLast { return }
        (last, start) = (start, position)
      }
    } catch {
      settledEnd = start
      if start > last, isUnsettled(members.members.last?.value, before: error, at: start) {
        members.removeLast()
        settledEnd = last
      }
      throw error
    }
  }

  /// Reads a member and the comma or bracket after it; true where it is the last.
  @inline(__always)
  private mutating func parseMember(into members: inout JSONObject) throws(Failure) -> Bool {
    skipWhitespace()
    let start = position
    try expect(UInt8(ascii: "\""))
    let key = try parseString()
    skipWhitespace()
    try expect(UInt8(ascii: ":"))
    skipWhitespace()
    let value = try parseValue()
    let isKnown = members.contains(key)
    if isKnown, options.duplicateKeys == .refuse { throw error(.duplicateKey(key), at: start) }
    let isLast = try endsItem(UInt8(ascii: "}"))
    if isKnown { members[key] = value } else { members.append(key, value) }
    return isLast
  }

  /// Steps over the comma after an item, or over the closing bracket: true.
  @inline(__always)
  private mutating func endsItem(_ bracket: UInt8) throws(Failure) -> Bool {
    skipWhitespace()
    guard position < bytes.count else { throw error(.unexpectedEnd) }
    let byte = bytes[position]
    guard byte == UInt8(ascii: ",") || byte == bracket else { throw error(.unexpectedByte(byte)) }
    position += 1
    return byte == bracket
  }

  /// Whether the item before a failure may go on after its comma, where nothing that JSON has begins
  /// after that comma: `"a": "Bolt", said he`, `"a": 1,50`.
  private func isUnsettled(
    _ item: JSONValue?, before failure: Failure, at start: Int
  ) -> Bool {
    guard item?.kind == .string || item?.kind == .number else { return false }
    // Letters: the beginning of a literal that was none.
    return bytes[start..<failure.offset].allSatisfy { $0 <= 0x20 || $0 | 0x20 >= UInt8(ascii: "a") }
  }

  /// Steps over an opening bracket and the white space after it.
  private mutating func enter() throws(Failure) {
    guard depth < options.depthLimit else { throw error(.tooDeep(limit: options.depthLimit)) }
    depth += 1
    position += 1
    skipWhitespace()
  }

  private mutating func parseNumber() throws(Failure) -> JSONNumber {
    guard let scan = NumberScan(bytes, at: position) else { throw error(.invalidNumber) }
    defer { position = scan.end }
    if let integer = scan.integer { return JSONNumber(integer) }
    return JSONNumber(checked: String(decoding: bytes[position..<scan.end], as: UTF8.self))
  }

  private mutating func parseLiteral(
    _ literal: StaticString, _ value: JSONValue
  ) throws(Failure) -> JSONValue {
    for place in 0..<literal.utf8CodeUnitCount {
      guard position < bytes.count else { throw error(.unexpectedEnd) }
      guard bytes[position] == literal.utf8Start[place] else {
        throw error(.unexpectedByte(bytes[position]))
      }
      position += 1
    }
    return value
  }

  @inline(__always)
  private mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  @inline(__always)
  private mutating func skip(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  @inline(__always)
  private mutating func expect(_ byte: UInt8) throws(Failure) {
    guard position < bytes.count else { throw error(.unexpectedEnd) }
    guard bytes[position] == byte else { throw error(.unexpectedByte(bytes[position])) }
    position += 1
  }

  func error(_ reason: JSONParseError.Reason, at offset: Int? = nil) -> Failure {
    Failure(reason: reason, offset: offset ?? position)
  }
}
