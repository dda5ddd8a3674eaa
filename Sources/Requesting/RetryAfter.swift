/// The header `Retry-After` (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// How long to wait, in seconds, from now on.
  ///
  /// - Parameters:
  ///   - value: whole or decimal seconds, or a date in the form that servers must send
  ///     (IMF-fixdate, RFC 9110, section 5.6.7). Nil for anything else.
  ///   - now: seconds since 1970.
  static func seconds(_ value: String, now: Double) -> Double? {
    let value = Words.trimmed(value)
    if let seconds = Double(value), seconds.isFinite { return max(0, seconds) }
    return date(value).map { max(0, $0 - now) }
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `Sun, 06 Nov 1994 08:49:37 GMT` in seconds since 1970.
  private static func date(_ value: String) -> Double? {
    let fields = value.split(separator: " ")
    guard fields.count == 6, fields[5] == "GMT", let day = Int(fields[1]),
      let month = months.firstIndex(of: String(fields[2])), let year = Int(fields[3]),
      (1...31).contains(day), (1970...9999).contains(year)
    else { return nil }
    let clock = fields[4].split(separator: ":").map { Int($0) ?? -1 }
    guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    let seconds = clock[0] * 3600 + clock[1] * 60 + clock[2]
    return Double(days(year, month + 1, day) * 86_400 + seconds)
  }

  /// Days since 1970-01-01 of a date of the Gregorian calendar.
  ///
  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
