import JSON
import Testing

struct JSONValueTests {
  @Test func keepsTheOrderOfMembersAndEqualsInAnyOrder() throws {
    let value = try JSONValue(parsing: #"{"b":1,"a":[true,null,"x"],"c":{}}"#)
    #expect(value.objectValue?.keys == ["b", "a", "c"])
    let other: JSONValue = ["c": [:], "a": [true, nil, "x"], "b": 1.0]
    #expect(value == other)
    #expect(value.hashValue == other.hashValue)
    #expect(value["a"]?[2]?.stringValue == "x")
  }

  @Test func comparesStringsByCodePoint() throws {
    let value = try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value.objectValue?.count == 2)
    #expect(value["e\u{301}"] == 2)
    #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
  }

  @Test func findsMembersOfBigObjects() {
    var members = JSONObject()
    for index in 0..<1000 { members["key\(index)"] = JSONValue(index) }
    #expect((0..<1000).allSatisfy { members["key\($0)"] == JSONValue($0) })
    for index in 0..<995 { members["key\(index)"] = nil }
    #expect(members.keys == (995..<1000).map { "key\($0)" })
    #expect(members["key999"] == 999)
    members["key997"] = "changed"
    #expect(members.count == 5)
    #expect(members.map(\.key).firstIndex(of: "key997") == 2)
  }

  @Test func setsAndMakesParents() throws {
    var value = JSONValue.null
    let isSet = [
      value.set(1, at: JSONPointer(["a", "0", "b"])), value.set(2, at: JSONPointer(["a", "-"])),
      value.set(3, at: JSONPointer(["a", "1"])), value.set(4, at: JSONPointer(["a", "7"])),
    ]
    #expect(isSet == [true, true, true, false])
    #expect(value == ["a": [["b": 1], 3]])
    let removed = [
      value.remove(at: JSONPointer(["a", "0"])), value.remove(at: JSONPointer(["x"])),
    ]
    #expect(removed == [["b": 1], nil])
    #expect(value == ["a": [3]])
    var object = JSONValue.null
    object.set(1, at: JSONPointer(["0"]), arrays: false)
    #expect(object == ["0": 1])
  }

  @Test func listsLeavesInOrder() {
    let value: JSONValue = ["b": [1, [], ["c": "x"]], "a": nil]
    #expect(value.leaves.map(\.pointer.description) == ["/b/0", "/b/2/c", "/a"])
    #expect(value.leaves.map(\.value) == [1, "x", nil])
  }

  @Test func readsColumnsOfIntegers() throws {
    #expect(try JSONValue(parsing: "[1,-2,3e0]").int32Values == [1, -2, 3])
    #expect(try JSONValue(parsing: "[1,2147483648]").int32Values == nil)
    #expect(JSONValue.string("x").int32Values == nil)
  }

  @Test func writesThreeStyles() throws {
    let value = try JSONValue(parsing: #"{"b":[1.50,"\u0001\"\\\n\/é"],"a":{},"\ud83d\ude00":[]}"#)
    #expect(value.text() == #"{"b":[1.50,"\u0001\"\\\n/é"],"a":{},"😀":[]}"#)
    #expect(value.text(.canonical) == #"{"a":{},"b":[1.5,"\u0001\"\\\n/é"],"😀":[]}"#)
    #expect(
      value.text(.pretty)
        == "{\n  \"b\": [\n    1.50,\n    \"\\u0001\\\"\\\\\\n/é\"\n  ],\n  \"a\": {},\n  \"😀\": []\n}"
    )
  }

  @Test func canonicalOrderIsByUTF16() throws {
    // U+10000 is written with surrogates, which come before U+FFFF.
    let value: JSONValue = ["\u{FFFF}": 1, "\u{10000}": 2]
    #expect(value.text(.canonical) == "{\"\u{10000}\":2,\"\u{FFFF}\":1}")
  }

  @Test func streamsLines() throws {
    var writer = JSONWriter()
    for line in 0..<2 {
      writer.beginObject()
      writer.key("line")
      writer.integer(line)
      writer.key("x")
      writer.integers([1, -2, .min])
      writer.member("ok", true)
      writer.endObject()
      writer.newline()
    }
    let text = String(decoding: writer.bytes, as: UTF8.self)
    #expect(
      text == """
        {"line":0,"x":[1,-2,-2147483648],"ok":true}
        {"line":1,"x":[1,-2,-2147483648],"ok":true}

        """)
  }
}
