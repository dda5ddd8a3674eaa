/// The formats that are decided when `format` is an assertion (validation, section 7.3): all that
/// the draft defines.
///
/// Any other name is an annotation and never an error.
enum Format: String, Sendable, CaseIterable {
  case date, time, duration, email, hostname, ipv4, ipv6, uri, iri, uuid, regex
  case dateTime = "date-time"
  case internationalEmail = "idn-email"
  case internationalHostname = "idn-hostname"
  case uriReference = "uri-reference"
  case iriReference = "iri-reference"
  case uriTemplate = "uri-template"
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"

  /// The bytes of a text, or some of them.
  typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  /// Whether a string has this format.
  func matches(_ text: String) -> Bool {
    switch self {
    case .iri: return URIGrammar(allowsAllLetters: true).isURI(text)
    case .iriReference: return URIGrammar(allowsAllLetters: true).isReference(text)
    case .internationalHostname: return HostName.isInternational(text)
    case .uriTemplate: return URITemplate.isValid(text)
    case .regex: return RegularExpression.isValid(text)
    default:
      var text = text
      return text.withUTF8 { matches(Bytes(base: $0, bounds: 0..<$0.count)) }
    }
  }

  private func matches(_ text: Bytes) -> Bool {
    switch self {
    case .date: CalendarFormat.isDate(text)
    case .time: CalendarFormat.isTime(text)
    case .dateTime: CalendarFormat.isDateTime(text)
    case .duration: CalendarFormat.isDuration(text)
    case .email: MailAddress(allowsAllLetters: false).isValid(text)
    case .internationalEmail: MailAddress(allowsAllLetters: true).isValid(text)
    case .hostname: HostName.isValid(text)
    case .ipv4: InternetAddress.isVersion4(text)
    case .ipv6: InternetAddress.isVersion6(text)
    case .uri: URIGrammar(allowsAllLetters: false).isURI(String(decoding: text, as: UTF8.self))
    case .uriReference:
      URIGrammar(allowsAllLetters: false).isReference(String(decoding: text, as: UTF8.self))
    case .uuid: Self.isUUID(text)
    case .jsonPointer: Self.isPointer(text)
    case .relativeJSONPointer: Self.isRelativePointer(text)
    case .iri, .iriReference, .internationalHostname, .uriTemplate, .regex: false
    }
  }

  /// RFC 4122, section 3.
  private static func isUUID(_ text: Bytes) -> Bool {
    text.count == 36
      && text.enumerated().allSatisfy { place, byte in
        [8, 13, 18, 23].contains(place) ? byte == UInt8(ascii: "-") : byte.isHexDigit
      }
  }

  /// RFC 6901, section 3.
  private static func isPointer(_ text: Bytes) -> Bool {
    guard let first = text.first else { return true }
    guard first == UInt8(ascii: "/") else { return false }
    return text.indices.allSatisfy { place in
      guard text[place] == UInt8(ascii: "~") else { return true }
      let next = place + 1 < text.endIndex ? text[place + 1] : 0
      return next == UInt8(ascii: "0") || next == UInt8(ascii: "1")
    }
  }

  /// draft-bhutton-relative-json-pointer-00, section 3.
  private static func isRelativePointer(_ text: Bytes) -> Bool {
    var rest = text
    guard let levels = rest.takeDigits(), levels.count == 1 || levels.first != UInt8(ascii: "0")
    else { return false }
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
      rest.removeFirst()
      guard let shift = rest.takeDigits(), shift.first != UInt8(ascii: "0") else { return false }
    }
    return rest.first == UInt8(ascii: "#") ? rest.count == 1 : isPointer(rest)
  }
}

extension Format.Bytes {
  /// Takes the digits that the text begins with; nil where there are none.
  mutating func takeDigits() -> Format.Bytes? {
    let digits = prefix { $0.isDigit }
    guard !digits.isEmpty else { return nil }
    self = self[digits.endIndex...]
    return digits
  }

  /// The text in parts, the empty ones too.
  func parts(_ separator: Unicode.Scalar) -> [Format.Bytes] {
    split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
  }

  /// The value of so many digits and nothing else.
  func number(digits: Int) -> Int? {
    guard count == digits, allSatisfy(\.isDigit) else { return nil }
    return reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}

extension UInt8 {
  /// Whether this is an ASCII digit.
  var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

  /// Whether this is an ASCII letter.
  var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }

  /// Whether this is a hexadecimal digit.
  var isHexDigit: Bool { isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= self | 0x20 }
}
