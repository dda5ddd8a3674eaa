/// A JSON Pointer (RFC 6901): the place of a value inside another.
package struct JSONPointer: Sendable {
  /// The reference tokens, unescaped: names of members and decimal indexes of elements.
  package var tokens: [String]

  /// The whole value.
  package static let root = JSONPointer([])

  /// A pointer of these tokens, unescaped.
  package init(_ tokens: [String] = []) {
    self.tokens = tokens
  }

  /// Reads the string form, such as `/line_items/0/amount`; the empty string is the root.
  ///
  /// - Throws: ``JSONPointerError`` when the text does not begin with `/` or has a `~` that is not
  ///   followed by `0` or `1` (RFC 6901, section 3).
  package init(parsing text: String) throws(JSONPointerError) {
    guard !text.utf8.isEmpty else {
      self = .root
      return
    }
    guard text.utf8.first == UInt8(ascii: "/") else { throw .noLeadingSlash }
    let parts = text.utf8.dropFirst()
      .split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    var tokens: [String] = []
    for part in parts { tokens.append(try Self.unescape(part)) }
    self.tokens = tokens
  }

  /// Whether this is the whole value.
  package var isRoot: Bool { tokens.isEmpty }

  /// The pointer to what holds this place; nil for the root.
  package var parent: JSONPointer? {
    tokens.isEmpty ? nil : JSONPointer(Array(tokens.dropLast()))
  }

  /// The last token; nil for the root.
  package var lastToken: String? { tokens.last }

  /// The pointer to a member of the object at this place.
  package func appending(_ key: String) -> JSONPointer {
    JSONPointer(tokens + [key])
  }

  /// The pointer to an element of the array at this place, counted from 0.
  package func appending(_ index: Int) -> JSONPointer {
    JSONPointer(tokens + [String(index)])
  }

  /// The pointer that continues this one with another.
  package func appending(_ other: JSONPointer) -> JSONPointer {
    JSONPointer(tokens + other.tokens)
  }

  /// Whether this place is `other` or lies inside it.
  package func hasPrefix(_ other: JSONPointer) -> Bool {
    tokens.count >= other.tokens.count
      && zip(tokens, other.tokens).allSatisfy { JSONKey($0) == JSONKey($1) }
  }

  private static func unescape(_ part: Substring.UTF8View) throws(JSONPointerError) -> String {
    var bytes: [UInt8] = []
    var rest = part[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "~") else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
      default: throw .invalidEscape
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Why a text is no JSON Pointer.
package enum JSONPointerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text is not empty and does not begin with `/`.
  case noLeadingSlash
  /// A `~` that is not followed by `0` or `1`.
  case invalidEscape

  package var description: String {
    switch self {
    case .noLeadingSlash: "a JSON Pointer is empty or begins with /"
    case .invalidEscape: "in a JSON Pointer ~ is written ~0 and / inside a name is written ~1"
    }
  }
}

extension JSONPointer: CustomStringConvertible {
  /// The string form, with `~` and `/` inside tokens escaped.
  package var description: String {
    var bytes: [UInt8] = []
    for token in tokens {
      bytes.append(UInt8(ascii: "/"))
      for byte in token.utf8 {
        switch byte {
        case UInt8(ascii: "~"): bytes += [UInt8(ascii: "~"), UInt8(ascii: "0")]
        case UInt8(ascii: "/"): bytes += [UInt8(ascii: "~"), UInt8(ascii: "1")]
        default: bytes.append(byte)
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension JSONPointer: Hashable {
  package static func == (left: JSONPointer, right: JSONPointer) -> Bool {
    left.tokens.count == right.tokens.count && left.hasPrefix(right)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(tokens.count)
    for token in tokens { hasher.combine(JSONKey(token)) }
  }
}

extension JSONPointer: Comparable {
  /// Token by token, indexes by number, so that `/a/2` comes before `/a/10`.
  ///
  /// Indexes come before names, names stand by code point, and a place before what it holds.
  package static func < (left: JSONPointer, right: JSONPointer) -> Bool {
    for (left, right) in zip(left.tokens, right.tokens) where JSONKey(left) != JSONKey(right) {
      switch (isIndex(left), isIndex(right)) {
      case (true, true) where left.utf8.count != right.utf8.count:
        return left.utf8.count < right.utf8.count
      case (true, false): return true
      case (false, true): return false
      default: return JSONKey(left) < JSONKey(right)
      }
    }
    return left.tokens.count < right.tokens.count
  }

  /// Whether a token has the form of an array index (RFC 6901, section 4): no leading zeros.
  static func isIndex(_ token: String) -> Bool {
    guard let first = token.utf8.first else { return false }
    guard first != UInt8(ascii: "0") else { return token.utf8.count == 1 }
    return token.utf8.allSatisfy { UInt8(ascii: "0") <= $0 && $0 <= UInt8(ascii: "9") }
  }

  /// The token as an array index; nil where it has not that form or is too large.
  static func index(_ token: String) -> Int? {
    isIndex(token) ? Int(token) : nil
  }
}
