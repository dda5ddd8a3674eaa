/// Why and where a text is not JSON.
package struct JSONParseError: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Reason: Hashable, Sendable {
    /// The text ends inside a value, or is empty.
    case unexpectedEnd
    /// A byte that no value, name or separator can begin with here.
    case unexpectedByte(UInt8)
    /// Something other than white space after the value.
    case trailingContent
    /// A number that RFC 8259, section 6, does not allow, such as `01`, `.5` or `1.`.
    case invalidNumber
    /// A backslash that is followed by no escape of RFC 8259, section 7.
    case invalidEscape
    /// A `\u` escape of half a surrogate pair, which stands for no character.
    case loneSurrogate
    /// A control character (U+0000 to U+001F) inside a string, where it must be escaped.
    case controlCharacter
    /// Bytes that are not UTF-8.
    case invalidUTF8
    /// A byte order mark before the value (RFC 8259, section 8.1, leaves refusing it to the parser).
    case byteOrderMark
    /// Arrays and objects nested deeper than this limit.
    case tooDeep(limit: Int)
    /// A second member of this name in one object.
    case duplicateKey(String)
  }

  /// What is wrong.
  package let reason: Reason
  /// The byte where it was noticed, counted from 0.
  package let offset: Int
  /// The line of that byte, counted from 1; lines end with LF, CR or both.
  package let line: Int
  /// The column of that byte in Unicode scalars, counted from 1.
  package let column: Int

  /// An error at a byte of a text, of which line and column are worked out.
  init(_ reason: Reason, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    var (line, column) = (1, 1)
    for place in 0..<min(offset, bytes.count) {
      let isCRLF = bytes[place] == 0x0D && place + 1 < bytes.count && bytes[place + 1] == 0x0A
      if bytes[place] == 0x0A || bytes[place] == 0x0D && !isCRLF {
        (line, column) = (line + 1, 1)
      } else if bytes[place] & 0xC0 != 0x80 {
        column += 1
      }
    }
    (self.reason, self.offset, self.line, self.column) = (reason, offset, line, column)
  }
}

extension JSONParseError: CustomStringConvertible {
  /// One plain sentence with the place in it.
  package var description: String {
    "line \(line), column \(column): \(reason)"
  }
}

extension JSONParseError.Reason: CustomStringConvertible {
  /// What is wrong, without the place.
  package var description: String {
    switch self {
    case .unexpectedEnd: "the text ends before the value is complete"
    case .unexpectedByte(let byte):
      byte > 0x20 && byte < 0x7F
        ? "unexpected \(Character(Unicode.Scalar(byte)))"
        : "unexpected byte \(byte)"
    case .trailingContent: "there is more text after the value"
    case .invalidNumber: "this is not a number in JSON's form"
    case .invalidEscape: "unknown escape after \\"
    case .loneSurrogate: "a \\u escape of half a surrogate pair"
    case .controlCharacter: "a control character in a string must be escaped"
    case .invalidUTF8: "the bytes are not UTF-8"
    case .byteOrderMark: "the text begins with a byte order mark"
    case .tooDeep(let limit): "nested deeper than \(limit) levels"
    case .duplicateKey(let key): "the name \"\(key)\" appears twice in one object"
    }
  }
}
