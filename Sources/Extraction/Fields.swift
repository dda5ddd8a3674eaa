package import JSON

/// Reads the members of a JSON object whose shape is known, and says what is wrong where it is not.
package struct Fields {
  /// The object's members.
  package let object: JSONObject
  /// Where the object stands in its line.
  package let place: JSONPointer

  /// - Throws: ``FormatError`` if the value is no object.
  package init(_ value: JSONValue, at place: JSONPointer = .root) throws(FormatError) {
    guard let object = value.objectValue else {
      throw FormatError(place: place, expected: "an object")
    }
    self.object = object
    self.place = place
  }

  /// A member that must be there.
  package func required<Value>(
    _ key: String, _ expected: String, _ read: (JSONValue) -> Value?
  ) throws(FormatError) -> Value {
    guard let member = object[key], let value = read(member) else {
      throw FormatError(place: place.appending(key), expected: expected)
    }
    return value
  }

  /// A member that may be absent or null.
  package func optional<Value>(
    _ key: String, _ expected: String, _ read: (JSONValue) -> Value?
  ) throws(FormatError) -> Value? {
    guard let member = object[key], !member.isNull else { return nil }
    guard let value = read(member) else {
      throw FormatError(place: place.appending(key), expected: expected)
    }
    return value
  }

  package func string(_ key: String) throws(FormatError) -> String {
    try required(key, "a string", \.stringValue)
  }

  package func optionalString(_ key: String) throws(FormatError) -> String? {
    try optional(key, "a string", \.stringValue)
  }

  package func integer(_ key: String) throws(FormatError) -> Int {
    try required(key, "an integer", \.intValue)
  }

  package func optionalInteger(_ key: String) throws(FormatError) -> Int? {
    try optional(key, "an integer", \.intValue)
  }

  /// The words of an enumeration.
  package func word<Word: RawRepresentable<String>>(
    _ key: String, of type: Word.Type = Word.self
  ) throws(FormatError) -> Word {
    try required(key, "a known word") { $0.stringValue.flatMap(Word.init(rawValue:)) }
  }

  package func pointer(_ key: String) throws(FormatError) -> JSONPointer {
    try required(key, "a JSON Pointer") { $0.stringValue.flatMap(Fields.pointer) }
  }

  /// `start` and `end`, a half-open range of UTF-8 offsets.
  package func range() throws(FormatError) -> Range<Int> {
    let start = try integer("start")
    let end = try integer("end")
    guard 0 <= start, start <= end else {
      throw FormatError(place: place.appending("end"), expected: "an offset not before start")
    }
    return start..<end
  }

  /// The objects of an array; an absent one is empty.
  package func list(_ key: String) throws(FormatError) -> [Fields] {
    let values = try optional(key, "an array", \.arrayValue) ?? []
    var list: [Fields] = []
    for (index, value) in values.enumerated() {
      list.append(try Fields(value, at: place.appending(key).appending(index)))
    }
    return list
  }

  /// The strings of an array; an absent one is empty.
  package func strings(_ key: String) throws(FormatError) -> [String] {
    let values = try optional(key, "an array", \.arrayValue) ?? []
    let strings = values.compactMap(\.stringValue)
    guard strings.count == values.count else {
      throw FormatError(place: place.appending(key), expected: "an array of strings")
    }
    return strings
  }

  /// An object below this one.
  package func fields(_ key: String) throws(FormatError) -> Fields {
    guard let value = object[key] else {
      throw FormatError(place: place.appending(key), expected: "an object")
    }
    return try Fields(value, at: place.appending(key))
  }

  /// A pointer from text; nil where it is none.
  package static func pointer(_ text: String) -> JSONPointer? {
    try? JSONPointer(parsing: text)
  }
}

/// A line that is not of the shape that `schemas/stages/` describes.
package struct FormatError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where.
  package let place: JSONPointer
  /// What should stand there, such as `a string`.
  package let expected: String

  package init(place: JSONPointer, expected: String) {
    self.place = place
    self.expected = expected
  }

  package var description: String {
    "\(place.isRoot ? "the line" : "\(place)") must be \(expected)"
  }
}

extension JSONObject {
  /// Sets a member unless there is no value.
  package mutating func set(_ key: String, _ value: JSONValue?) {
    if let value { self[key] = value }
  }
}
