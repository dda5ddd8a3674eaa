// JSON: exact, ordered JSON.
//
// `JSONValue` is the type; everything else in the module makes one, changes one or writes one. It
// keeps what a text says and nothing less: objects keep the order of their members, numbers keep
// their literal and compare by mathematical value (1.0 equals 1, 0.1 is one tenth, 1e400 is a
// number like any other), and strings compare code point by code point.
//
// The decision behind it: no Double and no Foundation. A value that passes through a Double is a
// value that may have changed, and a program that promises records true to their source cannot
// let a parser round them. The same holds for strings: Swift's `==` takes "é" and "e\u{301}" for
// equal, RFC 8259 (section 8.3) does not, so all comparison here goes through `JSONKey`.

/// A JSON value as in RFC 8259, with member order and number literals kept.
///
/// Equality is that of JSON Schema (core, section 4.2.2): numbers by mathematical value, strings
/// by code point, objects without regard to order.
package enum JSONValue: Sendable {
  /// The literal `null`.
  case null
  /// The literals `true` and `false`.
  case bool(Bool)
  /// A number of any size and precision.
  case number(JSONNumber)
  /// A string of Unicode scalars.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object, its members in the order written.
  case object(JSONObject)
}

extension JSONValue: Hashable {
  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): JSONKey(left) == JSONKey(right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0 as UInt8)
    case .bool(let value): hasher.combine(value ? 2 : 1 as UInt8)
    case .number(let value): hasher.combine(value)
    case .string(let value): hasher.combine(JSONKey(value))
    case .array(let values): hasher.combine(values)
    case .object(let members): hasher.combine(members)
    }
  }
}

extension JSONValue {
  /// The six types of JSON, named as in JSON Schema.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The type of `null`.
    case null
    /// The type of `true` and `false`.
    case boolean
    /// The type of all numbers; see ``JSONNumber/isInteger`` for JSON Schema's `integer`.
    case number
    /// The type of strings.
    case string
    /// The type of arrays.
    case array
    /// The type of objects.
    case object
  }

  /// The type of this value; its `rawValue` is the name that JSON Schema uses.
  package var kind: Kind {
    switch self {
    case .null: .null
    case .bool: .boolean
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  /// Whether this is `null`.
  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// Whether this is a number without a fractional part, as JSON Schema's type `integer` means it.
  package var isInteger: Bool {
    numberValue?.isInteger ?? false
  }

  /// Whether this is an array or an object.
  package var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  /// The boolean, or nil for any other type.
  package var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The number, or nil for any other type.
  package var numberValue: JSONNumber? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The number as an integer where that is exact (1e2 is 100), else nil.
  package var intValue: Int? {
    numberValue?.intValue
  }

  /// The number rounded to the nearest Double (1e400 is infinite), or nil for any other type.
  package var doubleValue: Double? {
    numberValue?.doubleValue
  }

  /// The string, or nil for any other type.
  package var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The elements, or nil for any other type.
  package var arrayValue: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  /// The members, or nil for any other type.
  package var objectValue: JSONObject? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The elements as 32-bit integers; nil unless this is an array of nothing else.
  ///
  /// Columns of integers are the bulk of what workers send, so the loop stays inside the module.
  package var int32Values: [Int32]? {
    guard case .array(let values) = self else { return nil }
    var result: [Int32] = []
    result.reserveCapacity(values.count)
    for value in values {
      guard let integer = value.intValue.flatMap(Int32.init(exactly:)) else { return nil }
      result.append(integer)
    }
    return result
  }
}

extension JSONValue {
  /// The member of an object; nil where it is absent or this is no object.
  package subscript(_ key: String) -> JSONValue? {
    objectValue?[key]
  }

  /// The element of an array, counted from 0; nil where it is absent or this is no array.
  package subscript(_ index: Int) -> JSONValue? {
    guard case .array(let values) = self, values.indices.contains(index) else { return nil }
    return values[index]
  }
}
