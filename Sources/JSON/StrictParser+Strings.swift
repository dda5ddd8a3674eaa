extension StrictParser {
  /// The string that begins at the position, just after its opening quote.
  ///
  /// A string without escapes, which most are, is taken in one go.
  mutating func parseString() throws(Failure) -> String {
    let start = position
    let end = PlainRun.end(bytes, from: start)
    guard end < bytes.count else { throw error(.unexpectedEnd, at: end) }
    if bytes[end] == UInt8(ascii: "\"") {
      position = end + 1
      return try validated(UnsafeBufferPointer(rebasing: bytes[start..<end]), at: start)
    }
    return try parseEscapedString(from: start)
  }

  private func validated(
    _ text: UnsafeBufferPointer<UInt8>, at start: Int
  ) throws(Failure) -> String {
    if let offset = UTF8Validation.firstInvalidByte(text) {
      throw error(.invalidUTF8, at: start + offset)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func parseEscapedString(from start: Int) throws(Failure) -> String {
    var text: [UInt8] = []
    position = start
    while true {
      let end = PlainRun.end(bytes, from: position)
      text.append(contentsOf: bytes[position..<end])
      position = end
      guard position < bytes.count else { throw error(.unexpectedEnd) }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        // Escapes are ASCII, so the source is UTF-8 exactly when the text is.
        let source = UnsafeBufferPointer(rebasing: bytes[start..<end])
        if let offset = UTF8Validation.firstInvalidByte(source) {
          throw error(.invalidUTF8, at: start + offset)
        }
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        position += 1
        try parseEscape(into: &text)
      default: throw error(.controlCharacter)
      }
    }
  }

  /// The escape at the position, just after its backslash.
  private mutating func parseEscape(into text: inout [UInt8]) throws(Failure) {
    guard position < bytes.count else { throw error(.unexpectedEnd) }
    switch bytes[position] {
    case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      text.append(contentsOf: String(try parseUnicodeEscape()).utf8)
      return
    default: throw error(.invalidEscape)
    }
    position += 1
  }

  /// The scalar of `uXXXX`, or of the pair `uXXXX\uXXXX`.
  private mutating func parseUnicodeEscape() throws(Failure) -> Unicode.Scalar {
    let start = position - 1
    let first = try parseHex()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, position + 1 < bytes.count,
      bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
    else { throw error(.loneSurrogate, at: start) }
    position += 1
    let second = try parseHex()
    guard 0xDC00...0xDFFF ~= second,
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw error(.loneSurrogate, at: start) }
    return scalar
  }

  /// The four hexadecimal digits after a `u`.
  private mutating func parseHex() throws(Failure) -> UInt32 {
    position += 1
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count else { throw error(.unexpectedEnd) }
      guard let digit = Self.hexValue(bytes[position]) else { throw error(.invalidEscape) }
      value = value << 4 | digit
      position += 1
    }
    return value
  }

  /// The value of a hexadecimal digit.
  static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
