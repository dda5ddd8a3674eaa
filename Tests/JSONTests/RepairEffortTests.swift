import JSON
import TestSupport
import Testing

/// How often the repairing parser looks at a byte: counted, because a count shows in a text of a few
/// kilobytes what time shows in one of megabytes.
struct RepairEffortTests {
  /// The most that a byte may be looked at on average; about 13 times were seen.
  private static let bound = 32

  private func steps(_ text: String) -> (steps: Int, bytes: Int) {
    let bytes = Array(text.utf8)
    return (bytes.withUnsafeBufferPointer { JSONRepair.search($0).steps }, bytes.count)
  }

  /// Texts on which a parser that goes back takes quadratic time, or recurses without bound.
  @Test(arguments: [
    "[", "{", "{\"a\":", "[1, x", "{'", "[\"a\" ", "/*", "{a:[", "```", "{\"a\":{}", "\"", "[\"",
    "\"#", "{\"/*", "[\"//", "{\\\"a", "{\"a\" \"b\": ", "[\"a\", \"", "\"a\" + ", "'a",
    "{\"a\":'b'c ",
    "\"\"", "\"\"\"", "{\"a\": \"b \"c\" d, ", "\"}", "[\"]", "\"x\"]} ", "{a b ", "[a b", ",",
    "[1,2}",
    "{\"a\": x{", "(", "[f(\"", "…", "[...", "\\\"", "{\"a\": \"b\n\"c", "“", "[“a”, ", " ", "\n",
    "[\"a ,",
    "{\"k\": \"v\", \"", "`", "[`", "#", "{\"a\":1}, \"b\"", "]", "{\"a\" ", "{x: y, ",
    "[\"a\" b\" ", "{\"a\":[1,\"b\":", ",\"b\":[1", "<think", "</think>", "a(", "`{", "true(",
    "(...",
    "#\"[\"]", "\n//\"a\"", "“\n#",
  ])
  func looksAtEachByteABoundedNumberOfTimes(_ unit: String) {
    for prefix in ["", "{\"a\": \"", "[\"", "[", "{\"x\": ", "{'", "[x", "{a: x"] {
      let text = prefix + String(repeating: unit, count: 3000 / unit.utf8.count)
      let bytes = Array(text.utf8)
      let steps = bytes.withUnsafeBufferPointer { JSONRepair.search($0).steps }
      #expect(steps < Self.bound * bytes.count, "\(prefix)\(unit): \(steps / bytes.count) a byte")
    }
  }

  @Test func takesNoMoreForEachByteOfALongerText() {
    for seed in 0..<1500 as Range<UInt64> {
      let hostile = HostileText(seed: seed)
      for times in [1, 4, 16, 64] {
        let (steps, bytes) = steps(hostile.text(repeating: times))
        #expect(
          steps <= Self.bound * (bytes + 16), "\(hostile): \(steps / bytes) a byte, \(times) times")
      }
    }
  }

  @Test func looksOnceForTheEndOfNamesThatHaveNone() {
    for unit in ["\"x«:y", "\":0'a,", "\"</b>«:<b>", "{\"a: 1} "] {
      let (steps, bytes) = steps(String(repeating: unit, count: 200) + "\"\": }")
      #expect(steps < Self.bound * bytes, "\(unit): \(steps / bytes) a byte")
    }
  }

  /// A bracket of another kind ends all of these, and what follows it is asked for at each.
  @Test func looksOnceAtWhatFollowsABracketThatEndsManyLevels() {
    let text =
      String(repeating: "[", count: 300) + "}," + String(repeating: " ", count: 1000) + "\"a\" b"
    let (steps, bytes) = steps(text)
    #expect(steps < Self.bound * bytes, "\(steps / bytes) a byte")
  }

  @Test func endsTheSearchWhereItHasTakenItsShare() {
    let bytes = Array(
      ("{\"a\": 1,} " + String(repeating: "{\"a\": \"b \"c\" d, ", count: 500)).utf8)
    bytes.withUnsafeBufferPointer { bytes in
      let whole = JSONRepair.search(bytes)
      let short = JSONRepair.search(bytes, effort: 2)
      #expect(whole.candidates.count == 2)
      #expect(short.candidates.map(\.value) == [["a": 1]])
      #expect(short.steps < whole.steps)
      #expect(short.steps < 3 * bytes.count)
    }
  }
}

/// A text made to have a parser go back: a unit that is repeated between a beginning and an end, all
/// of what means something to a parser and drawn at random.
private struct HostileText: CustomStringConvertible {
  private static let fragments = [
    "{", "}", "[", "]", "(", ")", "\"", "\"", "'", "“", "”", "‘", "\\", "\\\"", ":", ",", ";", "$",
    "N",
    "0", "-", ".", "e", "+", "=", " ", "\n", "`", "```", "/", "*", "#", "//", "/*", "*/", "...",
    "a",
    "true", "None", "<b>", "<think>", "</think>", "{\"a\":", "\"a\": ", "[\"", "\"]", "\"b\"",
    "'a'",
    "\"\"", "\"\"\"", "[1,", "],", "},{", "ObjectId(", "\\n", "\\u00", "\u{A0}",
  ]

  let beginning: String
  let unit: String
  let end: String

  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    // Of few fragments patterns come about that of many are rare.
    let few = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
      Self.fragments.randomElement(using: &generator) ?? ""
    }
    beginning = Self.draw(0...4, of: Self.fragments, &generator)
    unit = Self.draw(
      1...16, of: Bool.random(using: &generator) ? few : Self.fragments, &generator)
    end = Self.draw(0...4, of: Self.fragments, &generator)
  }

  private static func draw(
    _ count: ClosedRange<Int>, of fragments: [String], _ generator: inout SeededGenerator
  ) -> String {
    (0..<Int.random(in: count, using: &generator)).map { _ in
      fragments.randomElement(using: &generator) ?? ""
    }.joined()
  }

  func text(repeating times: Int) -> String {
    beginning + String(repeating: unit, count: times) + end
  }

  var description: String { "\(beginning) (\(unit))… \(end)" }
}
