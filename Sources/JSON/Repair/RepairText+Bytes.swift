extension RepairText {
  /// Quotes that close each other: `"`, `“`, `”`, `„`, `«`, `»` and `'`, `‘`, `’`, `‚`, `` ` ``, `´`.
  enum Family {
    case double, single
  }

  /// A quotation mark.
  struct Mark {
    let family: Family
    /// Its bytes.
    let length: Int
    /// Whether it is the one that JSON uses.
    var isStraight = false
  }

  /// The quotation mark at an offset.
  @inline(__always)
  static func mark(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Mark? {
    guard place < bytes.count else { return nil }
    switch bytes[place] {
    case UInt8(ascii: "\""): return Mark(family: .double, length: 1, isStraight: true)
    case UInt8(ascii: "'"): return Mark(family: .single, length: 1)
    case UInt8(ascii: "`"):
      return isFence(bytes, at: place) ? nil : Mark(family: .single, length: 1)
    case 0xC2 where place + 1 < bytes.count:
      switch bytes[place + 1] {
      case 0xB4: return Mark(family: .single, length: 2)
      case 0xAB, 0xBB: return Mark(family: .double, length: 2)
      default: return nil
      }
    case 0xE2 where place + 2 < bytes.count && bytes[place + 1] == 0x80:
      switch bytes[place + 2] {
      case 0x98...0x9B: return Mark(family: .single, length: 3)
      case 0x9C...0x9F: return Mark(family: .double, length: 3)
      default: return nil
      }
    default: return nil
    }
  }

  /// Whether three backquotes stand at an offset.
  static func isFence(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    place + 2 < bytes.count && bytes[place] == UInt8(ascii: "`")
      && bytes[place + 1] == UInt8(ascii: "`") && bytes[place + 2] == UInt8(ascii: "`")
  }

  /// Whether a bracket at an offset, or the offset itself, is followed by an escaped quote.
  static func isEscapedQuoteNext(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    var next = place
    while next < bytes.count, isOpener(bytes[next]) || isPlainSpace(bytes[next]), next - place < 64
    {
      next += 1
    }
    while next + 1 < bytes.count, bytes[next] == UInt8(ascii: "\\"),
      bytes[next + 1] == UInt8(ascii: "n"), next - place < 64
    {
      next += 2
      while next < bytes.count, bytes[next] <= 0x20, next - place < 64 { next += 1 }
    }
    return next + 1 < bytes.count && bytes[next] == UInt8(ascii: "\\")
      && bytes[next + 1] == UInt8(ascii: "\"")
  }

  /// Whether a byte is white space in JSON.
  @inline(__always)
  static func isPlainSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// The length of a space beyond ASCII: no-break and typographic spaces, separators, marks.
  @inline(__always)
  static func wideSpace(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int? {
    guard bytes[place] >= 0xC2 else { return nil }
    let second = place + 1 < bytes.count ? bytes[place + 1] : 0
    let third = place + 2 < bytes.count ? bytes[place + 2] : 0
    switch (bytes[place], second, third) {
    case (0xC2, 0xA0, _), (0xC2, 0x85, _): return 2
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8F), (0xE2, 0x80, 0xA8...0xAF),
      (0xE2, 0x81, 0x9F...0xA0), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
      return 3
    default: return nil
    }
  }

  /// Whether a byte belongs to a word: a letter, a digit, `_`, `$` or anything beyond ASCII.
  @inline(__always)
  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  /// Whether a byte opens an object or array.
  @inline(__always)
  static func isOpener(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
  }

  /// Whether a byte closes an object or array.
  @inline(__always)
  static func isCloser(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }

  /// Whether a byte is a decimal digit.
  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10
  }
}
