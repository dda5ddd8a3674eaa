import JSON
import Testing

struct JSONPatchTests {
  /// The examples of RFC 6902, appendix A, and what the text of its sections asks for.
  @Test(arguments: [
    (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"q"}]"#, #"{"foo":"bar","baz":"q"}"#),
    (#"{"f":["a","b"]}"#, #"[{"op":"add","path":"/f/1","value":"q"}]"#, #"{"f":["a","q","b"]}"#),
    (#"{"f":["a"]}"#, #"[{"op":"add","path":"/f/-","value":["b"]}]"#, #"{"f":["a",["b"]]}"#),
    (#"{"baz":"q","foo":"bar"}"#, #"[{"op":"remove","path":"/baz"}]"#, #"{"foo":"bar"}"#),
    (#"{"f":["a","q","b"]}"#, #"[{"op":"remove","path":"/f/1"}]"#, #"{"f":["a","b"]}"#),
    (#"{"a":1,"b":2}"#, #"[{"op":"replace","path":"/a","value":3}]"#, #"{"a":3,"b":2}"#),
    (
      #"{"a":{"b":1,"c":2},"d":{}}"#, #"[{"op":"move","from":"/a/c","path":"/d/e"}]"#,
      #"{"a":{"b":1},"d":{"e":2}}"#
    ),
    (#"["a","b","c"]"#, #"[{"op":"move","from":"/0","path":"/2"}]"#, #"["b","c","a"]"#),
    (#"{"a":[1]}"#, #"[{"op":"copy","from":"/a","path":"/b"}]"#, #"{"a":[1],"b":[1]}"#),
    (#"{"a":1.0}"#, #"[{"op":"test","path":"/a","value":1}]"#, #"{"a":1.0}"#),
    (#"{"/":1,"~1":2}"#, #"[{"op":"test","path":"/~01","value":2}]"#, #"{"/":1,"~1":2}"#),
    (#"{"a":1}"#, #"[{"op":"add","path":"","value":[]}]"#, "[]"),
    (#"{"a":null}"#, #"[{"op":"replace","path":"/a","value":1,"x":2}]"#, #"{"a":1}"#),
    (#"{"a":1}"#, #"[{"op":"move","from":"/a","path":"/a"}]"#, #"{"a":1}"#),
  ])
  func appliesWhatTheStandardShows(_ text: String, _ patch: String, _ expected: String) throws {
    let patch = try JSONPatch(JSONValue(parsing: patch))
    #expect(try JSONValue(parsing: text).applying(patch).text() == expected)
  }

  @Test(arguments: [
    (
      #"[{"op":"test","path":"/a","value":2}]"#,
      JSONPatchError.Reason.testFailed(JSONPointer(["a"]))
    ),
    (#"[{"op":"test","path":"/x","value":2}]"#, .noSuchPlace(JSONPointer(["x"]))),
    (#"[{"op":"add","path":"/x/y","value":2}]"#, .noSuchPlace(JSONPointer(["x", "y"]))),
    (#"[{"op":"add","path":"/b/3","value":2}]"#, .noSuchPlace(JSONPointer(["b", "3"]))),
    (#"[{"op":"add","path":"/b/01","value":2}]"#, .noSuchPlace(JSONPointer(["b", "01"]))),
    (#"[{"op":"remove","path":"/b/-"}]"#, .noSuchPlace(JSONPointer(["b", "-"]))),
    (#"[{"op":"replace","path":"/x","value":2}]"#, .noSuchPlace(JSONPointer(["x"]))),
    (#"[{"op":"copy","from":"/x","path":"/y"}]"#, .noSuchPlace(JSONPointer(["x"]))),
    (#"[{"op":"move","from":"/b","path":"/b/0"}]"#, .intoItself(JSONPointer(["b"]))),
  ])
  func changesNothingWhereAnOperationFails(
    _ patch: String, _ reason: JSONPatchError.Reason
  ) throws {
    let value: JSONValue = ["a": 1, "b": [1, 2]]
    var operations = [JSONPatch.Operation.add(JSONPointer(["c"]), 1)]
    operations += try JSONPatch(JSONValue(parsing: patch)).operations
    let error = #expect(throws: JSONPatchError.self) { try value.applying(JSONPatch(operations)) }
    #expect(error?.reason == reason)
    #expect(error?.index == 1)
  }

  @Test(arguments: [
    "{}", #"[{"op":"spam","path":"/a"}]"#, #"[{"op":"add","path":"/a"}]"#,
    #"[{"op":"add","value":1}]"#, #"[{"op":"move","path":"/a"}]"#,
    #"[{"op":"remove","path":"a"}]"#, "[1]",
  ])
  func refusesWhatIsNoPatch(_ text: String) throws {
    let value = try JSONValue(parsing: text)
    #expect(throws: JSONPatchError.self) { try JSONPatch(value) }
  }

  /// The table of RFC 7396, appendix A.
  @Test(arguments: [
    (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
    (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
    (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
    (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
    (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
    (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
    (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
    (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
    (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#), (#"{"a":"foo"}"#, "null", "null"),
    (#"{"a":"foo"}"#, #""bar""#, #""bar""#), (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
    ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
    ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
  ])
  func mergesAsTheStandardShows(_ text: String, _ patch: String, _ expected: String) throws {
    let merged = try JSONValue(parsing: text).merging(JSONValue(parsing: patch))
    #expect(merged.text() == expected)
  }
}
