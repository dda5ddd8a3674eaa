/// Names of hosts: those of RFC 1123, section 2.1, and the internationalised ones of RFC 5890.
enum HostName {
  typealias Bytes = Format.Bytes

  /// Letters, digits and hyphens; a label that begins with `xn--` must stand for a valid one.
  static func isValid(_ text: Bytes) -> Bool {
    let labels = text.parts(".")
    guard text.count <= 253, labels.allSatisfy(isLabel) else { return false }
    let encoded = labels.map { String(decoding: $0, as: UTF8.self) }
    guard encoded.contains(where: isEncoded) else { return true }
    let decoded = encoded.map(decoded)
    return decoded.allSatisfy { $0 != nil } && isWellDirected(decoded.compactMap(\.self))
  }

  /// The same with labels of Unicode's letters, and the full stops of East Asian scripts.
  static func isInternational(_ text: String) -> Bool {
    let dots: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]
    let labels = text.unicodeScalars.split(
      omittingEmptySubsequences: false, whereSeparator: dots.contains)
    var (length, decoded) = (labels.count - 1, [String]())
    for label in labels.map(String.init) {
      if label.utf8.allSatisfy({ $0 < 128 }) {
        var ascii = label
        let isLabel = ascii.withUTF8 { bytes in
          self.isLabel(Bytes(base: bytes, bounds: 0..<bytes.count))
        }
        guard isLabel, let name = self.decoded(label) else { return false }
        length += label.utf8.count
        decoded.append(name)
      } else {
        let scalars = Array(label.unicodeScalars)
        guard InternationalLabel.isValid(scalars), let encoded = Punycode.encoded(scalars),
          encoded.count + 4 <= 63
        else { return false }
        length += encoded.count + 4
        decoded.append(label)
      }
    }
    return length <= 253 && isWellDirected(decoded)
  }

  private static func isLabel(_ label: Bytes) -> Bool {
    1...63 ~= label.count && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
      && label.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
  }

  private static func isEncoded(_ label: String) -> Bool {
    label.lowercased().hasPrefix("xn--")
  }

  /// A label of ASCII, its `xn--` form decoded; nil where that stands for no valid label (RFC 5891,
  /// section 5.4).
  private static func decoded(_ label: String) -> String? {
    guard isEncoded(label) else { return label }
    let code = label.lowercased().dropFirst(4)
    guard let scalars = Punycode.decoded(code), !scalars.allSatisfy(\.isASCII),
      Punycode.encoded(scalars) == String(code), InternationalLabel.isValid(scalars)
    else { return nil }
    return String(String.UnicodeScalarView(scalars))
  }

  /// The Bidi rule: if one label is written from right to left, it binds all (RFC 5893, section 2).
  private static func isWellDirected(_ labels: [String]) -> Bool {
    let labels = labels.map { Array($0.unicodeScalars) }
    guard labels.contains(where: InternationalLabel.isRightToLeft) else { return true }
    return labels.allSatisfy(InternationalLabel.keepsBidiRule)
  }
}
