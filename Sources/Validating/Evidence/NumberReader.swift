/// Finds the numbers of a text, in any locale's writing.
///
/// `1.234,56`, `1,234.56`, `1'234.56`, `1 234,56` with any space, `12,50-`, `(12.00)`, `€12`,
/// `RM60.30`, `10kg`. Where a writing can be read two ways (`1.234`), it shows both numbers. A
/// marked minus shows the negative number and also its amount: "Discount -5.00" is a discount of
/// 5.00. `19 %` also shows 0.19. What is glued to more digits by `-`, `/` or `:` is part of a
/// date, a time or an identifier, and no number; nor is what letters other than a currency precede.
struct NumberReader {
  private typealias Place = DocumentIndex.Place

  /// Digits with separators between groups, without spaces.
  private struct Run {
    /// Digits and separators alternate.
    var tokens: Range<Int>
    /// The readings; empty for what is no number on its own.
    var keys: [String]
  }

  private let tokens: TokenColumns
  private let bytes: [UInt8]

  init(_ tokens: TokenColumns, _ bytes: [UInt8]) {
    self.tokens = tokens
    self.bytes = bytes
  }

  /// The places of each number by ``NumberKey``, not in order.
  ///
  /// - Parameter years: places of years within dates, which count as numbers too.
  func read(years: [DocumentIndex.Place]) -> [String: [DocumentIndex.Place]] {
    var found: [String: [DocumentIndex.Place]] = [:]
    for place in years {
      found[String(decoding: bytes[place.range], as: UTF8.self), default: []].append(place)
    }
    let runs = runs()
    var joinedUntil = 0
    for (index, run) in runs.enumerated() where index >= joinedUntil {
      let joined = joined(from: index, runs)
      for (tokens, keys) in joined.numbers { note(keys, tokens, in: &found) }
      if joined.isFirm {
        joinedUntil = joined.end
      } else {
        note(run.keys, run.tokens, in: &found)
      }
    }
    return found
  }

  private func note(
    _ keys: [String], _ part: Range<Int>, in found: inout [String: [DocumentIndex.Place]]
  ) {
    guard !keys.isEmpty, isFree(before: part.lowerBound), isFree(after: part.upperBound) else {
      return
    }
    let range = tokens.range(part)
    let isPercent = tokens.isSign(part.upperBound, "%")
    let minus = minus(around: part)
    for key in keys {
      found[key, default: []].append(Place(range))
      if let minus { found[NumberKey.negated(key), default: []].append(Place(minus)) }
      if isPercent, let share = hundredth(key) { found[share, default: []].append(Place(range)) }
    }
  }

  // MARK: Runs

  private func runs() -> [Run] {
    var runs: [Run] = []
    var index = 0
    while index < tokens.count {
      guard tokens.isDigits(index) else {
        index += 1
        continue
      }
      var end = index + 1
      while tokens.isSign(end, ".", ",", "'"), tokens.isGlued(end), tokens.isDigits(end + 1),
        tokens.isGlued(end + 1)
      {
        end += 2
      }
      runs.append(Run(tokens: index..<end, keys: keys(of: index..<end)))
      index = end
    }
    return runs
  }

  /// The readings of digits with separators.
  private func keys(of run: Range<Int>) -> [String] {
    if run.count == 1 {
      return [NumberKey.of(whole: digits(run.lowerBound), fraction: [])].compactMap { $0 }
    }
    let groups = stride(from: run.lowerBound, to: run.upperBound, by: 2).map(digits)
    let separators = stride(from: run.lowerBound + 1, to: run.upperBound, by: 2)
      .map { tokens.sign[$0] }
    let last = separators[separators.count - 1]
    let thousands = Set(separators.dropLast())
    var keys: [String?] = []
    if Set(separators).count == 1, isGrouped(groups) {
      keys.append(NumberKey.of(whole: groups.flatMap { $0 }, fraction: []))
    }
    if last != 0x27, thousands.count <= 1, !thousands.contains(last),
      isGrouped(Array(groups.dropLast()))
    {
      let whole = groups.dropLast().flatMap { $0 }
      keys.append(NumberKey.of(whole: whole, fraction: groups[groups.count - 1]))
    }
    return keys.compactMap { $0 }
  }

  /// Whether groups of digits are thousands, also as India writes them (12,34,567).
  private func isGrouped(_ groups: [[UInt8]]) -> Bool {
    guard let first = groups.first, groups.count > 1 else { return true }
    let middle = groups.dropFirst().dropLast()
    guard groups[groups.count - 1].count == 3, first.first != UInt8(ascii: "0") else {
      return false
    }
    return first.count <= 3 && middle.allSatisfy { $0.count == 3 }
      || first.count <= 2 && !middle.isEmpty && middle.allSatisfy { $0.count == 2 }
  }

  private func digits(_ index: Int) -> [UInt8] {
    Array(bytes[Int(tokens.start[index])..<Int(tokens.end[index])])
  }

  // MARK: Groups with spaces between them

  /// Numbers whose thousands are separated by spaces, beginning at a run.
  ///
  /// - Returns: Firm where the spaces do not break a line: then its parts are no numbers.
  private func joined(
    from first: Int, _ runs: [Run]
  ) -> (numbers: [(Range<Int>, [String])], isFirm: Bool, end: Int) {
    guard runs[first].tokens.count == 1, tokens.length(runs[first].tokens.lowerBound) <= 3,
      bytes[Int(tokens.start[runs[first].tokens.lowerBound])] != UInt8(ascii: "0")
    else { return ([], false, first) }
    var whole = digits(runs[first].tokens.lowerBound)
    var numbers: [(Range<Int>, [String])] = []
    var isFirm = false
    var next = first + 1
    while next < runs.count, let gap = gap(before: runs[next].tokens.lowerBound),
      runs[next].tokens.count <= 3, tokens.length(runs[next].tokens.lowerBound) == 3
    {
      let run = runs[next].tokens
      isFirm = isFirm || gap.isFirm
      whole += digits(run.lowerBound)
      let fraction = run.count == 3 ? digits(run.lowerBound + 2) : []
      let key = NumberKey.of(whole: whole, fraction: fraction)
      numbers.append((runs[first].tokens.lowerBound..<run.upperBound, [key].compactMap { $0 }))
      next += 1
      if run.count == 3 { break }
    }
    return (isFirm ? Array(numbers.suffix(1)) : numbers, isFirm, next)
  }

  /// The single space before a token; nil where there is none or more.
  private func gap(before index: Int) -> (isFirm: Bool, Void)? {
    guard index > 0, tokens.isDigits(index - 1) else { return nil }
    switch Array(bytes[Int(tokens.end[index - 1])..<Int(tokens.start[index])]) {
    case [0x20]: return (false, ())
    // No-break, narrow no-break and thin space.
    case [0xC2, 0xA0], [0xE2, 0x80, 0xAF], [0xE2, 0x80, 0x89]: return (true, ())
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
    if tokens.isSign(before, "-", "_", "#") { return !isWordBefore }
    if tokens.isSign(before, "/", ":", ".", ",") {
      return !(isWordBefore && tokens.isDigits(before - 1))
    }
    return true
  }

  private func isFree(after next: Int) -> Bool {
    guard tokens.isGlued(next) else { return true }
    let isGluedOn = tokens.isGlued(next + 1)
    if tokens.isWord(next) {
      // A unit: 10kg, 2x, 100m2.
      return tokens.length(next) <= 3 && !(isGluedOn && tokens.isSign(next + 1, "-", "/"))
    }
    if tokens.isSign(next, "-", "/", ":", "_") { return !(isGluedOn && tokens.isDigits(next + 1)) }
    return true
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
    guard tokens.isGlued(next) else { return nil }
    if tokens.isSign(next, "-"), !(tokens.isGlued(next + 1) && tokens.isWord(next + 1)) {
      return range.lowerBound..<Int(tokens.end[next])
    }
    if tokens.isSign(next, ")"), tokens.isSign(before, "("), tokens.isGlued(before + 1) {
      return Int(tokens.start[before])..<Int(tokens.end[next])
    }
    return nil
  }

  private func hundredth(_ key: String) -> String? {
    let parts = key.utf8.split(separator: UInt8(ascii: "."))
    let whole = Array(repeating: UInt8(ascii: "0"), count: 2) + Array(parts[0])
    let fraction = Array(whole.suffix(2)) + (parts.count > 1 ? Array(parts[1]) : [])
    return NumberKey.of(whole: Array(whole.dropLast(2)), fraction: fraction)
  }
}
