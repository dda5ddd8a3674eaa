/// Addresses of electronic mail: `Mailbox` of RFC 5321, section 4.1.2, and with all letters of
/// Unicode as RFC 6531, section 3.3, adds them.
struct MailAddress {
  typealias Bytes = Format.Bytes

  /// Whether other letters than those of ASCII are allowed.
  let allowsAllLetters: Bool

  func isValid(_ text: Bytes) -> Bool {
    let isQuoted = text.first == UInt8(ascii: "\"")
    let end = isQuoted ? endOfQuoted(text) : text.firstIndex(of: UInt8(ascii: "@"))
    guard let end, end < text.endIndex, text[end] == UInt8(ascii: "@"),
      1...64 ~= text[..<end].count, isQuoted || isDotted(text[..<end], isAtomText)
    else { return false }
    return isDomain(text[(end + 1)...])
  }

  /// The place after the closing quotation mark.
  private func endOfQuoted(_ text: Bytes) -> Int? {
    var place = text.startIndex + 1
    while place < text.endIndex {
      switch text[place] {
      case UInt8(ascii: "\""): return place + 1
      case UInt8(ascii: "\\"):
        place += 1
        guard place < text.endIndex, 32...126 ~= text[place] else { return nil }
      case 32...126: break
      case 128...: guard allowsAllLetters else { return nil }
      default: return nil
      }
      place += 1
    }
    return nil
  }

  private func isDomain(_ text: Bytes) -> Bool {
    if text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]"), text.count > 2 {
      return isLiteral(text.dropFirst().dropLast())
    }
    return text.count <= 255
      && text.parts(".").allSatisfy { label in
        isLetterOrDigit(label.first ?? 0) && isLetterOrDigit(label.last ?? 0)
          && label.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
      }
  }

  /// An address literal (section 4.1.3).
  private func isLiteral(_ text: Bytes) -> Bool {
    if InternetAddress.isVersion4(text) { return true }
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let tag = String(decoding: text[..<colon], as: UTF8.self)
    let content = text[(colon + 1)...]
    if tag.lowercased() == "ipv6" { return InternetAddress.isVersion6(content) }
    return isLetterOrDigit(tag.utf8.last ?? 0)
      && tag.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
      && !content.isEmpty && content.allSatisfy { 33...90 ~= $0 || 94...126 ~= $0 }
  }

  private func isDotted(_ text: Bytes, _ isAllowed: (UInt8) -> Bool) -> Bool {
    text.parts(".").allSatisfy { !$0.isEmpty && $0.allSatisfy(isAllowed) }
  }

  private func isAtomText(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || allowsAllLetters && byte >= 128
  }
}
