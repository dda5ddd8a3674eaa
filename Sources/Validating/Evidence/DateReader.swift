/// Finds the days of a text: ISO and numeric forms, and month names in six languages.
///
/// `2031-03-14`, `20310314`, `14.03.2031`, `14/3/31`, `3/14/2031`, `14. März 2031`,
/// `March 14th, 2031`, `14-Mar-2031`, `le 1er mars 2031`, `14th day of March, 2031`. A date with `/`
/// or `-` that can be read day first and month first is read as the document's other dates have it
/// where all that can be told agree; else it shows both days. Years of two digits are 1970 to 2069.
struct DateReader {
  typealias Place = DocumentIndex.Place

  /// Days by year × 10,000 + month × 100 + day, and the years of numeric dates.
  typealias Found = (days: PlaceMap<Int>, years: [Place])

  /// Words that may stand between day, month and year.
  private static let fillers = [
    "st", "nd", "rd", "th", "er", "e", "º", "de", "del", "of", "di", "d", "day",
  ]
  /// Tokens looked at between two parts of a written date.
  private static let reach = 4

  private let tokens: TokenColumns
  private let bytes: [UInt8]
  private let vocabulary: Vocabulary
  private var found: Found = (PlaceMap(), [])
  /// Which orders dates were seen in that can be read in one way only.
  private var orders: (dayFirst: Bool, monthFirst: Bool) = (false, false)
  private var undecided: [(place: Place, dayFirst: Int, monthFirst: Int)] = []

  init(_ tokens: TokenColumns, _ bytes: [UInt8], _ vocabulary: Vocabulary) {
    self.tokens = tokens
    self.bytes = bytes
    self.vocabulary = vocabulary
  }

  /// All days of the text.
  consuming func read() -> Found {
    // What a distinct word is in a date: 1 to 12 a month's name, -1 a filler, 0 nothing.
    var roles = Array(repeating: Int8(0), count: vocabulary.count)
    for (name, month) in MonthNames.all {
      if let number = vocabulary.number(of: name) { roles[Int(number)] = Int8(month) }
    }
    for filler in Self.fillers {
      if let number = vocabulary.number(of: filler) { roles[Int(number)] = -1 }
    }
    for index in 0..<tokens.count {
      switch tokens.kind[index] {
      case .digits: readNumeric(index)
      case .letters:
        let month = Int(roles[Int(vocabulary.identity[index])])
        if month > 0 {
          readWritten(index, month) { [vocabulary] in roles[Int(vocabulary.identity[$0])] < 0 }
        }
      default: break
      }
    }
    for date in undecided {
      if orders.dayFirst || !orders.monthFirst { found.days.add(date.place, for: date.dayFirst) }
      if orders.monthFirst || !orders.dayFirst { found.days.add(date.place, for: date.monthFirst) }
    }
    return found
  }

  // MARK: Numeric

  private mutating func readNumeric(_ first: Int) {
    if tokens.length(first) == 8 { return readCompact(first) }
    guard first + 4 < tokens.count, tokens.isSign(first + 1, in: "./-"),
      tokens.sign[first + 3] == tokens.sign[first + 1], tokens.isDigits(first + 2),
      tokens.isDigits(first + 4), isClose(first + 1), isClose(first + 2), isClose(first + 3),
      isClose(first + 4), !continues(first + 5, tokens.sign[first + 1]),
      !isContinuation(first, tokens.sign[first + 1])
    else { return }
    let (a, b, c) = (value(first), value(first + 2), value(first + 4))
    let place = Place(tokens.range(first..<(first + 5)))
    let lengths = (tokens.length(first), tokens.length(first + 2), tokens.length(first + 4))
    switch lengths {
    case (4, 1...2, 1...2):
      guard let day = Self.key(a, b, c) else { return }
      found.days.add(place, for: day)
      found.years.append(Place(tokens.range(first..<(first + 1))))
    case (1...2, 1...2, 4), (1...2, 1...2, 2):
      let year = fullYear(c, digits: lengths.2)
      let dayFirst = Self.key(year, b, a)
      let monthFirst = Self.key(year, a, b)
      guard dayFirst != nil || monthFirst != nil else { return }
      note(dayFirst, monthFirst, place, isGerman: tokens.isSign(first + 1, "."))
      if lengths.2 == 4 { found.years.append(Place(tokens.range((first + 4)..<(first + 5)))) }
    default: return
    }
  }

  /// Notes a day with the year last; where points part it, the day comes first.
  private mutating func note(
    _ dayFirst: Int?, _ monthFirst: Int?, _ place: Place, isGerman: Bool
  ) {
    switch (dayFirst, monthFirst) {
    case (let day?, nil):
      found.days.add(place, for: day)
      if !isGerman { orders.dayFirst = true }
    case (nil, let day?):
      found.days.add(place, for: day)
      orders.monthFirst = true
    case (let day?, let other?) where isGerman || day == other: found.days.add(place, for: day)
    case (let day?, let other?): undecided.append((place, day, other))
    case (nil, nil): break
    }
  }

  private mutating func readCompact(_ index: Int) {
    let number = value(index)
    guard (1900...2100).contains(number / 10_000), !isInWord(index),
      let day = Self.key(number / 10_000, number / 100 % 100, number % 100)
    else { return }
    found.days.add(Place(tokens.range(index..<(index + 1))), for: day)
  }

  /// Whether digits are a part of something longer, such as the number of an invoice.
  private func isInWord(_ index: Int) -> Bool {
    func isPart(_ sign: Int, _ beyond: Int) -> Bool {
      tokens.isWord(sign) || tokens.isSign(sign, in: "-/_") && tokens.isWord(beyond)
    }
    return tokens.isGlued(index) && isPart(index - 1, index - 2)
      || tokens.isGlued(index + 1) && isPart(index + 1, index + 2)
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

  private mutating func readWritten(_ month: Int, _ number: Int, isFiller: (Int) -> Bool) {
    let before = self.number(from: month, by: -1, isFiller) { tokens.length($0) <= 2 }
    if let before, let year = self.number(from: month, by: 1, isFiller, where: isYear),
      let day = Self.key(fullYear(value(year), digits: tokens.length(year)), number, value(before))
    {
      found.days.add(Place(tokens.range(before..<(year + 1))), for: day)
    }
    if let after = self.number(from: month, by: 1, isFiller, where: { tokens.length($0) <= 2 }),
      let year = self.number(from: after, by: 1, isFiller, where: { tokens.length($0) == 4 }),
      let day = Self.key(value(year), number, value(after))
    {
      found.days.add(Place(tokens.range(month..<(year + 1))), for: day)
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
      guard tokens.isSign(index, in: ".,-/'") || isFiller(index) || isDegree(index) else {
        return nil
      }
    }
    return nil
  }

  private func isDegree(_ index: Int) -> Bool {
    tokens.isSign(index, "°") || tokens.isSign(index, "º")
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
  private static func key(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard (1...12).contains(month), year > 0 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    return (1...length).contains(day) ? year * 10_000 + month * 100 + day : nil
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
