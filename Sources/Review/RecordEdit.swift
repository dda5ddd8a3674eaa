package import JSON

/// One change that a reviewer makes to a record.
package enum RecordEdit: Sendable, Hashable {
  /// Puts a value, as a person writes it, at a place; `/-` at the end of a pointer appends.
  case set(JSONPointer, String)
  /// Takes what stands at a place out of the record.
  case unset(JSONPointer)

  /// Reads `POINTER=VALUE`, where the pointer goes up to the first `=`.
  package init(setting text: String) throws(RecordEditError) {
    guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { throw .noEquals(text) }
    self = .set(
      try Self.pointer(String(text[..<equals])), String(text[text.index(after: equals)...]))
  }

  /// Reads a pointer.
  package init(unsetting text: String) throws(RecordEditError) {
    self = .unset(try Self.pointer(text))
  }

  /// Reads a pointer alone.
  package static func pointer(_ text: String) throws(RecordEditError) -> JSONPointer {
    do {
      return try JSONPointer(parsing: text)
    } catch {
      throw .pointer(text, error)
    }
  }
}

/// Why an edit cannot be made.
///
/// Holds only what the reviewer wrote, and places.
package enum RecordEditError: Error, Sendable, Hashable {
  /// A value without its place.
  case noEquals(String)
  /// What should be a place is none.
  case pointer(String, JSONPointerError)
  /// The schema has no text there, and the value is no JSON; with what it expects, in words.
  case notJSON(JSONPointer, expected: String?)
  /// A list has fewer elements.
  case beyondEnd(JSONPointer, count: Int)
  /// The place holds a value that nothing can stand inside.
  case noContainer(JSONPointer)
  /// The place is a list, and the word is no index.
  case noIndex(JSONPointer, String)
  /// There is nothing to take out.
  case nothingThere(JSONPointer)
}

extension RecordEditError: CustomStringConvertible {
  /// What is wrong and what to write instead.
  package var description: String {
    switch self {
    case .noEquals(let text):
      "\(text) has no =: write POINTER=VALUE, for example /total=12.50"
    case .pointer(let text, let error):
      "\(text) is no place in a record: \(error); for example /line_items/0/amount"
    case .notJSON(let place, let expected):
      "the value for \(Self.told(place)) is no JSON"
        + (expected.map { ", and the schema wants \($0) there" } ?? "")
        + ": write numbers as 1234.50, and null where the document does not say"
    case .beyondEnd(let list, let count):
      "\(Self.told(list)) has \(count) \(count == 1 ? "element" : "elements"): "
        + "the next one is \(list)/\(count) or \(list)/-"
    case .noContainer(let place):
      "\(Self.told(place)) holds a single value, so nothing can stand inside it"
    case .noIndex(let list, let token):
      "\(Self.told(list)) is a list, and \(token) is no index: write \(list)/0 or \(list)/-"
    case .nothingThere(let place): "there is nothing at \(Self.told(place))"
    }
  }

  private static func told(_ place: JSONPointer) -> String {
    place.isRoot ? "the record" : "\(place)"
  }
}
