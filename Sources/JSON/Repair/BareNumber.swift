/// A number as models and programming languages write them, where only one number can be meant.
struct BareNumber {
  let value: JSONNumber
  /// Whether the literal was changed to be JSON.
  let isMended: Bool

  /// Takes a word for a number; nil where it is none, or where it may be an identifier such as
  /// `007` or a part of one such as `1.1.1`.
  init?(_ word: String) {
    if let number = JSONNumber(literal: word) {
      (value, isMended) = (number, false)
      return
    }
    guard let number = Self.mended(word) else { return nil }
    (value, isMended) = (number, true)
  }

  private static func mended(_ word: String) -> JSONNumber? {
    guard word.utf8.contains(where: RepairText.isDigit) else { return nil }
    let lower = word.lowercased()
    if lower.hasPrefix("0x") { return Int(lower.dropFirst(2), radix: 16).map { JSONNumber($0) } }
    var bytes = Array(lower.utf8)
    if bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
    // JavaScript's 10n, and the digit groups of 1_000.
    if bytes.last == UInt8(ascii: "n") { bytes.removeLast() }
    bytes = withoutGroups(bytes)
    // One zero where a digit is missing says no other number than was written.
    let sign = bytes.first == UInt8(ascii: "-") ? 1 : 0
    if bytes.count > sign, bytes[sign] == UInt8(ascii: ".") {
      bytes.insert(UInt8(ascii: "0"), at: sign)
    }
    while let last = bytes.last, "e+-".utf8.contains(last) { bytes.removeLast() }
    if bytes.last == UInt8(ascii: ".") { bytes.append(UInt8(ascii: "0")) }
    return JSONNumber(literal: String(decoding: bytes, as: UTF8.self))
  }

  /// The digits without the underscores that stand between two of them.
  private static func withoutGroups(_ bytes: [UInt8]) -> [UInt8] {
    bytes.indices.filter { place in
      guard bytes[place] == UInt8(ascii: "_") else { return true }
      return place == 0 || place + 1 == bytes.count || !RepairText.isDigit(bytes[place - 1])
        || !RepairText.isDigit(bytes[place + 1])
    }.map { bytes[$0] }
  }
}
