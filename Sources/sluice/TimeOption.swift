import ArgumentParser
import Foundation

/// A moment, as people write it: `2031-04-05`, `2031-04-05T16:07`, or `30m`, `12h`, `7d` for so long
/// ago; local time unless it ends in a zone.
struct TimeOption: ExpressibleByArgument {
  /// In milliseconds since 1970.
  let milliseconds: Int

  init?(argument: String) {
    guard let date = Self.ago(argument) ?? Self.moment(argument) else { return nil }
    milliseconds = Int(date.timeIntervalSince1970 * 1000)
  }

  private static let seconds: [Character: Double] = ["m": 60, "h": 3600, "d": 86400, "w": 604_800]

  private static func ago(_ text: String) -> Date? {
    guard let unit = text.last.flatMap({ seconds[$0] }), let count = Int(text.dropLast()),
      count >= 0
    else { return nil }
    return Date(timeIntervalSinceNow: -Double(count) * unit)
  }

  private static func moment(_ text: String) -> Date? {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.isLenient = false
    let formats = [
      "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm",
      "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssXXX",
    ]
    for format in formats {
      formatter.dateFormat = format
      if let date = formatter.date(from: text) { return date }
    }
    return nil
  }
}
