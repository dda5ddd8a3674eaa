/// Templates of URIs (RFC 6570, section 2).
enum URITemplate {
  private typealias Text = ArraySlice<Unicode.Scalar>

  static func isValid(_ text: String) -> Bool {
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.first {
      if scalar == "{" {
        guard let end = rest.firstIndex(of: "}"),
          isExpression(rest[(rest.startIndex + 1)..<end])
        else { return false }
        rest = rest[(end + 1)...]
      } else if scalar == "%" {
        guard isEncoded(rest) else { return false }
        rest = rest.dropFirst(3)
      } else {
        guard isLiteral(scalar) else { return false }
        rest = rest.dropFirst()
      }
    }
    return true
  }

  private static func isLiteral(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return scalar.isIRICharacter || scalar.isPrivateUse }
    return scalar.value > 32 && scalar.value < 127
      && !"\"%<>\\^`{|}".unicodeScalars.contains(scalar)
  }

  private static func isExpression(_ text: Text) -> Bool {
    var variables = text
    if let first = text.first, "+#./;?&=,!@|".unicodeScalars.contains(first) {
      variables = text.dropFirst()
    }
    return variables.split(separator: ",", omittingEmptySubsequences: false)
      .allSatisfy(isVariable)
  }

  /// A name with its modifier.
  private static func isVariable(_ text: Text) -> Bool {
    if text.last == "*" { return isName(text.dropLast()) }
    guard let colon = text.firstIndex(of: ":") else { return isName(text) }
    let length = text[(colon + 1)...]
    return isName(text[..<colon]) && 1...4 ~= length.count && length.first != "0"
      && length.allSatisfy(\.isASCIIDigit)
  }

  private static func isName(_ text: Text) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      var rest = part
      guard !rest.isEmpty else { return false }
      while let scalar = rest.first {
        if scalar == "%" {
          guard isEncoded(rest) else { return false }
          rest = rest.dropFirst(3)
        } else {
          guard scalar.isASCIILetter || scalar.isASCIIDigit || scalar == "_" else { return false }
          rest = rest.dropFirst()
        }
      }
      return true
    }
  }

  /// Whether a text begins with `%` and two hexadecimal digits.
  private static func isEncoded(_ text: Text) -> Bool {
    text.count >= 3 && text.dropFirst().prefix(2).allSatisfy { $0.properties.isASCIIHexDigit }
  }
}
