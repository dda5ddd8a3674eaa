import JSON
import JSONSchema

/// Words of a document read as one value of the kind that a schema expects.
struct WordReading {
  private let words: String
  private let expected: Schema.Expectation?
  private let bytes: [UInt8]
  private let tokens: TokenColumns

  /// - Parameter expected: nil where the schema says nothing.
  init(_ words: String, as expected: Schema.Expectation?) {
    self.words = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    self.expected = expected
    bytes = Array(self.words.utf8)
    tokens = TokenColumns(bytes)
  }

  /// Nil where the words hold nothing of that kind.
  var value: JSONValue? {
    guard !words.isEmpty else { return nil }
    if let values = expected?.values { return listed(values) }
    let types = expected?.types ?? .all
    if types.contains(.string) {
      switch expected?.format {
      case "date", "date-time": return day.map(JSONValue.string)
      default: return .string(words)
      }
    }
    if types.contains(.integer) || types.contains(.number) {
      return number.map(JSONValue.number)
    }
    return nil
  }

  /// The listed value that is written so, whatever its case.
  private func listed(_ values: [JSONValue]) -> JSONValue? {
    values.first { $0.stringValue?.lowercased() == words.lowercased() }
      ?? values.first { value in
        number.map { value == .number($0) } ?? false
      }
  }

  /// The number that takes most of the words; of two readings the one with cents, else the greater.
  private var number: JSONNumber? {
    // Of a share both 19 and 0.19 are readings; the printed one is meant.
    let isShare = words.contains("%")
    let isWhole = expected?.types.contains(.number) == false
    let found = NumberReader(tokens, bytes).read(years: []).entries
      .compactMap { key, places -> (width: Int, isAmount: Bool, number: JSONNumber)? in
        guard let literal = key.literal, let number = JSONNumber(literal: literal),
          !isWhole || number.isInteger
        else { return nil }
        let cents = literal.utf8.split(separator: UInt8(ascii: "."))
        let width = places.map(\.range.count).max() ?? 0
        return (width, !isShare && cents.count == 2 && cents[1].count <= 2, number)
      }
    return found.max { left, right in
      if left.width != right.width { return left.width < right.width }
      if left.isAmount != right.isAmount { return right.isAmount }
      return left.number.doubleValue < right.number.doubleValue
    }?.number
  }

  /// The day that takes most of the words, as `YYYY-MM-DD`; of two readings the one day first.
  private var day: String? {
    let first = words.drop { !$0.isNumber }.prefix { $0.isNumber }
    let days = DateReader(tokens, bytes, Vocabulary(tokens, bytes)).read().days.entries
    let best = days.sorted { $0.key < $1.key }.max { left, right in
      let widths = [left, right].map { $0.places.map(\.range.count).max() ?? 0 }
      if widths[0] != widths[1] { return widths[0] < widths[1] }
      return left.key % 100 != Int(first) && right.key % 100 == Int(first)
    }
    guard let key = best?.key else { return nil }
    let parts = [key / 10_000, key / 100 % 100, key % 100].map { String($0) }
    let padded = zip(parts, [4, 2, 2]).map { part, width in
      String(repeating: "0", count: max(0, width - part.utf8.count)) + part
    }
    return padded.joined(separator: "-")
  }
}
