import JSON

/// What a value becomes where a schema expects another type or one of some values.
enum MendedValue {
  /// The kind of the mend and the value mended; nil where the schema settles nothing.
  static func of(
    _ value: JSONValue, _ expected: Schema.Expectation
  ) -> (Mend.Kind, JSONValue)? {
    if let choice = choice(value, expected) { return choice }
    let types = expected.types
    guard !types.allows(value) else { return nil }
    switch value {
    case .string(let text):
      if let scalar = scalar(text, types) { return scalar }
      if let embedded = embedded(text, types) { return (.embedded, embedded) }
    case .number(let number):
      if types.contains(.boolean), let bit = bit(number) { return (.boolean, .bool(bit)) }
      if types.contains(.string) { return (.text, .string(number.literal)) }
    case .array(let values) where values.count == 1:
      return (.single, values[0])
    default: break
    }
    guard types.contains(.array), !value.isNull, value.kind != .array else { return nil }
    return (.list, .array([value]))
  }

  /// The one listed value that is spelt as this one but for case and separators.
  private static func choice(
    _ value: JSONValue, _ expected: Schema.Expectation
  ) -> (Mend.Kind, JSONValue)? {
    guard let values = expected.values, let text = value.stringValue, !values.contains(value),
      !Spelling(text).isEmpty
    else { return nil }
    let alike = values.filter { $0.stringValue.map(Spelling.init) == Spelling(text) }
    return alike.count == 1 ? (.choice, alike[0]) : nil
  }

  private static func scalar(_ text: String, _ types: SchemaTypes) -> (Mend.Kind, JSONValue)? {
    if types.contains(.integer) {
      let readings = WrittenNumber.readings(of: text).filter { types.allows(.number($0)) }
      if readings.count == 1 { return (.number, .number(readings[0])) }
    }
    let word = text.lowercased().filter { !$0.isWhitespace }
    if types.contains(.boolean), let bool = booleans[word] { return (.boolean, .bool(bool)) }
    if types.contains(.null), nothings.contains(word) { return (.null, .null) }
    return nil
  }

  private static let booleans: [String: Bool] = [
    "true": true, "yes": true, "y": true, "on": true, "1": true, "ja": true, "oui": true,
    "si": true, "sí": true, "sì": true, "wahr": true, "vrai": true,
    "false": false, "no": false, "n": false, "off": false, "0": false, "nein": false,
    "non": false, "falsch": false, "faux": false,
  ]

  private static let nothings: Set<String> = ["", "null", "none", "nil", "n/a", "undefined"]

  private static func bit(_ number: JSONNumber) -> Bool? {
    switch number.intValue {
    case 0: false
    case 1: true
    default: nil
    }
  }

  /// The object or array that a text holds and nothing else.
  private static func embedded(_ text: String, _ types: SchemaTypes) -> JSONValue? {
    guard types.contains(.object) || types.contains(.array) else { return nil }
    let candidates = JSONRepair.candidates(in: text)
    guard candidates.count == 1, let only = candidates.first, !only.isTruncated,
      only.value.isContainer, types.allows(only.value),
      !only.repairs.contains(where: { $0.kind == .surroundingText })
    else { return nil }
    return only.value
  }
}
