import JSON
import Testing

/// A broken text, what it means, and all that is mended in it; no kinds where they are no matter.
private struct Case: Sendable, CustomTestStringConvertible {
  let text: String
  let expected: String
  let kinds: [JSONRepair.Kind]

  init(_ text: String, _ expected: String, _ kinds: JSONRepair.Kind...) {
    (self.text, self.expected, self.kinds) = (text, expected, kinds)
  }

  var testDescription: String { text }
}

struct JSONRepairTests {
  private func only(_ text: String) throws -> JSONRepair.Candidate {
    let candidates = JSONRepair.candidates(in: text)
    #expect(candidates.count == 1, "\(text)")
    return try #require(candidates.first)
  }

  private static let mended: [Case] = [
    Case("```json\n{\"a\": 1}\n```", #"{"a":1}"#, .codeFence),
    Case(
      "Here it is:\n```\n{\"a\": 1}\n```\nDone.", #"{"a":1}"#, .surroundingText, .codeFence,
      .surroundingText),
    Case(#"Sure! {"a": 1} Hope it helps."#, #"{"a":1}"#, .surroundingText, .surroundingText),
    Case("\u{FEFF}{\"a\": 1}", #"{"a":1}"#, .byteOrderMark),
    Case(#"{\"a\": \"say \\\"hi\\\"\"}"#, #"{"a":"say \"hi\""}"#, .escapedText),
    Case(#"{"a": [1, 2,], "b": 3,}"#, #"{"a":[1,2],"b":3}"#, .extraComma, .extraComma),
    Case(#"{"a": 1 "b": [1 2]}"#, #"{"a":1,"b":[1,2]}"#, .missingComma, .missingComma),
    Case(#"{"a" 1, "b" "x"}"#, #"{"a":1,"b":"x"}"#, .missingColon, .missingColon),
    Case(
      #"{"a": 1, // one"# + "\n" + #" "b": /* two */ 2}"#, #"{"a":1,"b":2}"#, .comment, .comment),
    Case(#"{"a": [1, 2, ...], ...}"#, #"{"a":[1,2]}"#, .ellipsis, .ellipsis),
    Case("{'a': 'it'}", #"{"a":"it"}"#, .quotes, .quotes),
    Case("{“a”: “b”}", #"{"a":"b"}"#, .quotes, .quotes),
    Case("{“a\": ‘b'}", #"{"a":"b"}"#, .quotes, .quotes),
    Case(#"{""a"": ""b"", "c": ""}"#, #"{"a":"b","c":""}"#, .quotes, .quotes),
    Case("{\"a\": \"\"\"one\n\"two\" three\"\"\"}", #"{"a":"one\n\"two\" three"}"#),
    Case("{\"a\": \"one\n\ttwo\n\"}", #"{"a":"one\n\ttwo"}"#, .controlCharacter),
    Case(#"{a: 1, b_c: 2, d-e: 3}"#, #"{"a":1,"b_c":2,"d-e":3}"#),
    Case(#"{"a": New York, "b": x}"#, #"{"a":"New York","b":"x"}"#, .unquotedValue, .unquotedValue),
    Case(#"{"a": "C:\dir\'s"}"#, #"{"a":"C:\\dir's"}"#, .invalidEscape, .invalidEscape),
    Case(#"{"a": "\ud800x"}"#, "{\"a\":\"\u{FFFD}x\"}", .loneSurrogate),
    Case(#"{"a": "b" + 'c'}"#, #"{"a":"bc"}"#, .concatenation, .quotes),
    Case(#"{"a": (1, "b"), "c": (2), "d": (3,)}"#, #"{"a":[1,"b"],"c":2,"d":[3]}"#),
    Case(#"{'a', 'b'}"#, #"["a","b"]"#, .quotes, .quotes, .braces),
    Case(#"{"a": 1, "a": 2}"#, #"{"a":2}"#, .duplicateKey),
    Case(#"{"a": , "b": 1}"#, #"{"b":1}"#, .missingValue),
    Case(
      #"{"a": new Date("2031-03-14"), "b": f(1, "x")}"#, #"{"a":"2031-03-14","b":"f(1, \"x\")"}"#),
    Case(#"{"a": b"x", "b": u'y', "c": rb"z"}"#, #"{"a":"x","b":"y","c":"z"}"#),
    Case(#"{"a": "x"; "b": 1; "c": 2}"#, #"{"a":"x","b":1,"c":2}"#),
    Case(#"{"a\_b": "c\_d"}"#, #"{"a_b":"c_d"}"#, .invalidEscape, .invalidEscape),
    Case(#"["a 1/2"", "b"]"#, #"["a 1/2\"","b"]"#, .innerQuote),
    Case("{\"a\": \"\\\n\", \"b\": \"x\\\ny\"}", #"{"a":"","b":"xy"}"#),
    Case(#"{"a": ObjectId("5f"), "b": Decimal('1.50')}"#, #"{"a":"5f","b":"1.50"}"#),
    Case("callback(null);", "null", .call, .surroundingText),
    Case(#"ISODate("2031-01-02")"#, #""2031-01-02""#, .call),
    Case("The answer is `{\"a\": 1}`.", #"{"a":1}"#, .surroundingText, .surroundingText),
    Case("`{\"a\": 1}`", #"{"a":1}"#, .surroundingText, .surroundingText),
    Case("{\"a\":\u{1680}1,\0\u{A0}\"b\": 2}", #"{"a":1,"b":2}"#, .whiteSpace, .whiteSpace),
  ]

  @Test(arguments: mended)
  fileprivate func mends(_ item: Case) throws {
    let candidate = try only(item.text)
    #expect(candidate.value.text() == item.expected)
    if !item.kinds.isEmpty { #expect(candidate.repairs.map(\.kind) == item.kinds) }
    #expect(!candidate.repairs.isEmpty)
    #expect(!candidate.isTruncated)
  }

  @Test(arguments: [
    ("None", "null"), ("True", "true"), ("FALSE", "false"), ("undefined", "null"), ("NaN", "null"),
    ("-Infinity", "null"), ("+1", "1"), (".5", "0.5"), ("-.5", "-0.5"), ("2.", "2.0"),
    ("1_000.5", "1000.5"), ("0xFF", "255"), ("12n", "12"), ("1e+5", "1e+5"), ("1e", "1"),
  ])
  func readsLiteralsAndNumbersOfOtherLanguages(_ text: String, _ expected: String) throws {
    #expect(
      try only(#"{"a": \#(text), "b": [\#(text)]}"#).value.text()
        == #"{"a":\#(expected),"b":[\#(expected)]}"#)
  }

  /// What may be an identifier, or two numbers, is no number.
  @Test(arguments: ["007", "1.1.1", "1/3", "10-20", "1,234.50", "$5", "12%", "2024-01-31", "1 234"])
  func keepsAsTextWhatIsNotPlainlyANumber(_ text: String) throws {
    #expect(try only(#"{"a": \#(text), "b": 1}"#).value == ["a": .string(text), "b": 1])
  }

  @Test(arguments: [
    (#"{"a": "say "hi" now", "b": 1}"#, #"say "hi" now"#),
    (#"{"a": "say "hi"", "b": 1}"#, #"say "hi""#),
    (#"{"a": ""Hi," she said", "b": 1}"#, #""Hi," she said"#),
    (#"{"a": "he said "yes", then left", "b": 1}"#, #"he said "yes", then left"#),
    (#"{"a": "a 5" pipe", "b": 1}"#, #"a 5" pipe"#),
    (#"{"a": "use {"x": "y"} here", "b": 1}"#, #"use {"x": "y"} here"#),
    (#"{"a": "[text]("http://x.y")", "b": 1}"#, #"[text]("http://x.y")"#),
    (#"{"a": "<b class="c">d</b>", "b": 1}"#, #"<b class="c">d</b>"#),
    ("{\"a\": \"one\n\"two\"\nthree\", \"b\": 1}", "one\n\"two\"\nthree"),
    (#"{'a': 'it's the dogs' bowl', 'b': 1}"#, "it's the dogs' bowl"),
    (#"{"a": "To be, or "not" to be: that", "b": 1}"#, #"To be, or "not" to be: that"#),
  ])
  func keepsQuotesThatBelongToTheText(_ text: String, _ expected: String) throws {
    #expect(try only(text).value == ["a": .string(expected), "b": 1])
    let value = text.drop { $0 != ":" }.dropFirst(2)
    let list = "[" + value.replacing("\"b\": 1}", with: "1]").replacing("'b': 1}", with: "1]")
    #expect(try only(list).value == [.string(expected), 1])
  }

  @Test(arguments: [
    (#"{"a": "x, "b": "y"}"#, #"{"a":"x","b":"y"}"#),
    (#"{"a": "x, y, "b": 1}"#, #"{"a":"x, y","b":1}"#),
    ("{\n\"a\": \"x,\n\"b\": 1}", #"{"a":"x","b":1}"#),
    ("{\n\"a\": \"x\n\"b\": 1}", #"{"a":"x","b":1}"#), (#"{"a": "x}"#, #"{"a":"x"}"#),
    (#"{"a": ["x]}"#, #"{"a":["x"]}"#), (#"{"a: "x"}"#, #"{"a":"x"}"#),
    (#"{a": "x", b": "y"}"#, #"{"a":"x","b":"y"}"#), (#"{"a": x", "b": 5"}"#, #"{"a":"x","b":5}"#),
    (#"["a, "b"]"#, #"["a","b"]"#), (#"[a", "b"]"#, #"["a","b"]"#),
    (#"[a", b"]"#, #"["a","b"]"#), (#"{"a": "x\u00e9\ny}"#, #"{"a":"xé\ny"}"#),
  ])
  func addsQuotesThatAreMissing(_ text: String, _ expected: String) throws {
    let candidate = try only(text)
    #expect(candidate.value.text() == expected)
    #expect(candidate.repairs.contains { $0.kind == .missingQuote })
    #expect(!candidate.isTruncated)
  }

  private static let brackets: [Case] = [
    Case(#"[{"a": 1, "b": 2]"#, #"[{"a":1,"b":2}]"#, .missingBracket),
    Case(#"{"a": [1, "b": 3]}"#, #"{"a":[1,{"b":3}]}"#, .missingBracket, .missingBracket),
    Case(#"{"a": [1, "b": 3}"#, #"{"a":[1],"b":3}"#, .missingBracket),
    Case(#"{"a": ["x" "b": 3}"#, #"{"a":["x"],"b":3}"#, .missingBracket, .missingComma),
    Case(#"{"a": [{"x": 1}, "b": [2]}"#, #"{"a":[{"x":1}],"b":[2]}"#, .missingBracket),
    Case(#"{"a": [{"x": 1}, "x": 2}]}"#, #"{"a":[{"x":1},{"x":2}]}"#, .missingBracket),
    Case(#"{"a": [{"b": 1], "c": 2}"#, #"{"a":[{"b":1}],"c":2}"#, .missingBracket),
    Case(#"{"a": [1, 2}, "b": 3}"#, #"{"a":[1,2],"b":3}"#, .wrongBracket),
    Case(#"[{"a": 1}}, {"a": 2}]"#, #"[{"a":1},{"a":2}]"#, .strayBracket),
    Case(#"{"a": 1}, "b": 2}"#, #"{"a":1,"b":2}"#, .strayBracket),
    Case(#"{"a": 1]"#, #"{"a":1}"#, .wrongBracket),
    Case(#"[1, 2}"#, "[1,2]", .wrongBracket),
    Case(#"{"a": 1}}]"#, #"{"a":1}"#, .strayBracket),
    Case(#"[{"a": 1, {"a": 2}]"#, #"[{"a":1},{"a":2}]"#, .missingBracket, .missingComma),
    Case(#""a": 1, "b": 2}"#, #"{"a":1,"b":2}"#, .missingBracket),
    Case(#"["a": 1, "b": 2]"#, #"[{"a":1,"b":2}]"#),
    Case(#"{"a": [1], [2]}"#, #"{"a":[1,2]}"#, .strayBracket),
    Case("```json\n{\"a\": [1\n```", #"{"a":[1]}"#, .codeFence, .missingBracket, .missingBracket),
  ]

  @Test(arguments: brackets)
  fileprivate func mendsBrackets(_ item: Case) throws {
    let candidate = try only(item.text)
    #expect(candidate.value.text() == item.expected)
    if !item.kinds.isEmpty { #expect(candidate.repairs.map(\.kind) == item.kinds) }
    #expect(!candidate.isTruncated)
  }

  @Test func reportsWhereEachRepairWas() throws {
    let repairs = try only("Sure: {'é': \"a \"b\" c\", d: None,}").repairs
    #expect(
      repairs.map { "\($0.kind.rawValue) \($0.offset)" } == [
        "surrounding text 0", "quotes 7", "unescaped quote 16", "unescaped quote 18",
        "unquoted key 24", "literal 27", "extra comma 31",
      ])
    #expect(try only(#"x {\"a\": \"b\",}"#).repairs.last?.offset == 15)
  }

  @Test func findsNothingWhereThereIsNothing() {
    for text in ["", "no", "{", "a [b] c", "{{}", "}{", "see {this} and [that]", "/", "\"", "it's"]
    {
      for candidate in JSONRepair.candidates(in: text) {
        #expect(candidate.value.leaves.isEmpty, "\(text)")
      }
    }
  }

  @Test func takesScalarsOnlyWhenTheyAreAll() throws {
    #expect(JSONRepair.candidates(in: " \"x\" ").map(\.value) == ["x"])
    #expect(JSONRepair.candidates(in: "the answer is 42").isEmpty)
    #expect(try only("'x'").value == "x")
    #expect(try only("True").value == true)
    #expect(try only("```json\n(1, 2)\n```").value == [1, 2])
    #expect(try only("\"a \"b\" c\"").value == "a \"b\" c")
  }
}
