private import Glibc

/// Turns the bytes of text and HTML files into text.
///
/// A byte order mark decides; then what the file declares; then UTF-8 if the bytes are that; else
/// Windows-1252, which every byte is. Bytes that do not fit become U+FFFD: libxml2 would stop at
/// the first and lose the rest in silence.
enum TextEncoding {
  /// - Parameter declared: the label that the file gives, such as `iso-8859-1`.
  /// - Returns: the text, and what there is to say about it.
  static func decode(_ bytes: UnsafeRawBufferPointer, declared: String?) -> (String, [String]) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      return (String(decoding: bytes.dropFirst(3), as: UTF8.self), [])
    }
    if bytes.starts(with: [0xFF, 0xFE]) { return (utf16(bytes, isBig: false), []) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (utf16(bytes, isBig: true), []) }
    // Valid UTF-8 beyond ASCII is no accident, whatever the file says of itself.
    if let text = String(validating: bytes, as: UTF8.self) { return (text, []) }
    switch declared?.lowercased() {
    case "utf-8", "utf8": return (String(decoding: bytes, as: UTF8.self), [damaged])
    case nil, "iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252":
      return (windows1252(bytes), [])
    case let label?:
      if let text = converted(bytes, from: label) { return (text, []) }
      return (
        windows1252(bytes), ["The file names an encoding that is not known; read as Windows-1252."]
      )
    }
  }

  private static let damaged =
    "Some bytes are not valid in the file's encoding and were replaced by U+FFFD."

  private static func utf16(_ bytes: UnsafeRawBufferPointer, isBig: Bool) -> String {
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      let pair = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isBig ? pair.0 << 8 | pair.1 : pair.1 << 8 | pair.0
    }
    return String(decoding: units, as: UTF16.self)
  }

  private static func windows1252(_ bytes: UnsafeRawBufferPointer) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      let code = (0x80...0x9F).contains(byte) ? high[Int(byte) - 0x80] : UInt32(byte)
      if let scalar = Unicode.Scalar(code) { text.append(scalar) }
    }
    return String(text)
  }

  /// 0x80 to 0x9F (WHATWG Encoding, index-windows-1252).
  private static let high: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]

  /// By the C library's table; nil where it does not know the label.
  private static func converted(_ bytes: UnsafeRawBufferPointer, from label: String) -> String? {
    guard label.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }),
      let converter = iconv_open("UTF-8", label), converter != iconv_t(bitPattern: -1)
    else { return nil }
    defer { iconv_close(converter) }
    var output: [UInt8] = []
    var chunk = [CChar](repeating: 0, count: 8192)
    var input = UnsafeMutablePointer<CChar>(
      mutating: bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
    var inputLeft = bytes.count
    while inputLeft > 0 {
      let (result, count, code) = chunk.withUnsafeMutableBufferPointer { buffer in
        var next = buffer.baseAddress
        var left = buffer.count
        let result = iconv(converter, &input, &inputLeft, &next, &left)
        return (result, buffer.count - left, errno)
      }
      output.append(contentsOf: chunk[..<count].lazy.map { UInt8(bitPattern: $0) })
      guard result == Int(bitPattern: UInt.max), code != E2BIG else { continue }
      output.append(contentsOf: [0xEF, 0xBF, 0xBD])
      if code == EINVAL { break }
      input = input.map { $0 + 1 }
      inputLeft -= 1
    }
    return String(decoding: output, as: UTF8.self)
  }
}
