private import Crypto

/// A SHA-256, the name by which content is known: of a document's bytes, of a request, of a record.
///
/// Written as 64 lower-case hexadecimal digits.
package struct Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  package let hex: String

  package var description: String { hex }

  /// Takes 64 hexadecimal digits; nil for anything else.
  package init?(hex: String) {
    guard hex.utf8.count == 64, hex.utf8.allSatisfy(Digest.isHexDigit) else { return nil }
    self.hex = hex.lowercased()
  }

  /// The digest of some bytes.
  package init(of bytes: some Sequence<UInt8>) {
    var digester = Digester()
    digester.update(Array(bytes))
    self = digester.finish()
  }

  /// The digest of a text's UTF-8.
  package init(of text: String) {
    self.init(of: Array(text.utf8))
  }

  fileprivate init(_ digest: SHA256.Digest) {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    hex = String(decoding: text, as: UTF8.self)
  }

  package static func < (left: Digest, right: Digest) -> Bool { left.hex < right.hex }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}

/// Makes a ``Digest`` of bytes that arrive in pieces, and of parts that must not run together.
package struct Digester {
  private var hash = SHA256()

  package init() {}

  /// Adds bytes.
  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  /// Adds bytes that belong to somebody else.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    hash.update(bufferPointer: bytes)
  }

  /// Adds a named part with its length before it, so that no two lists of parts read the same.
  package mutating func update(part name: String, _ text: String) {
    update(Array("\(name.utf8.count):\(name)=\(text.utf8.count):\(text);".utf8))
  }

  /// The digest of all that was added.
  package func finish() -> Digest {
    Digest(hash.finalize())
  }
}
