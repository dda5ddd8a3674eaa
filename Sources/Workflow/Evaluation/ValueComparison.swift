import JSON

/// Whether two values are the same value, whatever their writing.
///
/// Numbers are compared as numbers, also where one is written as a string; dates as dates; strings
/// without regard to how much and what white space is between words. Nothing else is forgiven.
enum ValueComparison {
  /// Compares scalars; containers are equal only to themselves.
  static func areEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
    if left == right { return true }
    if let left = number(left), let right = number(right) { return left == right }
    guard let left = left.stringValue, let right = right.stringValue else { return false }
    if let left = date(left), let right = date(right) { return left == right }
    return spaced(left) == spaced(right)
  }

  private static func number(_ value: JSONValue) -> JSONNumber? {
    value.numberValue ?? value.stringValue.flatMap { JSONNumber(literal: spaced($0)) }
  }

  /// Words with one space between them, in one normal form (`==` of strings sees to that).
  private static func spaced(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Year, month and day of `2031-04-05`, with or without a time at midnight, `2031/04/05` and
  /// `05.04.2031`.
  private static func date(_ text: String) -> [Int]? {
    var text = Substring(spaced(text))
    if let time = text.firstIndex(where: { $0 == "T" || $0 == " " }) {
      guard text[time...].dropFirst().allSatisfy({ "0:.Z".contains($0) }) else { return nil }
      text = text[..<time]
    }
    for (separator, isYearFirst) in [("-", true), ("/", true), (".", false)] {
      let parts = text.split(separator: Character(separator), omittingEmptySubsequences: false)
      let numbers = parts.compactMap { part in
        part.utf8.allSatisfy { (48...57).contains($0) } ? Int(part) : nil
      }
      guard parts.count == 3, numbers.count == 3 else { continue }
      let date = isYearFirst ? numbers : numbers.reversed()
      guard parts[isYearFirst ? 0 : 2].count == 4, (1...12).contains(date[1]),
        (1...31).contains(date[2])
      else { return nil }
      return date
    }
    return nil
  }
}
