/// Finds the days of a text: ISO and numeric forms, and month names in six languages.
///
/// `2031-03-14`, `20310314`, `14.03.2031`, `14/3/31`, `3/14/2031`, `14. März 2031`,
/// `March 14th, 2031`, `14-Mar-2031`, `le 1er mars 2031`. With `/` and `-` a date that can be read
/// day first and month first shows both days. Years of two digits are 1970 to 2069.
struct DateReader {
  typealias Place = DocumentIndex.Place

  /// Days by year × 10,000 + month × 100 + day, and the years of numeric dates.
  typealias Found = (days: [Int: [Place]], years: [Place])

  /// Words that may stand between day, month and year.
  private static let fillers = [
    "st", "nd", "rd", "th", "er", "e", "º", "de", "del", "of", "di", "d",
  ]
  /// Tokens looked at between two parts of a written date.
  private static let reach = 4

  private let tokens: TokenColumns
  private let bytes: [UInt8]

  init(_ tokens: TokenColumns, _ bytes: [UInt8]) {
    self.tokens = tokens
    self.bytes = bytes
  }

  /// All days of the text.
  ///
  /// - Parameters:
  ///   - identity: which distinct token stands at each place.
  ///   - numbering: the number of each distinct folded token.
  func read(identity: [Int32], numbering: [String: Int32]) -> Found {
    var months: [Int32: Int] = [:]
    for (name, month) in MonthNames.all {
      if let number = numbering[name] { months[number] = month }
    }
    let fillers = Set(Self.fillers.compactMap { numbering[$0] })
    var found: Found = ([:], [])
    for index in 0..<tokens.count {
      switch tokens.kind[index] {
      case .digits: readNumeric(index, &found)
      case .letters:
        if let month = months[identity[index]] {
          readWritten(index, month) {
            fillers.contains(identity[$0])
          } into: { day, range in
            found.days[day, default: []].append(range)
          }
        }
      case .ideograph, .sign: break
      }
    }
    return found
  }

  // MARK: Numeric

  private func readNumeric(_ first: Int, _ found: inout Found) {
    if tokens.length(first) == 8 { return readCompact(first, &found) }
    guard first + 4 < tokens.count, tokens.isSign(first + 1, ".", "/", "-"),
      tokens.sign[first + 3] == tokens.sign[first + 1], tokens.isDigits(first + 2),
      tokens.isDigits(first + 4), isClose(first + 1), isClose(first + 2), isClose(first + 3),
      isClose(first + 4), !continues(first + 5, tokens.sign[first + 1]),
      !isContinuation(first, tokens.sign[first + 1])
    else { return }
    let parts = [first, first + 2, first + 4]
    let values = parts.map(value)
    var days: [Int?] = []
    var year = first + 4
    switch (tokens.length(first), tokens.length(first + 2), tokens.length(first + 4)) {
    case (4, 1...2, 1...2):
      days = [key(values[0], values[1], values[2])]
      year = first
    case (1...2, 1...2, 4), (1...2, 1...2, 2):
      let written = fullYear(values[2], digits: tokens.length(first + 4))
      days = [key(written, values[1], values[0])]
      if days == [nil] || !tokens.isSign(first + 1, ".") {
        days.append(key(written, values[0], values[1]))
      }
    default: return
    }
    let place = Place(tokens.range(first..<(first + 5)))
    for day in days.compactMap({ $0 }) { found.days[day, default: []].append(place) }
    if days.contains(where: { $0 != nil }), tokens.length(year) == 4 {
      found.years.append(Place(tokens.range(year..<(year + 1))))
    }
  }

  private func readCompact(_ index: Int, _ found: inout Found) {
    let number = value(index)
    guard (1900...2100).contains(number / 10_000),
      let day = key(number / 10_000, number / 100 % 100, number % 100)
    else { return }
    found.days[day, default: []].append(Place(tokens.range(index..<(index + 1))))
  }

  /// Whether a token follows the one before it at once, or after one space.
  private func isClose(_ index: Int) -> Bool {
    let gap = tokens.start[index] - tokens.end[index - 1]
    return gap == 0 || gap == 1 && bytes[Int(tokens.end[index - 1])] == UInt8(ascii: " ")
  }

  private func continues(_ next: Int, _ separator: UInt32) -> Bool {
    guard tokens.isGlued(next) else { return false }
    if tokens.isDigits(next) { return true }
    return tokens.sign[next] == separator && tokens.isGlued(next + 1) && tokens.isDigits(next + 1)
  }

  private func isContinuation(_ first: Int, _ separator: UInt32) -> Bool {
    tokens.isGlued(first) && tokens.sign[first - 1] == separator && tokens.isGlued(first - 1)
      && tokens.isDigits(first - 2)
  }

  // MARK: Written

  private func readWritten(
    _ month: Int, _ number: Int, isFiller: (Int) -> Bool, into note: (Int, Place) -> Void
  ) {
    let before = self.number(from: month, by: -1, isFiller) { tokens.length($0) <= 2 }
    if let before, let year = self.number(from: month, by: 1, isFiller, where: isYear),
      let day = key(fullYear(value(year), digits: tokens.length(year)), number, value(before))
    {
      note(day, Place(tokens.range(before..<(year + 1))))
    }
    if let after = self.number(from: month, by: 1, isFiller, where: { tokens.length($0) <= 2 }),
      let year = self.number(from: after, by: 1, isFiller, where: { tokens.length($0) == 4 }),
      let day = key(value(year), number, value(after))
    {
      note(day, Place(tokens.range(month..<(year + 1))))
    }
  }

  /// The nearest number in one direction, with nothing but signs and fillers between.
  private func number(
    from start: Int, by step: Int, _ isFiller: (Int) -> Bool, where fits: (Int) -> Bool
  ) -> Int? {
    for distance in 1...Self.reach {
      let index = start + step * distance
      guard index >= 0, index < tokens.count else { return nil }
      if tokens.isDigits(index) { return fits(index) ? index : nil }
      guard tokens.isSign(index, ".", ",", "-", "/", "'", "°", "º") || isFiller(index) else {
        return nil
      }
    }
    return nil
  }

  private func isYear(_ index: Int) -> Bool {
    tokens.length(index) == 4 || tokens.length(index) == 2
  }

  // MARK: Values

  private func value(_ index: Int) -> Int {
    bytes[Int(tokens.start[index])..<Int(tokens.end[index])].prefix(9)
      .reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  private func fullYear(_ year: Int, digits: Int) -> Int {
    digits == 4 ? year : year < 70 ? 2000 + year : 1900 + year
  }

  /// The key of a day; nil for one that the calendar does not have.
  private func key(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard (1...12).contains(month), year > 0 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[month - 1]).contains(day) ? year * 10_000 + month * 100 + day : nil
  }
}

extension DateReader {
  /// The key of a day written as `YYYY-MM-DD`, alone or before a `T`; nil for anything else.
  static func key(ofISO text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 10 || bytes.count > 10 && [0x54, 0x74, 0x20].contains(bytes[10]) else {
      return nil
    }
    let date = Array(bytes.prefix(10))
    guard date[4] == UInt8(ascii: "-"), date[7] == UInt8(ascii: "-") else { return nil }
    let digits = date.enumerated().filter { $0.offset != 4 && $0.offset != 7 }.map(\.element)
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}
