extension RegularExpression {
  /// The expression in ICU's syntax, with the meaning that it has in ECMA-262.
  ///
  /// The two share nearly all syntax, but not what `\d`, `\w`, `\s`, `\b`, `.` and `$` mean, and
  /// ICU reads more operators inside brackets.
  var icu: String {
    switch self {
    case .empty: ""
    case .scalars(let scalars): scalars.icu
    case .sequence(let terms): terms.map(\.icu).joined()
    case .alternatives(let all): "(?:" + all.map(\.icu).joined(separator: "|") + ")"
    case .capture(let inside, _): "(" + inside.icu + ")"
    case .repeated(let inside, let minimum, let maximum, let isLazy):
      "(?:\(inside.icu)){\(minimum),\(maximum.map(String.init) ?? "")}" + (isLazy ? "?" : "")
    case .start: "^"
    case .end: "\\z"
    case .wordBoundary(let isNegated):
      isNegated
        ? "(?:(?<=\(Self.word))(?=\(Self.word))|(?<!\(Self.word))(?!\(Self.word)))"
        : "(?:(?<=\(Self.word))(?!\(Self.word))|(?<!\(Self.word))(?=\(Self.word)))"
    case .look(let inside, let isAhead, let isNegated):
      "(?" + (isAhead ? "" : "<") + (isNegated ? "!" : "=") + inside.icu + ")"
    case .reference(let number): "(?:\\\(number))"
    case .flagged(let inside, let flags): "(?\(flags):" + inside.icu + ")"
    }
  }

  /// The properties of Unicode that it asks for, in ICU's syntax.
  var properties: [String] {
    switch self {
    case .scalars(let scalars):
      scalars.parts.compactMap { if case .property(let name) = $0 { name } else { nil } }
    case .sequence(let terms), .alternatives(let terms): terms.flatMap(\.properties)
    case .capture(let inside, _), .repeated(let inside, _, _, _), .look(let inside, _, _),
      .flagged(let inside, _):
      inside.properties
    case .empty, .start, .end, .wordBoundary, .reference: []
    }
  }

  private static let word = ScalarClass(parts: [.ranges(ScalarClass.wordCharacters)]).icu
}

extension ScalarClass {
  /// The set in ICU's syntax.
  var icu: String {
    // ICU has no notation for a set without members.
    guard !parts.isEmpty else { return isNegated ? "[\\x{0}-\\x{10FFFF}]" : "(?!)" }
    return (isNegated ? "[^" : "[") + parts.map(Self.icu).joined() + "]"
  }

  private static func icu(_ part: Part) -> String {
    switch part {
    case .range(let range): icu([range])
    case .ranges(let ranges): icu(ranges)
    case .inverse(let ranges): "[^" + icu(ranges) + "]"
    case .property(let name): name
    }
  }

  private static func icu(_ ranges: [ClosedRange<UInt32>]) -> String {
    ranges.map { range in
      let ends = [range.lowerBound, range.upperBound].map { "\\x{\(String($0, radix: 16))}" }
      return range.count == 1 ? ends[0] : ends.joined(separator: "-")
    }.joined()
  }
}
