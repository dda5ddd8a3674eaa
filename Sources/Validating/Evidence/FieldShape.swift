import JSON

/// What a text looks like that a field can hold, as far as the field's name says it.
///
/// A post code has digits, a town has none, a street has a house number. Exceptions are many, so
/// this alone convicts few values; two that would both look right in each other's fields are
/// exchanged.
enum FieldShape: String {
  case postcode
  case city
  case street
  case name
  case country
  case currency
  case number
  /// By which a business counts its papers.
  case serial = "serial number"
  case law
  case sex
  /// A paragraph about something.
  case summary

  /// The shape that a field's own name tells; nil where it tells none.
  init?(of field: JSONPointer) {
    let meanings = FieldLabels.meanings(ofName: field.lastToken ?? "")
    let shape = meanings.reversed().lazy.compactMap { Self(rawValue: $0) }.first
    guard let shape else { return nil }
    let isSerial = shape == .number && !Self.counted.isDisjoint(with: meanings)
    self = isSerial ? .serial : shape
  }

  private static let counted: Set<String> = ["invoice", "order", "tax"]

  /// Whether it stands in a block with others, seldom at a label of its own.
  var isPartOfAddress: Bool { [.postcode, .city, .street].contains(self) }

  /// Whether both of two texts look wrong in their own field, and right in the other's.
  static func isContrary(
    _ one: JSONPointer, _ value: JSONValue, _ other: JSONPointer, _ otherValue: JSONValue
  ) -> Bool {
    guard let text = value.stringValue, let otherText = otherValue.stringValue,
      let shape = FieldShape(of: one), let otherShape = FieldShape(of: other)
    else { return false }
    let isRightThere = otherShape.fits(text) && shape.fits(otherText)
    let wrong = [shape.fits(text), otherShape.fits(otherText)].count { !$0 }
    return isRightThere && (wrong == 2 || wrong == 1 && [shape, otherShape].contains(.currency))
  }

  /// Whether a field's name rules a value out.
  static func forbids(_ value: JSONValue, in field: JSONPointer) -> Bool {
    guard let text = value.stringValue, let shape = FieldShape(of: field) else { return false }
    return shape.cannotBe(text)
  }

  /// Whether this rules a text out: no street is a mere number, and no post code goes without one.
  func cannotBe(_ text: String) -> Bool {
    switch self {
    // A street of few letters has its number apart: Q5 14, and no FA-2017-0010.
    case .street:
      text.count(where: \.isLetter) < Self.shortestStreet && !text.contains(where: \.isWhitespace)
    case .postcode:
      !text.contains(where: \.isNumber) || text.count > Self.longestPostcode || text.contains("/")
    case .name:
      !text.contains(where: \.isLetter) || text.contains("@") || Currency.isCode(text)
    // A law is called by its country or its code.
    case .law: Meanings.words(of: text).contains { Meanings.of($0).contains("contract") }
    case .serial: !text.contains(where: \.isNumber)
    case .sex: text.contains(where: \.isNumber)
    case .summary: !text.contains(where: \.isWhitespace)
    case .city, .country, .currency, .number: false
    }
  }

  /// Whether a text looks like this.
  func fits(_ text: String) -> Bool {
    let digits = text.count(where: \.isNumber)
    let letters = text.count(where: \.isLetter)
    return switch self {
    case .postcode: digits > 0 && text.count <= Self.longestPostcode
    case .street: digits > 0 && letters > 1
    case .number, .serial: digits > 0
    case .city, .name, .country, .law, .sex: digits == 0 && !Currency.isCode(text)
    case .summary: text.contains(where: \.isWhitespace)
    case .currency: digits == 0 && text.count <= Self.longestCurrency
    }
  }

  /// Letters of the shortest name of a street in one word with its number.
  private static let shortestStreet = 3
  /// Characters of the longest post codes, with the code of a country before them.
  private static let longestPostcode = 12
  /// Characters of a currency's code, sign or name.
  private static let longestCurrency = 8
}
