private import CZlib

/// Bytes as the ledger keeps them: deflated where that makes them smaller.
///
/// The encoding stands beside the bytes, so that another can come later without touching a row.
struct CompressedBytes {
  /// How bytes are kept; the raw values are stored.
  enum Encoding: Int {
    /// As they are.
    case plain = 0
    /// zlib (RFC 1950).
    case zlib = 1
  }

  /// The raw value of an ``Encoding``.
  var encoding: Int
  /// How many bytes there were before.
  var size: Int
  var bytes: [UInt8]

  /// Takes what a row holds.
  init(encoding: Int, size: Int, bytes: [UInt8]) {
    self.encoding = encoding
    self.size = size
    self.bytes = bytes
  }

  /// Compresses.
  init(_ plain: [UInt8]) {
    var length = compressBound(uLong(plain.count))
    var deflated = [UInt8](repeating: 0, count: Int(length))
    let status = compress2(
      &deflated, &length, plain, uLong(plain.count), Z_DEFAULT_COMPRESSION)
    size = plain.count
    if status == Z_OK, Int(length) < plain.count {
      encoding = Encoding.zlib.rawValue
      bytes = Array(deflated[..<Int(length)])
    } else {
      encoding = Encoding.plain.rawValue
      bytes = plain
    }
  }

  /// What was compressed; nil where the bytes are damaged or the encoding is unknown.
  var plain: [UInt8]? {
    switch Encoding(rawValue: encoding) {
    case .plain: return bytes.count == size ? bytes : nil
    case .zlib:
      guard size >= 0, size <= 1 << 31 else { return nil }
      var inflated = [UInt8](repeating: 0, count: max(size, 1))
      var length = uLong(inflated.count)
      guard uncompress(&inflated, &length, bytes, uLong(bytes.count)) == Z_OK,
        Int(length) == size
      else { return nil }
      return Array(inflated[..<size])
    case nil: return nil
    }
  }
}
