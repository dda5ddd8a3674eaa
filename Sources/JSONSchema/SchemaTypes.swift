package import JSON

/// A set of the type names of JSON Schema (validation, section 6.1.1).
package struct SchemaTypes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// `null`.
  package static let null = SchemaTypes(rawValue: 1)
  /// `true` and `false`.
  package static let boolean = SchemaTypes(rawValue: 2)
  /// Objects.
  package static let object = SchemaTypes(rawValue: 4)
  /// Arrays.
  package static let array = SchemaTypes(rawValue: 8)
  /// All numbers; it goes with ``integer``, which are some of them.
  package static let number: SchemaTypes = SchemaTypes(rawValue: 16 | 64)
  /// Strings.
  package static let string = SchemaTypes(rawValue: 32)
  /// Numbers without a fractional part.
  package static let integer = SchemaTypes(rawValue: 64)
  /// Every type.
  package static let all = SchemaTypes(rawValue: 127)

  /// The type of a name such as `integer`; nil for any other text.
  package init?(name: String) {
    guard let found = Self.named.first(where: { $0.name == name }) else { return nil }
    self = found.type
  }

  /// The narrowest type of a value: `integer` for 1.0, `number` without `integer` never.
  package init(of value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool: self = .boolean
    case .number(let number): self = number.isInteger ? .integer : .number
    case .string: self = .string
    case .array: self = .array
    case .object: self = .object
    }
  }

  /// Whether a value is of one of these types.
  package func allows(_ value: JSONValue) -> Bool {
    switch value {
    case .null: contains(.null)
    case .bool: contains(.boolean)
    case .number(let number): contains(.number) || contains(.integer) && number.isInteger
    case .string: contains(.string)
    case .array: contains(.array)
    case .object: contains(.object)
    }
  }

  /// The names, in a fixed order; `number` includes `integer`.
  package var names: [String] {
    Self.named.filter { contains($0.type) && !($0.type == .integer && contains(.number)) }
      .map(\.name)
  }

  private static let named: [(name: String, type: SchemaTypes)] = [
    ("object", .object), ("array", .array), ("string", .string), ("number", .number),
    ("integer", .integer), ("boolean", .boolean), ("null", .null),
  ]
}

extension SchemaTypes: CustomStringConvertible {
  /// The types in words: `a number or null`.
  package var description: String {
    let words = names.map { name in
      switch name {
      case "null": name
      case "integer", "object", "array": "an \(name)"
      default: "a \(name)"
      }
    }
    guard let last = words.last else { return "of no type" }
    return words.count == 1 ? last : words.dropLast().joined(separator: ", ") + " or " + last
  }
}
