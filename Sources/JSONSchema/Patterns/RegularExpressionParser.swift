/// Takes a regular expression apart (ECMA-262, section 22.2.1, and annex B.1.2).
struct RegularExpressionParser {
  typealias Text = ArraySlice<Unicode.Scalar>

  private var rest: Text
  private var captures = 0
  private var names: [String: Int] = [:]
  /// References by name, which may come before their group.
  private var references: [String] = []
  private var largestReference = 0
  private var depth = 0
  /// The parser recurses, so this bounds its stack.
  private static let depthLimit = 250

  init(_ source: String) {
    rest = Array(source.unicodeScalars)[...]
    names = Self.groupNames(in: rest)
  }

  mutating func parse() -> RegularExpression? {
    guard let expression = alternatives(), rest.isEmpty, largestReference <= captures,
      references.allSatisfy({ names[$0] != nil })
    else { return nil }
    return expression
  }

  /// The numbers of the named groups, found ahead because references may come first.
  private static func groupNames(in text: Text) -> [String: Int] {
    var (names, count, inBrackets) = ([String: Int](), 0, false)
    var rest = text
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\\": _ = rest.popFirst()
      case "[": inBrackets = true
      case "]": inBrackets = false
      case "(" where !inBrackets:
        let isNamed =
          rest.starts(with: ["?", "<"])
          && !rest.dropFirst(2).starts(with: ["="]) && !rest.dropFirst(2).starts(with: ["!"])
        guard isNamed || rest.first != "?" else { continue }
        count += 1
        guard isNamed else { continue }
        let name = rest.dropFirst(2).prefix { $0 != ">" }
        names[String(String.UnicodeScalarView(name))] = count
      default: continue
      }
    }
    return names
  }

  // MARK: - Structure

  private mutating func alternatives() -> RegularExpression? {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit, let first = sequence() else { return nil }
    var all = [first]
    while take("|") {
      guard let next = sequence() else { return nil }
      all.append(next)
    }
    return all.count == 1 ? first : .alternatives(all)
  }

  private mutating func sequence() -> RegularExpression? {
    var terms: [RegularExpression] = []
    while let next = rest.first, next != "|", next != ")" {
      guard let (term, canRepeat) = term() else { return nil }
      guard let quantifier = quantifier() else {
        terms.append(term)
        continue
      }
      guard canRepeat, quantifier.minimum <= quantifier.maximum ?? .max else { return nil }
      terms.append(
        .repeated(
          term, minimum: quantifier.minimum, maximum: quantifier.maximum, isLazy: take("?")))
      if self.quantifier() != nil { return nil }
    }
    switch terms.count {
    case 0: return .empty
    case 1: return terms[0]
    default: return .sequence(terms)
    }
  }

  private mutating func quantifier() -> (minimum: Int, maximum: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let before = rest
    if take("{"), let minimum = number() {
      if take("}") { return (minimum, minimum) }
      if take(",") {
        if take("}") { return (minimum, nil) }
        if let maximum = number(), take("}") { return (minimum, maximum) }
      }
    }
    rest = before
    return nil
  }

  private mutating func term() -> (RegularExpression, canRepeat: Bool)? {
    // A count has to count something; any other brace stands for itself.
    if quantifier() != nil { return nil }
    switch rest.removeFirst() {
    case "^": return (.start, false)
    case "$": return (.end, false)
    case ".": return (.scalars(ScalarClass(parts: [.inverse(ScalarClass.lineEnds)])), true)
    case "(": return group()
    case "[": return brackets().map { (.scalars($0), true) }
    case "\\": return escape()
    case let scalar: return (Self.single(scalar), true)
    }
  }

  private mutating func group() -> (RegularExpression, canRepeat: Bool)? {
    guard take("?") else { return capture().map { ($0, true) } }
    if take(":") { return inside().map { ($0, true) } }
    for isNegated in [false, true] {
      let sign: Unicode.Scalar = isNegated ? "!" : "="
      if take(sign) {
        return inside().map { (.look($0, isAhead: true, isNegated: isNegated), true) }
      }
      if rest.starts(with: ["<", sign]) {
        rest = rest.dropFirst(2)
        return inside().map { (.look($0, isAhead: false, isNegated: isNegated), false) }
      }
    }
    if take("<") {
      guard name(until: ">") != nil else { return nil }
      return capture().map { ($0, true) }
    }
    let flags = rest.prefix { "ims-".unicodeScalars.contains($0) }
    rest = rest[flags.endIndex...]
    guard !flags.isEmpty, flags.count(where: { $0 == "-" }) <= 1, take(":") else { return nil }
    let text = String(String.UnicodeScalarView(flags))
    return inside().map { (.flagged($0, flags: text), true) }
  }

  private mutating func capture() -> RegularExpression? {
    captures += 1
    let number = captures
    return inside().map { .capture($0, number: number) }
  }

  private mutating func inside() -> RegularExpression? {
    guard let expression = alternatives(), take(")") else { return nil }
    return expression
  }

  // MARK: - Escapes

  private mutating func escape() -> (RegularExpression, canRepeat: Bool)? {
    switch rest.first {
    case "b", "B": return (.wordBoundary(isNegated: rest.removeFirst() == "B"), false)
    case "k":
      rest.removeFirst()
      guard take("<"), let name = name(until: ">") else { return nil }
      references.append(name)
      return (.reference(names[name] ?? 0), true)
    case let digit? where digit.isASCIIDigit && digit != "0":
      guard let number = number() else { return nil }
      largestReference = max(largestReference, number)
      return (.reference(number), true)
    default:
      return classEscape().map { (.scalars(ScalarClass(parts: [$0])), true) }
    }
  }

  /// An escape that stands for a scalar or a set of them.
  private mutating func classEscape() -> ScalarClass.Part? {
    guard let scalar = rest.popFirst() else { return nil }
    switch scalar {
    case "d": return .ranges(ScalarClass.digits)
    case "D": return .inverse(ScalarClass.digits)
    case "w": return .ranges(ScalarClass.wordCharacters)
    case "W": return .inverse(ScalarClass.wordCharacters)
    case "s": return .ranges(ScalarClass.spaces)
    case "S": return .inverse(ScalarClass.spaces)
    case "p", "P":
      guard take("{"), let name = name(until: "}") else { return nil }
      return .property("\\\(scalar){\(name)}")
    default: return scalarEscape(scalar).map { .range($0.value...$0.value) }
    }
  }

  private mutating func scalarEscape(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "t": return "\t"
    case "n": return "\n"
    case "v": return "\u{0B}"
    case "f": return "\u{0C}"
    case "r": return "\r"
    case "0": return rest.first?.isASCIIDigit ?? false ? nil : "\0"
    case "c":
      guard let letter = rest.popFirst(), letter.isASCIILetter else { return nil }
      return Unicode.Scalar(letter.value & 0x1F)
    case "x": return hexadecimal(digits: 2).flatMap(Unicode.Scalar.init)
    case "u": return unicodeEscape()
    // Only what has no meaning may be escaped for nothing.
    default: return scalar.isASCIILetter || scalar.isASCIIDigit ? nil : scalar
    }
  }

  private mutating func unicodeEscape() -> Unicode.Scalar? {
    if take("{") {
      guard let digits = name(until: "}") else { return nil }
      return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    }
    guard let first = hexadecimal(digits: 4) else { return nil }
    guard 0xD800...0xDBFF ~= first else { return Unicode.Scalar(first) }
    guard take("\\"), take("u"), let second = hexadecimal(digits: 4), 0xDC00...0xDFFF ~= second
    else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  // MARK: - Brackets

  private mutating func brackets() -> ScalarClass? {
    var result = ScalarClass(parts: [], isNegated: take("^"))
    while !take("]") {
      guard let part = bracketPart() else { return nil }
      guard rest.first == "-", rest.dropFirst().first != "]", let low = part.single else {
        result.parts.append(part)
        continue
      }
      rest.removeFirst()
      guard let end = bracketPart() else { return nil }
      guard let high = end.single else {
        result.parts += [part, .range(0x2D...0x2D), end]
        continue
      }
      guard low <= high else { return nil }
      result.parts.append(.range(low...high))
    }
    return result
  }

  private mutating func bracketPart() -> ScalarClass.Part? {
    guard let scalar = rest.popFirst() else { return nil }
    guard scalar == "\\" else { return .range(scalar.value...scalar.value) }
    if take("b") { return .range(8...8) }
    return classEscape()
  }

  // MARK: - Pieces

  private static func single(_ scalar: Unicode.Scalar) -> RegularExpression {
    .scalars(ScalarClass(parts: [.range(scalar.value...scalar.value)]))
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }

  /// Digits; nil where there are none.
  ///
  /// One too large is as good as the largest.
  private mutating func number() -> Int? {
    let digits = rest.prefix(while: \.isASCIIDigit)
    guard !digits.isEmpty else { return nil }
    rest = rest[digits.endIndex...]
    return Int(String(String.UnicodeScalarView(digits))) ?? .max
  }

  private mutating func hexadecimal(digits: Int) -> UInt32? {
    let text = rest.prefix(digits)
    guard text.count == digits, text.allSatisfy({ $0.properties.isASCIIHexDigit }) else {
      return nil
    }
    rest = rest.dropFirst(digits)
    return UInt32(String(String.UnicodeScalarView(text)), radix: 16)
  }

  /// The text up to a scalar, which is taken too; nil where it is empty or has no end.
  private mutating func name(until end: Unicode.Scalar) -> String? {
    let name = rest.prefix { $0 != end }
    guard !name.isEmpty, name.endIndex < rest.endIndex,
      name.allSatisfy({
        $0 == "_" || $0 == "$" || $0 == "=" || $0.properties.isAlphabetic || $0.isASCIIDigit
      })
    else { return nil }
    rest = rest[(name.endIndex + 1)...]
    return String(String.UnicodeScalarView(name))
  }
}

extension ScalarClass.Part {
  /// The value of a part that is one scalar.
  fileprivate var single: UInt32? {
    guard case .range(let range) = self, range.count == 1 else { return nil }
    return range.lowerBound
  }
}
