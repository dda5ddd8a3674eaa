/// Rewrites a regular expression of ECMA-262 so that ICU gives it the same meaning.
///
/// The two share nearly all syntax. What differs: `\d`, `\w` and `\s` with their opposites are
/// ASCII, or a list of white space, in ECMA-262; `$` without the flag m is the end only; and inside
/// brackets ICU reads `[`, `&&` and `--` as operators on sets.
enum PatternTranslation {
  private static let space =
    "\\t\\n\\u000B\\f\\r \\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF"

  /// The expression for ICU; nil where an escape is one that ECMA-262 does not have.
  static func icu(_ source: String) -> String? {
    var result = ""
    var inBrackets = false
    var rest = source.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\\":
        guard let escaped = rest.popFirst(),
          let translated = escape(escaped, inBrackets: inBrackets, &rest)
        else { return nil }
        result += translated
      case "[" where inBrackets: result += "\\["
      case "[":
        result += openBrackets(&rest, &inBrackets)
      case "]" where inBrackets:
        inBrackets = false
        result += "]"
      case "]": result += "\\]"
      case "&" where inBrackets: result += "\\&"
      case "-" where inBrackets && rest.first == "-": result += "\\-"
      case "$" where !inBrackets: result += "\\z"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return inBrackets ? nil : result
  }

  /// The translation of an opening bracket, and of the sets `[]` and `[^]`, which ICU does not take:
  /// they match nothing and everything.
  private static func openBrackets(
    _ rest: inout Substring.UnicodeScalarView, _ inBrackets: inout Bool
  ) -> String {
    let isNegated = rest.first == "^"
    if isNegated { rest.removeFirst() }
    guard rest.first == "]" else {
      inBrackets = true
      return isNegated ? "[^" : "["
    }
    rest.removeFirst()
    return isNegated ? "[\\u0000-\\U0010FFFF]" : "(?!)"
  }

  /// The translation of a backslash and what follows it.
  private static func escape(
    _ scalar: Unicode.Scalar, inBrackets: Bool, _ rest: inout Substring.UnicodeScalarView
  ) -> String? {
    switch scalar {
    case "d": return inBrackets ? "0-9" : "[0-9]"
    case "D": return "[^0-9]"
    case "w": return inBrackets ? "A-Za-z0-9_" : "[A-Za-z0-9_]"
    case "W": return "[^A-Za-z0-9_]"
    case "s": return inBrackets ? space : "[\(space)]"
    case "S": return "[^\(space)]"
    case "v": return "\\u000B"
    case "b" where inBrackets: return "\\u0008"
    case "0": return "\\u0000"
    case "c":
      guard let letter = rest.popFirst(), letter.isASCII, letter.properties.isAlphabetic else {
        return nil
      }
      return "\\c" + String(letter)
    case "u" where rest.first == "{":
      guard let end = rest.firstIndex(of: "}") else { return nil }
      let digits = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      return "\\x{\(String(digits))}"
    case "a", "A", "e", "G", "Q", "E", "z", "Z", "X", "R", "h", "H", "N", "U", "V":
      return nil
    default: return "\\" + String(scalar)
    }
  }
}
