extension TolerantParser {
  /// A kind of quotation mark: its opening and closing bytes.
  struct Quote {
    let opening: [UInt8]
    let closing: [UInt8]

    init(_ opening: String, _ closing: String) {
      self.opening = Array(opening.utf8)
      self.closing = Array(closing.utf8)
    }

    static let straight = Quote("\"", "\"")
    /// Quotes that models use instead.
    static let others = [Quote("'", "'"), Quote("“", "”"), Quote("‘", "’"), Quote("„", "“")]
  }

  /// The quotation mark that begins at the position.
  var quote: Quote? {
    if next == UInt8(ascii: "\"") { return Quote.straight }
    return Quote.others.first { begins(with: $0.opening) }
  }

  /// The string at the position.
  mutating func parseString() throws(Stop) -> String {
    guard let quote else { throw .unreadable }
    if quote.opening != Quote.straight.opening { note(.quotes) }
    position += quote.opening.count
    var text: [UInt8] = []
    var hasControl = false
    while let byte = next {
      if byte == quote.closing[0], begins(with: quote.closing) {
        position += quote.closing.count
        return String(decoding: text, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\") {
        try parseEscape(into: &text)
      } else {
        if byte < 0x20, !hasControl {
          hasControl = true
          note(.controlCharacter)
        }
        text.append(byte)
        position += 1
      }
    }
    throw .end
  }

  private mutating func parseEscape(into text: inout [UInt8]) throws(Stop) {
    guard position + 1 < bytes.count else { throw .end }
    let simple: [UInt8: UInt8] = [
      UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
      UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
      UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]
    let escaped = bytes[position + 1]
    if let byte = simple[escaped] {
      text.append(byte)
      position += 2
    } else if escaped == UInt8(ascii: "u"), let unit = hexadecimal(at: position + 2) {
      appendScalar(unit, to: &text)
    } else if escaped == UInt8(ascii: "'") {
      note(.invalidEscape)
      text.append(escaped)
      position += 2
    } else {
      note(.invalidEscape)
      text.append(UInt8(ascii: "\\"))
      position += 1
    }
  }

  /// Appends what `\uXXXX` stands for, with the second half of its pair if there is one.
  private mutating func appendScalar(_ unit: UInt32, to text: inout [UInt8]) {
    let start = position
    position += 6
    if let scalar = Unicode.Scalar(unit) {
      text.append(contentsOf: String(scalar).utf8)
    } else if unit < 0xDC00, begins(with: Array("\\u".utf8)),
      let second = hexadecimal(at: position + 2), 0xDC00...0xDFFF ~= second,
      let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00))
    {
      position += 6
      text.append(contentsOf: String(scalar).utf8)
    } else {
      note(.loneSurrogate, at: start)
      text.append(contentsOf: "\u{FFFD}".utf8)
    }
  }

  private func hexadecimal(at place: Int) -> UInt32? {
    guard place + 4 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[place..<(place + 4)] {
      guard let digit = StrictParser.hexValue(byte) else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  /// The number at the position; one that the text ends in may have been cut off.
  mutating func parseNumber() throws(Stop) -> JSONNumber {
    let start = position
    while let byte = next, Self.isWord(byte) || "+-.".utf8.contains(byte) { position += 1 }
    guard position < bytes.count else { throw .end }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if let number = JSONNumber(literal: text) { return number }
    // One sign, and one zero where a digit is missing, say no other number than was written.
    var mended = text.hasPrefix("+") ? String(text.dropFirst()) : text
    if mended.hasPrefix(".") { mended = "0" + mended }
    if mended.hasPrefix("-.") { mended = "-0" + mended.dropFirst() }
    if mended.hasSuffix(".") { mended += "0" }
    guard let number = JSONNumber(literal: mended) else { throw .unreadable }
    note(.number, at: start)
    return number
  }

  /// The literal at the position, of JSON, Python or JavaScript.
  mutating func parseLiteral() throws(Stop) -> JSONValue {
    let start = position
    while let byte = next, Self.isWord(byte) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    switch word {
    case "true": return true
    case "false": return false
    case "null": return nil
    default: break
    }
    let others: [String: JSONValue] = [
      "True": true, "TRUE": true, "False": false, "FALSE": false, "None": nil, "NULL": nil,
      "Null": nil, "NaN": nil, "undefined": nil,
    ]
    guard let value = others[word] else {
      throw position == bytes.count ? .end : .unreadable
    }
    note(.literal, at: start)
    return value
  }

  private func begins(with text: [UInt8]) -> Bool {
    guard position + text.count <= bytes.count else { return false }
    return text.indices.allSatisfy { bytes[position + $0] == text[$0] }
  }
}
