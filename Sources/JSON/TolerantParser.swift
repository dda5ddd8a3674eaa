/// The parser behind ``JSONRepair``: reads one object or array and mends what it can.
///
/// It never goes back: what it cannot read ends the candidate, and the search goes on after it.
struct TolerantParser {
  /// Why a value could not be read.
  enum Stop: Error {
    /// The text ended.
    case end
    /// Something stands here that cannot be read without guessing.
    case unreadable
  }

  private static let depthLimit = 512

  let bytes: UnsafeBufferPointer<UInt8>
  /// The next byte to read.
  var position: Int
  private(set) var repairs: [JSONRepair.Repair] = []
  private(set) var truncatedAt: JSONPointer?

  /// The opening brackets that are not closed yet.
  private var open: [UInt8] = []
  /// The path to the value being read.
  private var path: [String] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// Whether a bracket looks like the beginning of JSON and not like one in prose.
  static func mayBegin(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    var parser = TolerantParser(bytes, at: place + 1)
    parser.skipSpace()
    guard let byte = parser.next else { return true }
    if byte == UInt8(ascii: "/"), parser.position + 1 < bytes.count {
      return "/*".utf8.contains(bytes[parser.position + 1])
    }
    if parser.quote != nil { return true }
    if bytes[place] == UInt8(ascii: "{") { return byte == UInt8(ascii: "}") || isWord(byte) }
    return "[{]-+.0123456789tfnTFNuI".utf8.contains(byte)
  }

  /// The object or array at the position; nil where it cannot be read.
  mutating func parseCandidate() -> JSONValue? {
    do {
      let value = try parseContainer()
      if truncatedAt != nil { note(.truncated) }
      return value
    } catch {
      return nil
    }
  }

  /// A value, or nil where it was cut off.
  private mutating func parseValue() throws(Stop) -> JSONValue? {
    guard let byte = next else { throw .end }
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["): return try parseContainer()
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .number(try parseNumber())
    default:
      if quote != nil { return .string(try parseString()) }
      return try parseLiteral()
    }
  }

  /// An object or array; what it holds so far when the text ends inside.
  private mutating func parseContainer() throws(Stop) -> JSONValue {
    guard open.count < Self.depthLimit else { throw .unreadable }
    open.append(bytes[position])
    position += 1
    defer { open.removeLast() }
    var members = JSONObject()
    var values: [JSONValue] = []
    let isObject = open.last == UInt8(ascii: "{")
    do {
      var isFirst = true
      while try continues(isFirst: isFirst) {
        isFirst = false
        if isObject {
          try parseMember(into: &members)
        } else {
          path.append(String(values.count))
          if let value = try parseValue() { values.append(value) }
          path.removeLast()
        }
        if truncatedAt != nil { break }
      }
    } catch {
      guard case .end = error else { throw error }
      truncatedAt = truncatedAt ?? JSONPointer(path)
      position = bytes.count
      path.removeLast(path.count - (open.count - 1))
    }
    return isObject ? .object(members) : .array(values)
  }

  private mutating func parseMember(into members: inout JSONObject) throws(Stop) {
    let start = position
    let key = try parseKey()
    try skipToValue()
    guard next == UInt8(ascii: ":") else { throw next == nil ? .end : .unreadable }
    position += 1
    path.append(key)
    try skipToValue()
    let value = try parseValue()
    path.removeLast()
    if members.contains(key) { note(.duplicateKey, at: start) }
    if let value { members[key] = value }
  }

  private mutating func parseKey() throws(Stop) -> String {
    if quote != nil { return try parseString() }
    let start = position
    while let byte = next, Self.isWord(byte) || byte == UInt8(ascii: "-") { position += 1 }
    guard position < bytes.count else { throw .end }
    guard position > start else { throw .unreadable }
    note(.unquotedKey, at: start)
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// Steps over what stands between two values, and over the closing bracket when it comes.
  private mutating func continues(isFirst: Bool) throws(Stop) -> Bool {
    var commas = isFirst ? 1 : 0
    var lastComma = position
    while true {
      try skipToValue()
      guard let byte = next else { throw .end }
      switch byte {
      case UInt8(ascii: ","):
        if commas > 0 { note(.extraComma) }
        commas += 1
        lastComma = position
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if commas == 1, !isFirst { note(.extraComma, at: lastComma) }
        return try !close(byte)
      case UInt8(ascii: "`") where isFence:
        note(.missingBracket)
        return false
      default:
        if commas == 0 { note(.missingComma) }
        return true
      }
    }
  }

  /// Takes a closing bracket for the container at hand, or leaves it to the one around it.
  private mutating func close(_ bracket: UInt8) throws(Stop) -> Bool {
    let opening = bracket == UInt8(ascii: "}") ? UInt8(ascii: "{") : UInt8(ascii: "[")
    if open.last == opening {
      position += 1
    } else {
      guard open.contains(opening) else { throw .unreadable }
      note(.missingBracket)
    }
    return true
  }

  /// Steps over white space and comments.
  private mutating func skipToValue() throws(Stop) {
    while true {
      skipSpace()
      let isSlash = next == UInt8(ascii: "/")
      let second = position + 1 < bytes.count ? bytes[position + 1] : 0
      if next == UInt8(ascii: "#") || isSlash && second == UInt8(ascii: "/") {
        note(.comment)
        while let byte = next, byte != 0x0A, byte != 0x0D { position += 1 }
      } else if isSlash && second == UInt8(ascii: "*") {
        note(.comment)
        position += 2
        while !(next == UInt8(ascii: "*") && position + 1 < bytes.count
          && bytes[position + 1] == UInt8(ascii: "/"))
        {
          guard next != nil else { throw .end }
          position += 1
        }
        position += 2
      } else {
        return
      }
    }
  }

  // MARK: Bytes

  /// The byte at the position; nil at the end.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Notes a repair, here unless another place is given.
  mutating func note(_ kind: JSONRepair.Kind, at offset: Int? = nil) {
    repairs.append(JSONRepair.Repair(kind: kind, offset: offset ?? position))
  }

  mutating func skipSpace() {
    while let byte = next {
      if byte <= 0x20 {
        position += 1
      } else if byte == 0xC2, position + 1 < bytes.count, bytes[position + 1] == 0xA0 {
        position += 2  // a no-break space, as web pages have it
      } else {
        return
      }
    }
  }

  private var isFence: Bool {
    position + 2 < bytes.count && bytes[position + 1] == UInt8(ascii: "`")
      && bytes[position + 2] == UInt8(ascii: "`")
  }

  /// Whether a byte belongs to a word: a letter, a digit, `_`, `$` or anything beyond ASCII.
  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }
}
