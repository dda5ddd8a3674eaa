/// A regular expression of ECMA-262, taken apart.
///
/// Read as with the flag `u`, which JSON Schema asks for (core, section 6.4), but where that would
/// only refuse something harmless, as escaped punctuation or a lone bracket, it is taken.
indirect enum RegularExpression: Sendable {
  case empty
  case scalars(ScalarClass)
  case sequence([RegularExpression])
  case alternatives([RegularExpression])
  /// A group that references count, by number from 1.
  case capture(RegularExpression, number: Int)
  case repeated(RegularExpression, minimum: Int, maximum: Int?, isLazy: Bool)
  case start
  case end
  case wordBoundary(isNegated: Bool)
  case look(RegularExpression, isAhead: Bool, isNegated: Bool)
  case reference(Int)
  /// A group with flags of its own, such as `i-m`.
  case flagged(RegularExpression, flags: String)

  /// Reads an expression; nil where ECMA-262 has none of this form.
  init?(_ source: String) {
    var parser = RegularExpressionParser(source)
    guard let expression = parser.parse() else { return nil }
    self = expression
  }

  /// Whether a text is a regular expression, whether or not it can be matched here.
  static func isValid(_ source: String) -> Bool {
    RegularExpression(source) != nil
  }
}

/// A set of scalars as it stands in an expression.
struct ScalarClass: Sendable {
  /// One part of it.
  enum Part: Sendable {
    case range(ClosedRange<UInt32>)
    /// Several, such as `\w`.
    case ranges([ClosedRange<UInt32>])
    /// `\p{…}` or `\P{…}`, in ICU's notation, which is the same.
    case property(String)
    /// All but several, such as `\W`.
    case inverse([ClosedRange<UInt32>])
  }

  var parts: [Part]
  var isNegated = false

  /// The set as ranges; nil where it depends on properties that are not known here.
  var ranges: [ClosedRange<UInt32>]? {
    var result: [ClosedRange<UInt32>] = []
    for part in parts {
      switch part {
      case .range(let range): result.append(range)
      case .ranges(let ranges): result += ranges
      case .inverse(let ranges): result += Self.inverted(ranges)
      case .property: return nil
      }
    }
    return isNegated ? Self.inverted(result) : result
  }

  /// All scalars but these, as disjoint ranges in order.
  private static func inverted(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
      next = max(next, range.upperBound + 1)
    }
    if next <= 0x10FFFF { result.append(next...0x10FFFF) }
    return result
  }

  // MARK: - The named ones

  static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
  static let wordCharacters: [ClosedRange<UInt32>] = [
    0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A,
  ]
  /// WhiteSpace and LineTerminator of ECMA-262, section 12.
  static let spaces: [ClosedRange<UInt32>] = [
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ]
  /// What `.` does not match.
  static let lineEnds: [ClosedRange<UInt32>] = [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029]
}
