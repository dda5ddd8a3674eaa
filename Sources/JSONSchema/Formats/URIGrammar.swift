/// The grammar of URIs (RFC 3986, appendix A) and, with the letters of Unicode, of IRIs (RFC 3987,
/// section 2.2).
struct URIGrammar {
  typealias Text = ArraySlice<Unicode.Scalar>

  /// Whether other letters than those of ASCII are allowed.
  let allowsAllLetters: Bool

  /// A scheme and what follows it.
  func isURI(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    guard let colon = scalars.firstIndex(of: ":"), isScheme(scalars[..<colon]) else {
      return false
    }
    return isAfterScheme(scalars[(colon + 1)...], isRelative: false)
  }

  /// A URI, or one without its scheme.
  func isReference(_ text: String) -> Bool {
    isURI(text) || isAfterScheme(Array(text.unicodeScalars)[...], isRelative: true)
  }

  private func isScheme(_ text: Text) -> Bool {
    guard let first = text.first, first.isASCIILetter else { return false }
    return text.allSatisfy {
      $0.isASCIILetter || $0.isASCIIDigit || $0 == "+" || $0 == "-" || $0 == "."
    }
  }

  private func isAfterScheme(_ text: Text, isRelative: Bool) -> Bool {
    var rest = text
    if let hash = rest.firstIndex(of: "#") {
      guard consists(rest[(hash + 1)...], of: { isPathCharacter($0) || $0 == "/" || $0 == "?" })
      else { return false }
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: "?") {
      let query = rest[(mark + 1)...]
      guard
        consists(
          query,
          of: {
            isPathCharacter($0) || $0 == "/" || $0 == "?" || allowsAllLetters && $0.isPrivateUse
          })
      else { return false }
      rest = rest[..<mark]
    }
    if rest.starts(with: ["/", "/"]) {
      rest = rest.dropFirst(2)
      let authority = rest.prefix { $0 != "/" }
      guard isAuthority(authority) else { return false }
      rest = rest[authority.endIndex...]
    } else if isRelative, rest.prefix(while: { $0 != "/" }).contains(":") {
      return false
    }
    return consists(rest) { isPathCharacter($0) || $0 == "/" }
  }

  private func isAuthority(_ text: Text) -> Bool {
    var rest = text
    if let at = rest.firstIndex(of: "@") {
      guard consists(rest[..<at], of: { isUnreserved($0) || isSubDelimiter($0) || $0 == ":" })
      else { return false }
      rest = rest[(at + 1)...]
    }
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]"), isLiteral(rest[(rest.startIndex + 1)..<end])
      else { return false }
      rest = rest[(end + 1)...]
      return rest.isEmpty || rest.first == ":" && rest.dropFirst().allSatisfy(\.isASCIIDigit)
    }
    let host = rest.prefix { $0 != ":" }
    return consists(host) { isUnreserved($0) || isSubDelimiter($0) }
      && rest[host.endIndex...].dropFirst().allSatisfy(\.isASCIIDigit)
  }

  /// What stands in the brackets of a host.
  private func isLiteral(_ text: Text) -> Bool {
    if text.first == "v" || text.first == "V" {
      let version = text.dropFirst().prefix { $0 != "." }
      let address = text[version.endIndex...].dropFirst()
      return !version.isEmpty && version.allSatisfy { $0.properties.isASCIIHexDigit }
        && !address.isEmpty
        && address.allSatisfy {
          $0.isASCII && (isUnreserved($0) || isSubDelimiter($0) || $0 == ":")
        }
    }
    var string = String(String.UnicodeScalarView(text))
    return string.withUTF8 { bytes in
      InternetAddress.isVersion6(Format.Bytes(base: bytes, bounds: 0..<bytes.count))
    }
  }

  /// Whether a text consists of such scalars and of `%XX`.
  private func consists(_ text: Text, of isAllowed: (Unicode.Scalar) -> Bool) -> Bool {
    text.indices.allSatisfy { place in
      guard text[place] == "%" else { return isAllowed(text[place]) }
      return place + 2 < text.endIndex && text[place + 1].properties.isASCIIHexDigit
        && text[place + 2].properties.isASCIIHexDigit
    }
  }

  private func isPathCharacter(_ scalar: Unicode.Scalar) -> Bool {
    isUnreserved(scalar) || isSubDelimiter(scalar) || scalar == ":" || scalar == "@"
  }

  private func isUnreserved(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCIILetter || scalar.isASCIIDigit || "-._~".unicodeScalars.contains(scalar)
      || allowsAllLetters && scalar.isIRICharacter
  }

  private func isSubDelimiter(_ scalar: Unicode.Scalar) -> Bool {
    "!$&'()*+,;=".unicodeScalars.contains(scalar)
  }
}

extension Unicode.Scalar {
  /// Whether this is an ASCII letter.
  var isASCIILetter: Bool { isASCII && UInt8(value).isLetter }

  /// Whether this is an ASCII digit.
  var isASCIIDigit: Bool { isASCII && UInt8(value).isDigit }

  /// `ucschar` of RFC 3987, section 2.2.
  var isIRICharacter: Bool {
    switch value {
    case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: true
    case 0x1_0000...0xD_FFFF: value & 0xFFFF <= 0xFFFD
    case 0xE_1000...0xE_FFFD: true
    default: false
    }
  }

  /// `iprivate` of RFC 3987, section 2.2.
  var isPrivateUse: Bool {
    switch value {
    case 0xE000...0xF8FF, 0xF_0000...0xF_FFFD, 0x10_0000...0x10_FFFD: true
    default: false
    }
  }
}
