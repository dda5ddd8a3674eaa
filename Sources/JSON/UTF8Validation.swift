/// Finding bytes that are not UTF-8 (RFC 3629, section 4).
///
/// Our own, because the standard library's checking initializer of String is generic and was
/// measured at a fifth of the time of a parse.
enum UTF8Validation {
  /// The offset of the first byte that begins no valid sequence; nil where all is UTF-8.
  static func firstInvalidByte(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var place = 0
    while place < bytes.count {
      if bytes[place] < 0x80 {
        place += 1
        continue
      }
      guard let length = sequenceLength(bytes, at: place) else { return place }
      place += length
    }
    return nil
  }

  /// The length of the sequence of two to four bytes that begins at an offset.
  @inline(__always)
  private static func sequenceLength(
    _ bytes: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> Int? {
    let first = bytes[place]
    // The second byte's range shuts out overlong forms, surrogates and what is beyond U+10FFFF.
    let (length, second): (Int, ClosedRange<UInt8>)
    switch first {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard place + length <= bytes.count, second.contains(bytes[place + 1]) else { return nil }
    for offset in 2..<4 where offset < length {
      guard bytes[place + offset] & 0xC0 == 0x80 else { return nil }
    }
    return length
  }
}
