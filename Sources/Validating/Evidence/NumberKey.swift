import Foundation
import JSON

/// A number as it is compared: what it is worth, whatever its writing.
struct NumberKey: Hashable {
  /// The digits, without zeros at either end; 0 for zero and where there are too many.
  private var digits: UInt64 = 0
  /// The power of ten that the digits are multiplied with.
  private var exponent: Int16 = 0
  private var isNegative = false
  /// The canonical literal of a number of more digits than `digits` can hold.
  private var long: String?

  private static let plainDigits = 19

  /// The key of a value.
  init(_ number: JSONNumber) {
    let literal = number.canonicalLiteral
    let bytes = Array(literal.utf8)
    let isNegative = bytes.first == UInt8(ascii: "-")
    let parts = bytes.drop { $0 == UInt8(ascii: "-") }
      .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if bytes.contains(UInt8(ascii: "e")) {
      self.init(long: literal)
    } else {
      self.init(whole: parts[0], fraction: parts.count > 1 ? parts[1] : [])
      self.isNegative = isNegative
      if long != nil { long = literal }
    }
  }

  /// The key of digits read from a text.
  init(whole: some Collection<UInt8>, fraction: some Collection<UInt8>) {
    var digits: UInt64 = 0
    var exponent: Int16 = 0
    var count = 0
    // Zeros are kept back until a digit follows that needs them.
    var zeros = 0
    func isTaken(_ byte: UInt8) -> Bool {
      guard byte != UInt8(ascii: "0") else {
        zeros += 1
        return true
      }
      let added = count == 0 ? 1 : zeros + 1
      guard count + added <= Self.plainDigits else { return false }
      for _ in 0..<added { digits = digits &* 10 }
      digits += UInt64(byte - UInt8(ascii: "0"))
      count += added
      zeros = 0
      return true
    }
    for byte in whole where !isTaken(byte) {
      long = Self.literal(whole, fraction)
      return
    }
    if count > 0 { exponent = Int16(clamping: zeros) }
    if !fraction.allSatisfy({ $0 == UInt8(ascii: "0") }) {
      if count == 0 { zeros = 0 }
      for byte in fraction where !isTaken(byte) {
        long = Self.literal(whole, fraction)
        return
      }
      let trailing = fraction.reversed().prefix { $0 == UInt8(ascii: "0") }.count
      exponent = Int16(clamping: trailing - fraction.count)
    }
    self.digits = digits
    self.exponent = digits == 0 ? 0 : exponent
  }

  private init(long: String) { self.long = long }

  private static func literal(
    _ whole: some Collection<UInt8>, _ fraction: some Collection<UInt8>
  ) -> String {
    let whole = whole.drop { $0 == UInt8(ascii: "0") }
    let text =
      (whole.isEmpty ? "0" : String(decoding: whole, as: UTF8.self))
      + (fraction.isEmpty ? "" : "." + String(decoding: fraction, as: UTF8.self))
    return JSONNumber(literal: text)?.canonicalLiteral ?? text
  }

  var isZero: Bool { digits == 0 && long == nil }

  var isOne: Bool { self == NumberKey(whole: "1".utf8, fraction: "".utf8) }

  /// Whether it is concluded more often than it is printed: none of something, or one.
  var isOftenConcluded: Bool { isZero || isOne }

  /// The key of the opposite number.
  var negated: NumberKey {
    var key = self
    if let long { key.long = long.hasPrefix("-") ? String(long.dropFirst()) : "-" + long }
    key.isNegative = long == nil && !isNegative && digits != 0
    return key
  }

  /// The key of the number multiplied with a power of ten.
  func shifted(by power: Int) -> NumberKey {
    var key = self
    if digits != 0 { key.exponent += Int16(clamping: power) }
    return key
  }

  /// The nearest double.
  var doubleValue: Double {
    if let long { return Double(long) ?? .nan }
    let value = Double(digits) * pow(10, Double(exponent))
    return isNegative ? -value : value
  }

  /// The number in plain decimal; nil where that is too long.
  var literal: String? {
    if let long { return long }
    var text = String(digits)
    if exponent >= 0 {
      guard exponent <= Self.plainDigits else { return nil }
      text += String(repeating: "0", count: Int(exponent))
    } else {
      let missing = Int(-exponent) - text.utf8.count + 1
      if missing > 0 { text = String(repeating: "0", count: missing) + text }
      text.insert(".", at: text.index(text.endIndex, offsetBy: Int(exponent)))
    }
    return isNegative ? "-" + text : text
  }

  /// The keys that a text can be read as, if it is a number and nothing else.
  static func readings(of text: String) -> [NumberKey] {
    let bytes = Array(text.utf8)
    let tokens = TokenColumns(bytes)
    let found = NumberReader(tokens, bytes).read(years: [])
    let keys = found.keys { $0.range == 0..<bytes.count }
    return text.hasPrefix("-") ? keys.filter { $0.isNegative || $0.isZero } : keys
  }
}
