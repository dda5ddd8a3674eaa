import JSON
import Testing

struct JSONPointerTests {
  /// The examples of RFC 6901, section 5.
  @Test(arguments: [
    ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"), ("/e^f", "3"),
    ("/g|h", "4"), ("/i\\j", "5"), ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"),
  ])
  func findsValues(_ pointer: String, _ expected: String) throws {
    let document = try JSONValue(
      parsing: #"""
        {"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}
        """#)
    let parsed = try JSONPointer(parsing: pointer)
    #expect(document[parsed] == (try JSONValue(parsing: expected)))
    #expect(parsed.description == pointer)
    #expect(document[.root] == document)
  }

  @Test func findsNothingWhereThereIsNothing() {
    let document: JSONValue = ["a": [1, 2]]
    for tokens in [["b"], ["a", "2"], ["a", "-"], ["a", "01"], ["a", "x"], ["a", "0", "b"]] {
      #expect(document[JSONPointer(tokens)] == nil)
    }
  }

  @Test func refusesOtherTexts() {
    #expect(throws: JSONPointerError.noLeadingSlash) { try JSONPointer(parsing: "a") }
    #expect(throws: JSONPointerError.invalidEscape) { try JSONPointer(parsing: "/a~2") }
    #expect(throws: JSONPointerError.invalidEscape) { try JSONPointer(parsing: "/a~") }
  }

  @Test func ordersIndexesByNumber() throws {
    let ordered = ["", "/a", "/a/2", "/a/10", "/a/10/b", "/a/02", "/a/x", "/b"]
    let pointers = try ordered.map { try JSONPointer(parsing: $0) }
    #expect(pointers.shuffled().sorted() == pointers)
  }

  @Test func knowsWhatItIsInside() throws {
    let pointer = JSONPointer(["a", "1", "b"])
    #expect(pointer.hasPrefix(.root) && pointer.hasPrefix(JSONPointer(["a", "1"])))
    #expect(!pointer.hasPrefix(JSONPointer(["a", "10"])))
    #expect(pointer.parent == JSONPointer.root.appending("a").appending(1))
    #expect(JSONPointer.root.parent == nil)
  }
}
