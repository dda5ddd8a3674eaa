/// The formats that can be asserted (validation, section 7.3).
///
/// Any other name is an annotation and never an error.
enum Format: String, Sendable {
  case date, time, email, uri
  case dateTime = "date-time"

  /// Whether a string has this format.
  func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return switch self {
    case .date: Self.isDate(bytes[...])
    case .time: Self.isTime(bytes[...])
    case .dateTime: Self.isDateTime(bytes)
    case .email: Self.isEmail(bytes)
    case .uri: Self.isURI(bytes)
    }
  }

  /// A full-date of RFC 3339, section 5.6, that is in the calendar.
  private static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, let year = number(parts[0], digits: 4),
      let month = number(parts[1], digits: 2), let day = number(parts[2], digits: 2)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1...12 ~= month && 1...lengths[month - 1] ~= day
  }

  private static func isDateTime(_ text: [UInt8]) -> Bool {
    guard text.count > 11, text[10] | 0x20 == UInt8(ascii: "t") else { return false }
    return isDate(text[..<10]) && isTime(text[11...])
  }

  /// A full-time of RFC 3339, section 5.6; a leap second only as the last of a day in UTC.
  private static func isTime(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= 9 else { return false }
    let parts = text.prefix(8).split(
      separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 3, let hour = number(parts[0], digits: 2),
      let minute = number(parts[1], digits: 2), let second = number(parts[2], digits: 2)
    else { return false }
    var rest = text.dropFirst(8)
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      guard !digits.isEmpty else { return false }
      rest = rest.dropFirst(1 + digits.count)
    }
    guard let offset = offset(rest), hour < 24, minute < 60, second <= 60 else { return false }
    return second < 60 || (hour * 60 + minute - offset + 2880) % 1440 == 1439
  }

  /// Minutes ahead of UTC of `Z` or `±hh:mm`.
  private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
    guard let first = text.first else { return nil }
    if first | 0x20 == UInt8(ascii: "z") { return text.count == 1 ? 0 : nil }
    let parts = text.dropFirst().split(
      separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard first == UInt8(ascii: "+") || first == UInt8(ascii: "-"), parts.count == 2,
      let hours = number(parts[0], digits: 2), let minutes = number(parts[1], digits: 2),
      hours < 24, minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * (first == UInt8(ascii: "-") ? -1 : 1)
  }

  private static func number(_ text: ArraySlice<UInt8>, digits: Int) -> Int? {
    guard text.count == digits, text.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
    else { return nil }
    return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// A dot-atom local part and a host name (RFC 5321, section 4.1.2, without quoted strings).
  private static func isEmail(_ text: [UInt8]) -> Bool {
    guard let at = text.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let (local, host) = (text[..<at], text[(at + 1)...])
    return isDotted(local, allowing: "!#$%&'*+-/=?^_`{|}~") && isDotted(host, allowing: "-")
      && local.count <= 64
  }

  /// Non-empty parts with dots between them, of letters, digits and some others.
  private static func isDotted(_ text: ArraySlice<UInt8>, allowing others: String) -> Bool {
    text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { part in
        !part.isEmpty && part.allSatisfy { isAlphanumeric($0) || others.utf8.contains($0) }
      }
  }

  /// A scheme and characters of RFC 3986, with every `%` before two hexadecimal digits.
  private static func isURI(_ text: [UInt8]) -> Bool {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > 0,
      isAlphanumeric(text[0]), !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[0]),
      text[..<colon].allSatisfy({ isAlphanumeric($0) || "+-.".utf8.contains($0) })
    else { return false }
    let rest = text[(colon + 1)...]
    return rest.indices.allSatisfy { place in
      guard rest[place] != UInt8(ascii: "%") else {
        return place + 2 < rest.endIndex && isHex(rest[place + 1]) && isHex(rest[place + 2])
      }
      return isAlphanumeric(rest[place]) || "-._~:/?#[]@!$&'()*+,;=".utf8.contains(rest[place])
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
  }
}
