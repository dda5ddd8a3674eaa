/// The path of a document, byte for byte as the file system has it.
///
/// Linux names are bytes, not text. Wherever a path is shown or written, bytes that are not UTF-8
/// stand as `\xNN`, and so does a backslash before an `x`; that writing can be read back.
package struct DocumentPath: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The name as the file system has it, without a closing zero.
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads what ``description`` writes.
  package init(_ description: String) {
    let text = Array(description.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      if index + 3 < text.count, text[index] == UInt8(ascii: "\\"),
        text[index + 1] == UInt8(ascii: "x"),
        let byte = UInt8(
          String(decoding: text[(index + 2)...(index + 3)], as: UTF8.self), radix: 16)
      {
        bytes.append(byte)
        index += 4
      } else {
        bytes.append(text[index])
        index += 1
      }
    }
    self.bytes = bytes
  }

  /// The path as text; see the type.
  package var description: String {
    var text = ""
    var rest = bytes[...]
    while let first = rest.first {
      if first == UInt8(ascii: "\\"), rest.dropFirst().first == UInt8(ascii: "x") {
        text += Self.escape(first)
        rest.removeFirst()
        continue
      }
      let length = Self.scalarLength(rest)
      if length == 0 {
        text += Self.escape(first)
        rest.removeFirst()
      } else {
        text += String(decoding: rest.prefix(length), as: UTF8.self)
        rest.removeFirst(length)
      }
    }
    return text
  }

  /// Bytewise.
  package static func < (left: DocumentPath, right: DocumentPath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// Whether it begins at the root.
  package var isAbsolute: Bool { bytes.first == UInt8(ascii: "/") }

  /// This path below a folder, unless it is absolute.
  package func resolved(against folder: DocumentPath) -> DocumentPath {
    isAbsolute ? self : folder.appending(self)
  }

  /// A path below this one.
  package func appending(_ name: DocumentPath) -> DocumentPath {
    if bytes.isEmpty { return name }
    let slash: [UInt8] = bytes.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]
    return DocumentPath(bytes: bytes + slash + name.bytes)
  }

  /// The length of the scalar that a slice begins with; 0 where it is not UTF-8.
  private static func scalarLength(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let first = bytes.first else { return 0 }
    let length =
      first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
    guard length > 0, bytes.count >= length else { return 0 }
    return String(validating: bytes.prefix(length), as: UTF8.self) == nil ? 0 : length
  }

  private static func escape(_ byte: UInt8) -> String {
    "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
