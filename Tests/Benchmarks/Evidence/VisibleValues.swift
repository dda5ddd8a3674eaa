import Foundation
import JSON

/// What a person can find on the page, by other means than the code that is measured.
///
/// Generous about layout, strict about content: a text is there when its letters and digits stand
/// in a row, or all its words within a few lines; a number when one of its usual writings stands
/// there between what is no digit; a day likewise.
struct VisibleValues {
  private let text: String
  /// The letters and digits alone, in lower case.
  private let stream: String
  private let lines: [Set<String>]
  private static let linesOfOneText = 4

  init(text: String) {
    self.text = text.precomposedStringWithCompatibilityMapping
    stream = Self.letters(self.text)
    lines = self.text.split(separator: "\n").map { line in Set(Self.words(line)) }
  }

  func shows(_ value: JSONValue) -> Bool {
    switch value {
    case .number(let number): shows(number)
    case .string(let text): Self.day(text).map(shows) ?? shows(text)
    default: false
    }
  }

  /// The parts of a day written as `YYYY-MM-DD`.
  static func day(_ text: String) -> DateComponents? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard text.utf8.count == 10, parts.count == 3, parts[0] > 1000 else { return nil }
    return DateComponents(year: parts[0], month: parts[1], day: parts[2])
  }

  private func shows(_ sought: String) -> Bool {
    let letters = Self.letters(sought.precomposedStringWithCompatibilityMapping)
    if letters.isEmpty { return false }
    if letters.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return showsDigits(sought) }
    let words = Set(Self.words(sought))
    // One word only as a word of its own.
    if words.count > 1, letters.count > 8, stream.contains(letters) { return true }
    return lines.indices.contains { first in
      let last = min(first + Self.linesOfOneText, lines.count)
      return words.isSubset(of: lines[first..<last].reduce(into: []) { $0.formUnion($1) })
    }
  }

  private func shows(_ number: JSONNumber) -> Bool {
    let parts = number.literal.replacing("-", with: "").split(separator: ".").map(String.init)
    guard let whole = parts.first, !number.literal.contains(where: { "eE".contains($0) }) else {
      return false
    }
    var fraction = parts.count > 1 ? parts[1] : ""
    while fraction.hasSuffix("0") { fraction.removeLast() }
    for digits in max(fraction.count, 0)...max(fraction.count, 4) {
      let end = fraction.padding(toLength: digits, withPad: "0", startingAt: 0)
      for separator in digits == 0 ? [""] : [".", ","] {
        for group in ["", ".", ",", " ", "'", "\u{2019}"] where group != separator {
          if showsDigits(Self.grouped(whole, group) + separator + end) { return true }
        }
      }
    }
    return false
  }

  private func showsDigits(_ digits: String) -> Bool {
    var rest = text[...]
    while let found = rest.range(of: digits) {
      let before = text[..<found.lowerBound].suffix(2)
      let after = text[found.upperBound...].prefix(2)
      if !Self.continues(before.reversed()), !Self.continues(Array(after)) { return true }
      rest = text[found.upperBound...]
    }
    return false
  }

  private static func continues(_ characters: [Character]) -> Bool {
    guard let first = characters.first else { return false }
    if first.isNumber { return true }
    return characters.count > 1 && ".,'-/:".contains(first) && characters[1].isNumber
  }

  private func shows(_ day: DateComponents) -> Bool {
    let (year, month, day) = (day.year ?? 0, day.month ?? 0, day.day ?? 0)
    let names = [
      "jan|ene|gen", "feb|fév|fev", "mar|mär|mrt|maa", "apr|avr|abr", "may|mai|mag|mei",
      "jun|jui|giu",
      "jul|jui|lug", "aug|aoû|ago", "sep|set", "oct|okt|ott", "nov", "dec|dez|déc|dic",
    ]
    let (y, m, d) = ("(?:\(year)|\(String(year).suffix(2)))", "0?\(month)", "0?\(day)")
    let name = "(?:\(names[month - 1]))\\p{L}*"
    let gap = "[\\s.,/-]{1,3}"
    let patterns = [
      "\(year)\(gap)\(m)\(gap)\(d)", "\(d)\(gap)\(m)\(gap)\(y)", "\(m)\(gap)\(d)\(gap)\(y)",
      "\(d)(?:st|nd|rd|th|er|º|°)?[\\s.,-]*(?:day )?(?:of |de )?\(name)[\\s.,'-]*(?:de |of )?\(y)",
      "\(name)[\\s.]*\(d)(?:st|nd|rd|th)?[\\s.,]*\(year)",
      String(format: "%d%02d%02d", year, month, day),
    ]
    return patterns.contains { pattern in
      text.range(
        of: "(?<![0-9])\(pattern)(?![0-9])", options: [.regularExpression, .caseInsensitive]) != nil
    }
  }

  private static func grouped(_ whole: String, _ separator: String) -> String {
    guard !separator.isEmpty else { return whole }
    var groups: [Substring] = []
    var rest = whole[...]
    while rest.count > 3 {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    return ([rest] + groups).joined(separator: separator)
  }

  private static func letters(_ text: String) -> String {
    String(
      text.lowercased().unicodeScalars.filter {
        $0.properties.isAlphabetic || ("0"..."9").contains($0)
      })
  }

  private static func words(_ text: some StringProtocol) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
  }
}
