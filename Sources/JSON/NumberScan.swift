/// One number found in a text by the grammar of RFC 8259, section 6.
struct NumberScan {
  /// The offset after its last byte.
  let end: Int
  /// Its value where the literal is the decimal form of a 64-bit integer (so not `-0`, `1.0`).
  let integer: Int?

  /// Scans the longest number that begins at an offset; nil where none does.
  @inline(__always)
  init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
    var place = start
    let isNegative = place < bytes.count && bytes[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    let firstDigit = place
    var value = 0
    while place < bytes.count, let digit = Self.digit(bytes[place]) {
      // Up to eighteen digits cannot overflow; longer ones are checked below.
      value = value &* 10 &- digit
      place += 1
    }
    let digits = place - firstDigit
    guard digits > 0 else { return nil }
    if bytes[firstDigit] == UInt8(ascii: "0"), digits > 1 { return nil }
    let isPlain = place == bytes.count || !Self.continues(bytes[place])
    if isPlain {
      end = place
      if digits <= 18 {
        integer = isNegative ? (value == 0 ? nil : value) : -value
      } else {
        integer = Self.longInteger(bytes[start..<place])
      }
    } else {
      guard let end = Self.fractionAndExponent(bytes, at: place) else { return nil }
      (self.end, integer) = (end, nil)
    }
  }

  /// The end of `.digits`, `e±digits` or both; nil where they are malformed.
  private static func fractionAndExponent(
    _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> Int? {
    var place = start
    if bytes[place] == UInt8(ascii: ".") {
      let first = place + 1
      place = endOfDigits(bytes, at: first)
      guard place > first else { return nil }
    }
    guard place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") else { return place }
    place += 1
    if place < bytes.count, bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-") {
      place += 1
    }
    let first = place
    place = endOfDigits(bytes, at: first)
    return place > first ? place : nil
  }

  private static func endOfDigits(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
    var place = start
    while place < bytes.count, digit(bytes[place]) != nil { place += 1 }
    return place
  }

  private static func longInteger(_ literal: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    literal.count > 20 ? nil : Int(String(decoding: literal, as: UTF8.self))
  }

  @inline(__always)
  private static func digit(_ byte: UInt8) -> Int? {
    let value = byte &- UInt8(ascii: "0")
    return value < 10 ? Int(value) : nil
  }

  @inline(__always)
  private static func continues(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
  }
}
