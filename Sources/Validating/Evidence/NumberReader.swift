/// Finds the numbers of a text, in any locale's writing.
///
/// `1.234,56`, `1,234.56`, `1'234.56`, `1 234,56` with any space, `12,50-`, `(12.00)`, `€12`,
/// `RM60.30`, `10kg`, `1.5 million`. Where a writing can be read two ways (`1.234`), it shows both
/// numbers. A marked minus shows the negative number and also its amount: "Discount -5.00" is a
/// discount of 5.00. `19 %` also shows 0.19. What is glued to more digits by `-`, `/` or `:` is part
/// of a date, a time or an identifier, and no number; nor is what letters other than a currency
/// precede.
///
/// Groups with spaces between them are one number, and their parts are none, where the space is
/// made for that (no-break, narrow) or a decimal comma ends them, unless the document groups in
/// another way. Else the whole and the parts are both shown.
struct NumberReader {
  typealias Place = DocumentIndex.Place

  /// Digits with separators between groups, without spaces: digits and separators alternate.
  private typealias Run = Range<Int>

  private let tokens: TokenColumns
  private let bytes: [UInt8]
  private var found = PlaceMap<NumberKey>()
  private var groupsWithoutSpaces = false

  init(_ tokens: TokenColumns, _ bytes: [UInt8]) {
    self.tokens = tokens
    self.bytes = bytes
  }

  /// The places of each number.
  ///
  /// - Parameter years: places of years within dates, which count as numbers too.
  consuming func read(years: [Place]) -> PlaceMap<NumberKey> {
    for place in years { found.add(place, for: NumberKey(whole: bytes[place.range], fraction: [])) }
    let runs = runs()
    groupsWithoutSpaces = runs.contains(where: isLargeWithoutSpaces)
    var joinedUntil = 0
    for (index, run) in runs.enumerated() where index >= joinedUntil {
      let joined = joined(from: index, runs)
      for number in joined.numbers { note([number.key], number.tokens) }
      if joined.isFirm { joinedUntil = joined.end } else { note(readings(of: run), run) }
    }
    return found
  }

  private mutating func note(_ keys: [NumberKey], _ part: Range<Int>) {
    guard !keys.isEmpty, isFree(before: part.lowerBound), isFree(after: part.upperBound) else {
      return
    }
    let place = Place(tokens.range(part))
    let minus = minus(around: part)
    let scale = scale(after: part.upperBound)
    for key in keys {
      found.add(place, for: key)
      if let minus { found.add(Place(minus), for: key.negated) }
      if tokens.isSign(part.upperBound, "%") { found.add(place, for: key.shifted(by: -2)) }
      if let scale {
        let range = place.range.lowerBound..<Int(tokens.end[part.upperBound])
        found.add(Place(range), for: key.shifted(by: scale))
      }
    }
  }

  // MARK: Runs

  private func runs() -> [Run] {
    var runs: [Run] = []
    var index = 0
    while index < tokens.count {
      guard tokens.kind[index] == .digits else {
        index += 1
        continue
      }
      var end = index + 1
      while tokens.isGlued(end), tokens.isSign(end, in: ".,'"), tokens.isGlued(end + 1),
        tokens.isDigits(end + 1)
      {
        end += 2
      }
      runs.append(index..<end)
      index = end
    }
    return runs
  }

  /// The readings of digits with separators: as a whole number, and with a fraction.
  private func readings(of run: Run) -> [NumberKey] {
    if run.count == 1 { return [NumberKey(whole: digits(run.lowerBound), fraction: [])] }
    let groups = (run.count + 1) / 2
    let last = tokens.sign[run.upperBound - 2]
    let first = tokens.sign[run.lowerBound + 1]
    let separators = stride(from: run.lowerBound + 1, to: run.upperBound - 2, by: 2)
    let areThousandsAlike = separators.allSatisfy { tokens.sign[$0] == first }
    var keys: [NumberKey] = []
    if areThousandsAlike, last == first, isGrouped(run, groups) {
      keys.append(NumberKey(whole: digits(of: run, groups), fraction: []))
    }
    if last != 0x27, areThousandsAlike, groups == 2 || first != last, isGrouped(run, groups - 1) {
      keys.append(
        NumberKey(whole: digits(of: run, groups - 1), fraction: digits(run.upperBound - 1)))
    }
    return keys
  }

  /// Whether the first groups of a run are thousands, also as India writes them (12,34,567).
  private func isGrouped(_ run: Run, _ count: Int) -> Bool {
    guard count > 1 else { return true }
    let length = { tokens.length(run.lowerBound + 2 * $0) }
    guard length(count - 1) == 3, bytes[Int(tokens.start[run.lowerBound])] != UInt8(ascii: "0")
    else { return false }
    let middle = 1..<(count - 1)
    return length(0) <= 3 && middle.allSatisfy { length($0) == 3 }
      || length(0) <= 2 && !middle.isEmpty && middle.allSatisfy { length($0) == 2 }
  }

  private func digits(_ index: Int) -> ArraySlice<UInt8> {
    bytes[Int(tokens.start[index])..<Int(tokens.end[index])]
  }

  private func digits(of run: Run, _ groups: Int) -> [UInt8] {
    (0..<groups).flatMap { digits(run.lowerBound + 2 * $0) }
  }

  // MARK: Groups with spaces between them

  /// Whether a run is a number from 1,000 with a decimal comma, written without a space.
  private func isLargeWithoutSpaces(_ run: Run) -> Bool {
    guard run.count > 1, tokens.isSign(run.upperBound - 2, ","),
      tokens.length(run.upperBound - 1) == 2
    else { return false }
    return run.count > 3 || tokens.length(run.lowerBound) > 3
  }

  /// Numbers whose thousands are separated by spaces, beginning at a run.
  ///
  /// - Returns: Firm where they can only be read so: then the parts are no numbers.
  private func joined(
    from first: Int, _ runs: [Run]
  ) -> (numbers: [(tokens: Range<Int>, key: NumberKey)], isFirm: Bool, end: Int) {
    let head = runs[first]
    guard head.count == 1, tokens.length(head.lowerBound) <= 3, first + 1 < runs.count,
      bytes[Int(tokens.start[head.lowerBound])] != UInt8(ascii: "0")
    else { return ([], false, first) }
    var whole: [UInt8] = []
    var numbers: [(tokens: Range<Int>, key: NumberKey)] = []
    var isFirm = false
    var next = first + 1
    while next < runs.count, let isMade = gap(before: runs[next].lowerBound),
      runs[next].count <= 3, tokens.length(runs[next].lowerBound) == 3
    {
      let run = runs[next]
      if whole.isEmpty { whole.append(contentsOf: digits(head.lowerBound)) }
      whole.append(contentsOf: digits(run.lowerBound))
      let hasFraction = run.count == 3
      isFirm = isFirm || isMade || hasFraction && tokens.isSign(run.lowerBound + 1, ",")
      numbers.append(
        (
          head.lowerBound..<run.upperBound,
          NumberKey(whole: whole, fraction: hasFraction ? digits(run.lowerBound + 2) : [])
        ))
      next += 1
      if hasFraction { break }
    }
    return (isFirm ? Array(numbers.suffix(1)) : numbers, isFirm, next)
  }

  /// The single space between a token and digits before it: whether it was made to join them; nil
  /// where there is none, or more, or where the document joins in another way.
  private func gap(before index: Int) -> Bool? {
    guard index > 0, tokens.isDigits(index - 1) else { return nil }
    switch bytes[Int(tokens.end[index - 1])..<Int(tokens.start[index])] {
    case [0x20]: return groupsWithoutSpaces ? nil : false
    // No-break, narrow no-break and thin space.
    case [0xC2, 0xA0], [0xE2, 0x80, 0xAF], [0xE2, 0x80, 0x89]: return true
    default: return nil
    }
  }

  // MARK: Surroundings

  private func isFree(before first: Int) -> Bool {
    guard tokens.isGlued(first) else { return true }
    let before = first - 1
    let isWordBefore = tokens.isGlued(before) && tokens.isWord(before - 1)
    if tokens.isWord(before) {
      return !isWordBefore && Currency.precedesAmounts(tokens.folded(before, bytes))
    }
    if tokens.isSign(before, in: "-_#") { return !isWordBefore }
    if tokens.isSign(before, in: "/:.,") { return !(isWordBefore && tokens.isDigits(before - 1)) }
    return true
  }

  private func isFree(after next: Int) -> Bool {
    guard tokens.isGlued(next) else { return true }
    let isGluedOn = tokens.isGlued(next + 1)
    if tokens.isWord(next) {
      // A unit: 10kg, 2x, 100m2.
      return tokens.length(next) <= 3 && !(isGluedOn && tokens.isSign(next + 1, in: "-/"))
    }
    if tokens.isSign(next, in: "-/:_") { return !(isGluedOn && tokens.isDigits(next + 1)) }
    return true
  }

  /// The power of ten of a word like "million" that stands at a token, at most a space on.
  private func scale(after next: Int) -> Int? {
    guard next < tokens.count, tokens.kind[next] == .letters, tokens.length(next) <= 10,
      tokens.start[next] - tokens.end[next - 1] <= 1
    else { return nil }
    switch TokenColumns.lowercased(bytes[Int(tokens.start[next])]) {
    case UInt8(ascii: "k"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "b"),
      UInt8(ascii: "d"):
      return NumberWords.scales[tokens.folded(next, bytes)]
    default: return nil
    }
  }

  /// The place of a number with the minus that marks it.
  private func minus(around part: Range<Int>) -> Range<Int>? {
    let (first, next) = (part.lowerBound, part.upperBound)
    let range = tokens.range(part)
    var before = first - 1
    if tokens.isGlued(first), before >= 0, Currency.isSymbol(tokens.sign[before]) { before -= 1 }
    if tokens.isSign(before, "-"), tokens.isGlued(before + 1), !tokens.isGlued(before) {
      return Int(tokens.start[before])..<range.upperBound
    }
    // Accounts put the sign of the currency first: $ (12.00), $(12.00).
    if tokens.isSign(next, ")"), tokens.isGlued(next), tokens.isSign(before, "("),
      tokens.isGlued(before + 1)
    {
      return Int(tokens.start[before])..<Int(tokens.end[next])
    }
    guard tokens.isGlued(next) else { return nil }
    if tokens.isSign(next, "-"), !(tokens.isGlued(next + 1) && tokens.isWord(next + 1)) {
      return range.lowerBound..<Int(tokens.end[next])
    }
    return nil
  }
}

extension NumberReader {
  /// Notes the numbers that are written as words.
  ///
  /// - Parameter found: takes them.
  static func readWords(
    _ tokens: TokenColumns, _ vocabulary: Vocabulary, into found: inout PlaceMap<NumberKey>
  ) {
    var values = Array(repeating: Int32(0), count: vocabulary.count)
    var isThere = false
    for (word, value) in NumberWords.values {
      guard let number = vocabulary.number(of: word) else { continue }
      values[Int(number)] = Int32(clamping: value)
      isThere = true
    }
    guard isThere else { return }
    let connectors = Set(NumberWords.connectors.compactMap { vocabulary.number(of: $0) })
    var index = 0
    while index < tokens.count {
      guard values[Int(vocabulary.identity[index])] > 0 else {
        index += 1
        continue
      }
      var parts = [Int(values[Int(vocabulary.identity[index])])]
      var end = index + 1
      while true {
        let isJoined =
          tokens.isSign(end, "-")
          || end < tokens.count && connectors.contains(vocabulary.identity[end])
        let next = isJoined ? end + 1 : end
        guard next < tokens.count, values[Int(vocabulary.identity[next])] > 0 else { break }
        parts.append(Int(values[Int(vocabulary.identity[next])]))
        end = next + 1
      }
      defer { index = end }
      // Of 18 million the million is no number of its own.
      let least = tokens.isDigits(index - 1) ? 1000 : NumberWords.leastFactor
      if parts.count == 1, parts[0] >= least { continue }
      let digits = String(NumberWords.value(of: parts)).utf8
      let place = DocumentIndex.Place(tokens.range(index..<end))
      found.add(place, for: NumberKey(whole: digits, fraction: EmptyCollection()))
    }
  }
}
