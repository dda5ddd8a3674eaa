/// Dates, times and durations of RFC 3339.
enum CalendarFormat {
  typealias Bytes = Format.Bytes

  /// A full-date of section 5.6 that is in the calendar.
  static func isDate(_ text: Bytes) -> Bool {
    let start = text.startIndex
    guard text.count == 10, text[start + 4] == UInt8(ascii: "-"),
      text[start + 7] == UInt8(ascii: "-"), let year = text[..<(start + 4)].number(digits: 4),
      let month = text[(start + 5)..<(start + 7)].number(digits: 2),
      let day = text[(start + 8)...].number(digits: 2)
    else { return false }
    return 1...12 ~= month && 1...days(in: month, of: year) ~= day
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// A date-time of section 5.6.
  static func isDateTime(_ text: Bytes) -> Bool {
    let start = text.startIndex
    guard text.count > 11, text[start + 10] | 0x20 == UInt8(ascii: "t") else { return false }
    return isDate(text[..<(start + 10)]) && isTime(text[(start + 11)...])
  }

  /// A full-time of section 5.6; a leap second only as the last of a day in UTC.
  static func isTime(_ text: Bytes) -> Bool {
    guard text.count >= 9 else { return false }
    let parts = text.prefix(8).parts(":")
    guard parts.count == 3, let hour = parts[0].number(digits: 2),
      let minute = parts[1].number(digits: 2), let second = parts[2].number(digits: 2)
    else { return false }
    var rest = text.dropFirst(8)
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard rest.takeDigits() != nil else { return false }
    }
    guard let offset = offset(rest), hour < 24, minute < 60, second <= 60 else { return false }
    return second < 60 || (hour * 60 + minute - offset + 2880) % 1440 == 1439
  }

  /// Minutes ahead of UTC of `Z` or `±hh:mm`.
  private static func offset(_ text: Bytes) -> Int? {
    guard let first = text.first else { return nil }
    if first | 0x20 == UInt8(ascii: "z") { return text.count == 1 ? 0 : nil }
    let parts = text.dropFirst().parts(":")
    guard first == UInt8(ascii: "+") || first == UInt8(ascii: "-"), parts.count == 2,
      let hours = parts[0].number(digits: 2), let minutes = parts[1].number(digits: 2),
      hours < 24, minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * (first == UInt8(ascii: "-") ? -1 : 1)
  }

  /// A duration of appendix A: units in order, and none left out between two that are there.
  static func isDuration(_ text: Bytes) -> Bool {
    guard text.first == UInt8(ascii: "P") else { return false }
    var rest = text.dropFirst()
    if rest.last == UInt8(ascii: "W") { return rest.dropLast().allDigits }
    let hasDate = takeUnits("YMD", of: &rest)
    guard let hasDate else { return false }
    guard rest.first == UInt8(ascii: "T") else { return hasDate && rest.isEmpty }
    rest.removeFirst()
    return takeUnits("HMS", of: &rest) == true && rest.isEmpty
  }

  /// Takes numbers with their units; nil where a unit is out of order, unknown or missing.
  private static func takeUnits(_ units: String, of text: inout Bytes) -> Bool? {
    let units = Array(units.utf8)
    var last: Int?
    while text.takeDigits() != nil {
      guard let unit = text.popFirst().flatMap({ units.firstIndex(of: $0) }),
        last == nil || unit == last.map({ $0 + 1 })
      else { return nil }
      last = unit
    }
    return last != nil
  }
}

extension Format.Bytes {
  fileprivate var allDigits: Bool { !isEmpty && allSatisfy(\.isDigit) }
}
