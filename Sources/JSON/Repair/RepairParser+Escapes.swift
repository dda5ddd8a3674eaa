extension RepairParser {
  /// The escape at the position; false where the text ends in it.
  mutating func parseEscape(into bytes: inout [UInt8]) -> Bool {
    guard position + 1 < text.count else {
      position = text.count
      return false
    }
    let escaped = text[position + 1]
    switch escaped {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(escaped)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"): return parseUnicodeEscape(into: &bytes)
    case UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "_"):  // `\_` is Markdown's
      note(.invalidEscape)
      bytes.append(escaped)
    case 0x0A, 0x0D:
      note(.invalidEscape)  // JavaScript continues a line so
      if escaped == 0x0D, text[position + 2] == 0x0A { position += 1 }
    case UInt8(ascii: "x") where hexadecimal(at: position + 2, digits: 2) != nil:
      note(.invalidEscape)
      append(hexadecimal(at: position + 2, digits: 2) ?? 0, to: &bytes)
      position += 2
    default:
      note(.invalidEscape)
      bytes.append(UInt8(ascii: "\\"))
      position -= 1
    }
    position += 2
    return true
  }

  /// Appends what `\uXXXX` stands for, with the second half of its pair if there is one.
  private mutating func parseUnicodeEscape(into bytes: inout [UInt8]) -> Bool {
    let start = position
    guard let unit = hexadecimal(at: start + 2, digits: 4) else {
      if start + 6 > text.count, text.bytes[(start + 2)...].allSatisfy(Self.isHexadecimal) {
        position = text.count
        return false
      }
      note(.invalidEscape)
      bytes.append(UInt8(ascii: "\\"))
      position += 1
      return true
    }
    position += 6
    if Unicode.Scalar(unit) != nil {
      append(unit, to: &bytes)
    } else if unit < 0xDC00, text[position] == UInt8(ascii: "\\"),
      text[position + 1] == UInt8(ascii: "u"),
      let second = hexadecimal(at: position + 2, digits: 4), 0xDC00...0xDFFF ~= second
    {
      position += 6
      append(0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00), to: &bytes)
    } else if unit < 0xDC00, isCutInSecondHalf() {
      position = text.count
      return false
    } else {
      note(.loneSurrogate, at: start)
      append(0xFFFD, to: &bytes)
    }
    return true
  }

  /// Whether the text ends before the second half of a pair is complete.
  private func isCutInSecondHalf() -> Bool {
    let rest = text.bytes[min(position, text.count)...]
    guard rest.count < 6 else { return false }
    return zip(rest, "\\u".utf8).allSatisfy { $0 == $1 }
      && rest.dropFirst(2).allSatisfy(Self.isHexadecimal)
  }

  private func append(_ value: UInt32, to bytes: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(value) else { return }
    bytes.append(contentsOf: String(scalar).utf8)
  }

  private func hexadecimal(at place: Int, digits: Int) -> UInt32? {
    guard place + digits <= text.count else { return nil }
    var value: UInt32 = 0
    for byte in text.bytes[place..<(place + digits)] {
      guard let digit = StrictParser.hexValue(byte) else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    StrictParser.hexValue(byte) != nil
  }
}
