/// Finding the end of what needs no care inside a string, eight bytes at a time.
enum PlainRun {
  /// The offset of the first quote, backslash or control character, or the end of the bytes.
  @inline(__always)
  static func end(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return start }
    let raw = UnsafeRawPointer(base)
    var place = start
    while place + 8 <= bytes.count {
      let word = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      if hasSpecialByte(word) { break }
      place += 8
    }
    while place < bytes.count {
      let byte = base[place]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      place += 1
    }
    return place
  }

  /// Whether one of eight bytes is a quote, a backslash or a control character; it may err to true
  /// when a byte before is one, which only ends the fast loop sooner.
  @inline(__always)
  private static func hasSpecialByte(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let quotes = word ^ (ones &* 0x22)
    let backslashes = word ^ (ones &* 0x5C)
    let controls = word &- (ones &* 0x20)
    let found =
      ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | (controls & ~word)
    return found & highs != 0
  }
}
