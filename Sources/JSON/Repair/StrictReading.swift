/// What the strict parser makes of the first value of a text.
struct StrictReading {
  /// The offset of the first byte that is no white space of JSON.
  let start: Int
  /// The value that begins there; nil where the text breaks JSON's rules.
  private(set) var value: JSONValue?
  /// The offset after the value, or of what breaks the rules.
  private(set) var end: Int
  /// The arrays and objects that were open there, the innermost first.
  private(set) var unfinished: [StrictParser.Unfinished] = []
  /// Whether nothing but white space follows the value.
  private(set) var isWhole = false

  /// Reads the first value of a text, from an offset on.
  init(_ bytes: UnsafeBufferPointer<UInt8>, from place: Int = 0) {
    start = Self.skipSpace(bytes, place)
    end = start
    var parser = StrictParser(bytes, at: start, options: JSONValue.ParsingOptions())
    do {
      value = try parser.parseValue()
      end = parser.position
      isWhole = Self.skipSpace(bytes, end) == bytes.count
    } catch {
      end = error.offset
      unfinished = parser.unfinished
    }
  }

  private static func skipSpace(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var place = start
    while place < bytes.count, RepairText.isPlainSpace(bytes[place]) { place += 1 }
    return place
  }
}
