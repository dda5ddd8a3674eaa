/// Writes JSON text into a growing array of UTF-8 bytes, value by value.
///
/// The caller opens and closes containers and writes members and elements in order; the writer puts
/// the commas and, in the pretty style, the line breaks. It does not check the order of the calls.
package struct JSONWriter: Sendable {
  /// How a text is laid out.
  package enum Style: Sendable, Hashable {
    /// No white space; members in their own order, numbers as their literals.
    case compact
    /// Two spaces a level, one member or element a line; otherwise as compact.
    case pretty
    /// The one text of a value: equal values give equal bytes. Members in the order of RFC 8785
    /// (UTF-16 code units), its escapes, and numbers as ``JSONNumber/canonicalLiteral``.
    case canonical
  }

  private enum State {
    case start, afterKey, afterValue
  }

  /// What has been written.
  package private(set) var bytes: [UInt8] = []

  private let style: Style
  private var state = State.start
  private var depth = 0

  /// A writer with nothing written.
  package init(_ style: Style = .compact) {
    self.style = style
  }

  /// Opens an object.
  package mutating func beginObject() {
    begin(UInt8(ascii: "{"))
  }

  /// Closes the object that is open.
  package mutating func endObject() {
    end(UInt8(ascii: "}"))
  }

  /// Opens an array.
  package mutating func beginArray() {
    begin(UInt8(ascii: "["))
  }

  /// Closes the array that is open.
  package mutating func endArray() {
    end(UInt8(ascii: "]"))
  }

  /// Writes the name of the member whose value is written next.
  package mutating func key(_ name: String) {
    separate()
    appendQuoted(name)
    bytes.append(UInt8(ascii: ":"))
    if style == .pretty { bytes.append(UInt8(ascii: " ")) }
    state = .afterKey
  }

  /// Writes `null`.
  package mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  /// Writes a boolean.
  package mutating func bool(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Writes a string.
  package mutating func string(_ value: String) {
    separate()
    appendQuoted(value)
  }

  /// Writes an integer.
  package mutating func integer(_ value: Int) {
    separate()
    appendDecimal(value)
  }

  /// Writes a number as its literal, or canonically in the canonical style.
  package mutating func number(_ value: JSONNumber) {
    separate()
    switch value.storage {
    case .integer(let value): appendDecimal(value)
    case .literal(let text):
      bytes.append(contentsOf: (style == .canonical ? value.canonicalLiteral : text).utf8)
    }
  }

  /// Writes an array of integers on one line, whatever the style.
  ///
  /// Columns of integers are the bulk of what workers send, so these are written in one go.
  package mutating func integers(_ values: [Int32]) {
    separate()
    bytes.append(UInt8(ascii: "["))
    // The longest, -2147483648 and its comma, takes twelve bytes.
    let text = [UInt8](unsafeUninitializedCapacity: values.count * 12) { buffer, count in
      for value in values { Self.write(Int(value), comma: count > 0, to: buffer, at: &count) }
    }
    bytes.append(contentsOf: text)
    bytes.append(UInt8(ascii: "]"))
  }

  /// Writes a value with all that it holds.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let value): number(value)
    case .string(let value): string(value)
    case .array(let values):
      beginArray()
      for value in values { self.value(value) }
      endArray()
    case .object(let members):
      beginObject()
      for member in ordered(members.members) {
        key(member.key)
        self.value(member.value)
      }
      endObject()
    }
  }

  /// Writes a name and its value.
  package mutating func member(_ name: String, _ value: JSONValue) {
    key(name)
    self.value(value)
  }

  /// Ends a line of JSON Lines: what is written next stands by itself.
  package mutating func newline() {
    bytes.append(0x0A)
    state = .start
  }

  /// Empties the writer and keeps its memory, so that one can serve line after line.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    (state, depth) = (.start, 0)
  }
}

extension JSONWriter {
  private mutating func begin(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    depth += 1
    state = .start
  }

  private mutating func end(_ bracket: UInt8) {
    depth -= 1
    if state == .afterValue { breakLine() }
    bytes.append(bracket)
    state = .afterValue
  }

  /// What stands between the last thing written and the next.
  private mutating func separate() {
    if state == .afterValue { bytes.append(UInt8(ascii: ",")) }
    if state != .afterKey, depth > 0 { breakLine() }
    state = .afterValue
  }

  private mutating func breakLine() {
    guard style == .pretty else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
  }

  private func ordered(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
    guard style == .canonical else { return members }
    return members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
  }

  private mutating func appendDecimal(_ value: Int) {
    // -9223372036854775808 takes twenty bytes.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 21) { buffer in
      var count = 0
      Self.write(value, comma: false, to: buffer, at: &count)
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  @inline(__always)
  private static func write(
    _ value: Int, comma: Bool, to buffer: UnsafeMutableBufferPointer<UInt8>, at place: inout Int
  ) {
    if comma {
      buffer[place] = UInt8(ascii: ",")
      place += 1
    }
    if value < 0 {
      buffer[place] = UInt8(ascii: "-")
      place += 1
    }
    let first = place
    var rest = value.magnitude
    repeat {
      buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      place += 1
    } while rest > 0
    // The digits came last one first.
    var (left, right) = (first, place - 1)
    while left < right {
      buffer.swapAt(left, right)
      (left, right) = (left + 1, right - 1)
    }
  }

  /// Appends a string with quotes, and with no escapes but those that JSON asks for.
  private mutating func appendQuoted(_ string: String) {
    bytes.append(UInt8(ascii: "\""))
    var string = string
    string.withUTF8 { text in
      var start = 0
      for (place, byte) in text.enumerated()
      where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes.append(contentsOf: text[start..<place])
        appendEscape(byte)
        start = place + 1
      }
      bytes.append(contentsOf: text[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0..<0x20:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }
}

extension JSONValue {
  /// The value as UTF-8 JSON text, without a line end.
  package func utf8(_ style: JSONWriter.Style = .compact) -> [UInt8] {
    var writer = JSONWriter(style)
    writer.value(self)
    return writer.bytes
  }

  /// The value as JSON text, without a line end.
  package func text(_ style: JSONWriter.Style = .compact) -> String {
    String(decoding: utf8(style), as: UTF8.self)
  }
}

extension JSONValue: CustomStringConvertible {
  /// The compact text.
  package var description: String { text(.compact) }
}
