extension RegularExpression {
  /// What stands between `^` and `$`; nil where the expression is not anchored so at both ends.
  var anchored: RegularExpression? {
    guard case .sequence(let terms) = self, case .start? = terms.first, case .end? = terms.last
    else { return nil }
    return .sequence(Array(terms.dropFirst().dropLast()))
  }

  /// Whether it does without references, look-around, word boundaries and flags.
  var isPlain: Bool {
    switch self {
    case .empty, .scalars, .start, .end: true
    case .sequence(let terms), .alternatives(let terms): terms.allSatisfy(\.isPlain)
    case .capture(let inside, _), .repeated(let inside, _, _, _): inside.isPlain
    case .wordBoundary, .look, .reference, .flagged: false
    }
  }

  /// The expression as llama.cpp's converter reads it: brackets with literal scalars, groups and
  /// counts; nil where it needs more.
  ///
  /// The converter puts the expression between the quotation marks of a string as it is, so a set
  /// with a quotation mark, a backslash or a control character would break the JSON.
  var grammarText: String? {
    switch self {
    case .empty: return ""
    case .scalars(let scalars): return scalars.grammarText
    case .sequence(let terms): return Self.joined(terms, "")
    case .alternatives(let all): return Self.joined(all, "|").map { "(" + $0 + ")" }
    case .capture(let inside, _): return inside.grammarText.map { "(" + $0 + ")" }
    case .repeated(let inside, let minimum, let maximum, _):
      guard let text = inside.grammarText, max(minimum, maximum ?? 0) <= Dialect.largestRepetition
      else { return nil }
      let group = if case .scalars = inside { text } else { "(" + text + ")" }
      switch (minimum, maximum) {
      case (0, nil): return group + "*"
      case (1, nil): return group + "+"
      case (0, 1?): return group + "?"
      case (_, nil): return group + "{\(minimum),}"
      case (_, let maximum?) where maximum == minimum: return group + "{\(minimum)}"
      case (_, let maximum?): return group + "{\(minimum),\(maximum)}"
      }
    case .start, .end, .wordBoundary, .look, .reference, .flagged: return nil
    }
  }

  private static func joined(_ terms: [RegularExpression], _ separator: String) -> String? {
    let texts = terms.map(\.grammarText)
    return texts.contains(nil) ? nil : texts.compactMap(\.self).joined(separator: separator)
  }
}

extension ScalarClass {
  fileprivate var grammarText: String? {
    guard let ranges, !ranges.isEmpty else { return nil }
    let breaking: [UInt32] = [0x22, 0x5C] + Array(0...0x1F)
    guard !ranges.contains(where: { breaking.contains(where: $0.contains) }) else { return nil }
    if ranges.count == 1, ranges[0].count == 1 { return Self.literal(ranges[0].lowerBound) }
    let parts = ranges.map { range -> String in
      let ends = [Self.member(range.lowerBound), Self.member(range.upperBound)]
      return range.count == 1 ? ends[0] : ends[0] + "-" + ends[1]
    }
    return "[" + parts.joined() + "]"
  }

  private static func literal(_ value: UInt32) -> String {
    let text = text(value)
    return "^$.[]()|{}*+?".contains(text) ? "\\" + text : text
  }

  private static func member(_ value: UInt32) -> String {
    let text = text(value)
    return "[]^-".contains(text) ? "\\" + text : text
  }

  private static func text(_ value: UInt32) -> String {
    Unicode.Scalar(value).map { String(Character($0)) } ?? ""
  }
}
