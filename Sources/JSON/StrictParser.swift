/// The strict parser: one pass over the bytes, recursion for containers.
struct StrictParser {
  /// Why and where the parser stopped; line and column are worked out only for who asks.
  struct Failure: Error {
    let reason: JSONParseError.Reason
    let offset: Int
  }

  let bytes: UnsafeBufferPointer<UInt8>
  var position: Int
  private var depth = 0
  private let options: JSONValue.ParsingOptions

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: Int = 0, options: JSONValue.ParsingOptions
  ) {
    self.bytes = bytes
    self.position = position
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
    try enter()
    var values: [JSONValue] = []
    if !skip(UInt8(ascii: "]")) {
      repeat {
        skipWhitespace()
        values.append(try parseValue())
        skipWhitespace()
      } while skip(UInt8(ascii: ","))
      try expect(UInt8(ascii: "]"))
    }
    depth -= 1
    return .array(values)
  }

  private mutating func parseObject() throws(Failure) -> JSONValue {
    try enter()
    var members = JSONObject()
    if !skip(UInt8(ascii: "}")) {
      repeat {
        skipWhitespace()
        let start = position
        try expect(UInt8(ascii: "\""))
        let key = try parseString()
        skipWhitespace()
        try expect(UInt8(ascii: ":"))
        skipWhitespace()
        let value = try parseValue()
        if members.position(of: key) == nil {
          members.append(key, value)
        } else if options.duplicateKeys == .keepLast {
          members[key] = value
        } else {
          throw error(.duplicateKey(key), at: start)
        }
        skipWhitespace()
      } while skip(UInt8(ascii: ","))
      try expect(UInt8(ascii: "}"))
    }
    depth -= 1
    return .object(members)
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
