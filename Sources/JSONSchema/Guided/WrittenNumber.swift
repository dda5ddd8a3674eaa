package import JSON

/// The numbers that a text written for people can stand for.
///
/// A point is the decimal sign here and the sign of thousands there, so a text can have two
/// readings; the caller must not choose between them.
package enum WrittenNumber {
  /// All readings: none for what is no number, two for texts such as `1,234`.
  ///
  /// A currency before or after the number is passed over; a unit, a percent sign or any other word
  /// makes the text no number.
  package static func readings(of text: String) -> [JSONNumber] {
    guard let (digits, isNegative) = bare(text) else { return [] }
    let sign = isNegative ? "-" : ""
    var found: [JSONNumber] = []
    for plain in plainForms(digits) {
      if let number = JSONNumber(literal: sign + plain), !found.contains(number) {
        found.append(number)
      }
    }
    return found
  }

  // MARK: Around the digits

  /// The digits with their signs for decimals and thousands, and whether the number is negative.
  private static func bare(_ text: String) -> (digits: String, isNegative: Bool)? {
    var rest = Substring(text).trimmed
    var isNegative = false
    // A sign may stand before or after the currency.
    for _ in 0..<2 {
      rest = rest.withoutCurrency.trimmed
      if let first = rest.first, "+-−–".contains(first) {
        guard !isNegative else { return nil }
        isNegative = first != "+"
        rest = rest.dropFirst().trimmed
      }
    }
    if rest.first == "(", rest.last == ")", !isNegative {
      (rest, isNegative) = (rest.dropFirst().dropLast().trimmed.withoutCurrency.trimmed, true)
    }
    if let last = rest.last, "-−".contains(last), !isNegative {
      (rest, isNegative) = (rest.dropLast().trimmed, true)
    }
    guard rest.first?.isWrittenDigit == true || rest.first == "." || rest.first == "," else {
      return nil
    }
    return (String(rest), isNegative)
  }

  // MARK: The digits

  /// The forms in JSON's notation.
  private static func plainForms(_ text: String) -> [String] {
    if let number = JSONNumber(literal: text), text.contains(where: { "eE".contains($0) }) {
      return [number.literal]
    }
    let spaces = text.filter { " \u{A0}\u{202F}\u{2009}'’_".contains($0) }
    guard Set(spaces).count <= 1 else { return [] }
    if let space = spaces.first { return spaced(text, space) }
    let points = text.filter { $0 == "." }.count
    let commas = text.filter { $0 == "," }.count
    switch (points, commas) {
    case (0, 0): return [whole(text)].compactMap { $0 }
    case (1, 0), (0, 1): return oneSign(text, points == 1 ? "." : ",")
    case (_, 0), (0, _): return [grouped(text, by: points > 0 ? "." : ",")].compactMap { $0 }
    case (_, 1) where text.last { ".,".contains($0) } == ",":
      return [split(text, thousands: ".", decimal: ",")].compactMap { $0 }
    case (1, _): return [split(text, thousands: ",", decimal: ".")].compactMap { $0 }
    default: return []
    }
  }

  /// Thousands by spaces or apostrophes: what is left is the sign of decimals.
  private static func spaced(_ text: String, _ space: Character) -> [String] {
    let decimals = text.filter { $0 == "." || $0 == "," }
    guard decimals.count <= 1 else { return [] }
    guard let decimal = decimals.first else { return [grouped(text, by: space)].compactMap { $0 } }
    return [split(text, thousands: space, decimal: decimal)].compactMap { $0 }
  }

  /// One point or comma: decimals, or thousands, or either.
  private static func oneSign(_ text: String, _ sign: Character) -> [String] {
    [split(text, thousands: nil, decimal: sign), grouped(text, by: sign)].compactMap { $0 }
  }

  private static func split(
    _ text: String, thousands: Character?, decimal: Character
  ) -> String? {
    let parts = text.split(separator: decimal, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].allSatisfy(\.isWrittenDigit) else { return nil }
    let head = String(parts[0])
    guard let integer = head.isEmpty ? "0" : thousands.map({ grouped(head, by: $0) }) ?? whole(head)
    else { return nil }
    guard !parts[1].isEmpty else { return head.isEmpty ? nil : integer }
    return "\(integer).\(parts[1])"
  }

  /// Digits in groups of three, the first of one to three and not zero.
  private static func grouped(_ text: String, by sign: Character) -> String? {
    let groups = text.split(separator: sign, omittingEmptySubsequences: false)
    guard groups.count > 1, (1...3).contains(groups[0].count), groups[0].first != "0",
      groups.dropFirst().allSatisfy({ $0.count == 3 }),
      groups.allSatisfy({ $0.allSatisfy(\.isWrittenDigit) })
    else { return nil }
    return groups.joined()
  }

  /// Digits alone; more than one that begin with zero are an identifier.
  private static func whole(_ text: String) -> String? {
    guard !text.isEmpty, text.allSatisfy(\.isWrittenDigit), text.count == 1 || text.first != "0"
    else { return nil }
    return text
  }
}

extension Character {
  fileprivate var isWrittenDigit: Bool { isASCII && isWholeNumber }
}

extension Substring {
  /// Codes of ISO 4217 and signs of more than one letter that stand beside amounts.
  private static let currencies: Set<String> = [
    "AED", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EUR", "GBP",
    "HKD", "HRK", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KRW", "MXN", "MYR", "NOK", "NZD",
    "PHP", "PLN", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD",
    "VND", "ZAR", "RM", "R", "US", "Fr", "Fr.", "kr", "kr.", "zł", "Kč", "Rs", "Rs.", "Ft",
  ]

  fileprivate var trimmed: Substring {
    var rest = self
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }

  /// Without one currency before it and one after it.
  fileprivate var withoutCurrency: Substring {
    var rest = self
    let head = rest.prefix { !$0.isWrittenDigit && !"+-−–(,".contains($0) }
    if head.isCurrency { rest = rest.dropFirst(head.count) }
    let tail = rest.reversed().prefix { !$0.isWrittenDigit && !")-−,".contains($0) }.count
    if rest.suffix(tail).isCurrency { rest = rest.dropLast(tail) }
    return rest
  }

  private var isCurrency: Bool {
    let word = trimmed
    guard let last = word.last else { return false }
    if last.isCurrencySymbol {
      let letters = word.dropLast()
      return letters.isEmpty || Self.currencies.contains(String(letters))
    }
    return Self.currencies.contains(String(word))
  }
}
