import JSON
import Testing

struct JSONRepairTests {
  private func only(_ text: String) throws -> JSONRepair.Candidate {
    let candidates = JSONRepair.candidates(in: text)
    #expect(candidates.count == 1)
    return try #require(candidates.first)
  }

  @Test(arguments: [
    ("```json\n{\"a\": 1}\n```", #"{"a":1}"#, [JSONRepair.Kind.codeFence]),
    (
      "Here it is:\n```\n{\"a\": 1}\n```\nDone.", #"{"a":1}"#,
      [.surroundingText, .codeFence, .surroundingText]
    ),
    (#"Sure! {"a": 1} Hope it helps."#, #"{"a":1}"#, [.surroundingText, .surroundingText]),
    (#"{"a": [1, 2,], "b": 3,}"#, #"{"a":[1,2],"b":3}"#, [.extraComma, .extraComma]),
    (#"{"a": 1, // one"# + "\n" + #" "b": /* two */ 2}"#, #"{"a":1,"b":2}"#, [.comment, .comment]),
    ("{'a': 'it'}", #"{"a":"it"}"#, [.quotes, .quotes]),
    ("{“a”: “b”}", #"{"a":"b"}"#, [.quotes, .quotes]),
    ("{\"a\": \"one\ntwo\n\"}", #"{"a":"one\ntwo\n"}"#, [.controlCharacter]),
    (
      #"{"a": None, "b": True, "c": False}"#, #"{"a":null,"b":true,"c":false}"#,
      [.literal, .literal, .literal]
    ),
    (#"{a: 1, b_c: 2}"#, #"{"a":1,"b_c":2}"#, [.unquotedKey, .unquotedKey]),
    (#"{"a": 1 "b": [1 2]}"#, #"{"a":1,"b":[1,2]}"#, [.missingComma, .missingComma]),
    (#"{"a": +1, "b": .5, "c": 2.}"#, #"{"a":1,"b":0.5,"c":2.0}"#, [.number, .number, .number]),
    (#"{"a": "C:\dir\'s"}"#, #"{"a":"C:\\dir's"}"#, [.invalidEscape, .invalidEscape]),
    (#"{"a": "\ud800x"}"#, "{\"a\":\"\u{FFFD}x\"}", [.loneSurrogate]),
    (#"{"a": 1, "a": 2}"#, #"{"a":2}"#, [.duplicateKey]),
    (#"[{"a": 1, "b": 2]"#, #"[{"a":1,"b":2}]"#, [.missingBracket]),
    ("```json\n{\"a\": [1\n```", #"{"a":[1]}"#, [.codeFence, .missingBracket, .missingBracket]),
  ])
  func mends(_ text: String, _ expected: String, _ kinds: [JSONRepair.Kind]) throws {
    let candidate = try only(text)
    #expect(candidate.value.text() == expected)
    #expect(candidate.repairs.map(\.kind) == kinds)
    #expect(!candidate.isTruncated)
  }

  @Test(arguments: [
    (#"{"a": 1, "b": "hel"#, #"{"a":1}"#, "/b"), (#"{"a": 1, "b":"#, #"{"a":1}"#, "/b"),
    (#"{"a": 1, "li"#, #"{"a":1}"#, ""), (#"{"a": 1,"#, #"{"a":1}"#, ""),
    (#"{"a": 12"#, "{}", "/a"), (#"{"a": tru"#, "{}", "/a"), (#"{"a": true"#, #"{"a":true}"#, ""),
    (#"{"a": [{"b": 1}, {"b": "#, #"{"a":[{"b":1},{}]}"#, "/a/1/b"),
    (#"{"a": {"b": [1, 2"#, #"{"a":{"b":[1]}}"#, "/a/b/1"), ("[", "[]", ""),
    (#"{"a": "x\"#, "{}", "/a"), (#"{"a": 1 /* no"#, #"{"a":1}"#, ""),
  ])
  func closesWhatWasCutOffAndSaysWhere(
    _ text: String, _ expected: String, _ place: String
  ) throws {
    let candidate = try only(text)
    #expect(candidate.value.text() == expected)
    #expect(candidate.truncatedAt?.description == place)
    #expect(candidate.repairs.last?.kind == .truncated)
  }

  @Test func findsSeveralTextsInOrder() {
    let text = #"As of [1, or 2, first {"a": 1} then [2] and {see below}: {"b": [3]}"#
    let candidates = JSONRepair.candidates(in: text)
    #expect(candidates.map { $0.value.text() } == [#"{"a":1}"#, "[2]", #"{"b":[3]}"#])
    let utf8 = Array(text.utf8)
    #expect(
      candidates.map { String(decoding: utf8[$0.range], as: UTF8.self) }
        == [#"{"a": 1}"#, "[2]", #"{"b": [3]}"#])
  }

  @Test func findsNothingWhereThereIsNothing() {
    for text in ["", "no", "{", "a [b] c", "{{}", "}{", "[[[[x", "{\"a\" 1}"] {
      for candidate in JSONRepair.candidates(in: text) {
        #expect(candidate.value.leaves.isEmpty, "\(text)")
      }
    }
  }

  @Test func takesScalarsOnlyWhenTheyAreAll() {
    #expect(JSONRepair.candidates(in: " \"x\" ").map(\.value) == ["x"])
    #expect(JSONRepair.candidates(in: "the answer is 42").isEmpty)
  }

  /// Texts on which a parser that goes back takes quadratic time, or recurses without bound.
  @Test(arguments: ["[", "{\"a\":", "[1, x", "{'", "[\"a\" ", "/*", "{a:[", "```", "{\"a\":{}"])
  func staysLinear(_ unit: String) {
    let clock = ContinuousClock()
    let short = String(repeating: unit, count: 2_000)
    let long = String(repeating: unit, count: 64_000)
    let first = clock.measure { _ = JSONRepair.candidates(in: short) }
    let second = clock.measure { _ = JSONRepair.candidates(in: long) }
    #expect(second < max(first * 150, .seconds(3)), "\(unit): \(first), then \(second)")
  }
}
