import JSON
import Testing

struct StrictParserTests {
  @Test(arguments: [
    ("", JSONParseError.Reason.unexpectedEnd, 0, 1, 1),
    ("{\"a\": [1,\n 2,]}", .unexpectedByte(UInt8(ascii: "]")), 13, 2, 4),
    ("{\"a\":1,\"b\":2,\"a\":3}", .duplicateKey("a"), 13, 1, 14),
    ("[\"\\ud83d\"]", .loneSurrogate, 2, 1, 3), ("[\"\\ude00\"]", .loneSurrogate, 2, 1, 3),
    ("[\"é\\x\"]", .invalidEscape, 5, 1, 5), ("[\"a\tb\"]", .controlCharacter, 3, 1, 4),
    ("[01]", .invalidNumber, 1, 1, 2), ("[1]\r\n\rx", .trailingContent, 6, 3, 1),
    ("[tru]", .unexpectedByte(UInt8(ascii: "]")), 4, 1, 5), ("\u{FEFF}1", .byteOrderMark, 0, 1, 1),
  ])
  func saysWhatIsWrongAndWhere(
    _ text: String, _ reason: JSONParseError.Reason, _ offset: Int, _ line: Int, _ column: Int
  ) throws {
    let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
    #expect(error?.reason == reason)
    #expect(error?.offset == offset)
    #expect(error?.line == line)
    #expect(error?.column == column)
  }

  @Test func refusesBytesThatAreNotUTF8() {
    for bytes: [UInt8] in [
      [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF5, 0x80, 0x80, 0x80],
    ] {
      for prefix in ["[\"ab", "[\"abcdefghijkl", "[\"ab\\n"] {
        let text = Array(prefix.utf8) + bytes + Array("\"]".utf8)
        let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
        #expect(error?.reason == .invalidUTF8)
      }
    }
  }

  @Test func boundsTheDepth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSONValue(parsing: nested(512))
    let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: nested(513)) }
    #expect(error?.reason == .tooDeep(limit: 512))
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: nested(1_000_000)) }
  }

  @Test func keepsTheLastOfDuplicatesWhenAsked() throws {
    let options = JSONValue.ParsingOptions(duplicateKeys: .keepLast)
    let value = try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#, options: options)
    #expect(value.text() == #"{"a":3,"b":2}"#)
  }

  @Test func readsEscapesAndSurrogatePairs() throws {
    let value = try JSONValue(parsing: #""a\u0041\ud83d\ude00\"\\\/\b\f\n\r\t\u0000""#)
    #expect(value == .string("aA😀\"\\/\u{8}\u{C}\n\r\t\u{0}"))
  }

  @Test func findsTheEndOfStringsOfEveryLength() throws {
    for length in 0..<40 {
      for filler in ["x", "é", "😀"] {
        let text = String(repeating: filler, count: length)
        #expect(try JSONValue(parsing: "[\"\(text)\",1]") == [.string(text), 1])
        #expect(try JSONValue(parsing: "[\"\(text)\\n\(text)\"]") == [.string("\(text)\n\(text)")])
      }
    }
  }
}
