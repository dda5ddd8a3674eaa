extension JSONValue {
  /// A boolean.
  package init(_ value: Bool) {
    self = .bool(value)
  }

  /// An integer.
  package init(_ value: Int) {
    self = .number(JSONNumber(value))
  }

  /// The shortest decimal that reads back as the same Double; `null` for infinities and NaN, which
  /// JSON cannot write.
  package init(_ value: Double) {
    self = JSONNumber(value).map(JSONValue.number) ?? .null
  }

  /// A string.
  package init(_ value: String) {
    self = .string(value)
  }

  /// An array of strings.
  package init(_ values: [String]) {
    self = .array(values.map(JSONValue.string))
  }
}

extension JSONValue: ExpressibleByNilLiteral {
  package init(nilLiteral: ()) {
    self = .null
  }
}

extension JSONValue: ExpressibleByBooleanLiteral {
  package init(booleanLiteral value: Bool) {
    self = .bool(value)
  }
}

extension JSONValue: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) {
    self.init(value)
  }
}

extension JSONValue: ExpressibleByFloatLiteral {
  package init(floatLiteral value: Double) {
    self.init(value)
  }
}

extension JSONValue: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) {
    self = .string(value)
  }
}

extension JSONValue: ExpressibleByStringInterpolation {}

extension JSONValue: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: JSONValue...) {
    self = .array(elements)
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// An object; of two members with one key the last stands.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements))
  }
}
