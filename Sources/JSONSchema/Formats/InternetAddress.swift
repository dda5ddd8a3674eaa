/// Addresses of the Internet Protocol, as text.
enum InternetAddress {
  typealias Bytes = Format.Bytes

  /// A dotted quad of RFC 2673, section 3.2: four numbers up to 255 without leading zeros.
  static func isVersion4(_ text: Bytes) -> Bool {
    let parts = text.parts(".")
    return parts.count == 4
      && parts.allSatisfy { part in
        guard 1...3 ~= part.count, let value = part.number(digits: part.count) else {
          return false
        }
        return value <= 255 && (part.count == 1 || part.first != UInt8(ascii: "0"))
      }
  }

  /// An address of RFC 4291, section 2.2, without zone and prefix length.
  static func isVersion6(_ text: Bytes) -> Bool {
    var groups = 0
    var rest = text
    var isShortened = false
    if rest.starts(with: "::".utf8) {
      isShortened = true
      rest = rest.dropFirst(2)
      if rest.isEmpty { return true }
    }
    while true {
      let group = rest.prefix { $0 != UInt8(ascii: ":") }
      rest = rest[group.endIndex...]
      if rest.isEmpty, group.contains(UInt8(ascii: ".")) {
        guard isVersion4(group) else { return false }
        groups += 2
        break
      }
      guard 1...4 ~= group.count, group.allSatisfy(\.isHexDigit) else { return false }
      groups += 1
      guard rest.popFirst() != nil else { break }
      if rest.first == UInt8(ascii: ":") {
        guard !isShortened else { return false }
        isShortened = true
        rest.removeFirst()
        if rest.isEmpty { break }
      }
    }
    return isShortened ? groups <= 7 : groups == 8
  }
}
