import JSON

/// The one writing by which numbers are compared: plain decimal, no needless zeros.
enum NumberKey {
  /// Digits of a number that is made without ``JSONNumber``; longer ones are rare.
  private static let plainDigits = 20

  /// The key of a value.
  static func of(_ number: JSONNumber) -> String { number.canonicalLiteral }

  /// The key of digits read from a text; nil where they are none.
  static func of(whole: [UInt8], fraction: [UInt8]) -> String? {
    let whole = whole.drop { $0 == UInt8(ascii: "0") }
    let kept = fraction.lastIndex { $0 != UInt8(ascii: "0") }.map { $0 + 1 } ?? 0
    let fraction = fraction.prefix(kept)
    var text = whole.isEmpty ? "0" : String(decoding: whole, as: UTF8.self)
    if !fraction.isEmpty { text += "." + String(decoding: fraction, as: UTF8.self) }
    if whole.count <= plainDigits, fraction.count <= 6 { return text }
    return JSONNumber(literal: text)?.canonicalLiteral
  }

  /// The key of the opposite number.
  static func negated(_ key: String) -> String {
    if key == "0" { return key }
    return key.hasPrefix("-") ? String(key.dropFirst()) : "-" + key
  }

  /// The keys that a text can be read as, if it is a number and nothing else.
  static func readings(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    let keys = NumberReader(TokenColumns(bytes), bytes).read(years: []).filter { _, places in
      places.contains { $0.range == 0..<bytes.count }
    }.keys.sorted()
    return text.hasPrefix("-") ? keys.filter { $0.hasPrefix("-") || $0 == "0" } : keys
  }
}
