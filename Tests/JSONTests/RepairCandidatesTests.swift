import JSON
import Testing

struct RepairCandidatesTests {
  @Test func findsSeveralTextsInOrder() {
    let text = #"As of [1, or 2, first {"a": 1} then [2] and {see below}: {"b": [3]}"#
    let candidates = JSONRepair.candidates(in: text)
    #expect(candidates.map { $0.value.text() } == [#"{"a":1}"#, "[2]", #"{"b":[3]}"#])
    let utf8 = Array(text.utf8)
    #expect(
      candidates.map { String(decoding: utf8[$0.range], as: UTF8.self) }
        == [#"{"a": 1}"#, "[2]", #"{"b": [3]}"#])
  }

  @Test(arguments: [
    "{\"a\": 1}\n{\"a\": 2}\n", "{\"a\": 1}, {\"a\": 2}", "/* 1 */ {\"a\": 1} /* 2 */ {\"a\": 2}",
    "first:\n```json\n{\"a\": 1}\n```\nthen:\n```json\n{\"a\": 2}\n```",
  ])
  func returnsEachOfSeveralTexts(_ text: String) {
    #expect(JSONRepair.candidates(in: text).map(\.value) == [["a": 1], ["a": 2]])
  }

  @Test(arguments: [
    ("<think>Perhaps {\"a\": 0}? No.</think>{\"a\": 1} {\"a\": 2}", [true, false, false]),
    // The opening tag was the template's.
    ("Perhaps {\"a\": 0}? No.\n</think>\n\n```json\n{\"a\": 1}\n```", [true, false]),
    ("<thinking>{\"a\": 0} {\"a\": 2}</thinking> {\"a\": 1}", [true, true, false]),
    ("{\"a\": 1} <think>or {\"a\": 0}?</think> No.", [false, true]),
    ("{\"a\": 1} <think>or {\"a\": 0}", [false, true]),
    ("<think>a</think>{\"a\": 1} and {\"b\": \"in a </think>\"}", [false, false]),
    // What is open in a thought does not take the answer in.
    ("<think>So {\"total\": number, [and \"so\n</think>{\"a\": 1}", [true, false]),
  ])
  func marksWhatAModelTriesWhileItThinks(_ text: String, _ marks: [Bool]) {
    let candidates = JSONRepair.candidates(in: text)
    #expect(candidates.map(\.isInReasoning) == marks)
    #expect(JSONRepair.best(of: candidates)?.value == ["a": 1])
    let utf8 = Array(text.utf8)
    #expect(candidates.last.map { utf8[$0.range].first == UInt8(ascii: "{") } == true)
  }

  @Test func takesAThoughtWhereThereIsNothingElse() {
    let text = "<think>Perhaps {\"a\": 0} or {\"a\": 1}</think> I do not know."
    #expect(JSONRepair.candidates(in: text).map(\.isInReasoning) == [true, true])
    #expect(JSONRepair.best(of: JSONRepair.candidates(in: text)) != nil)
  }

  @Test func prefersWhatAFenceHolds() {
    let text = "As [1] says of {\"x\": 0}:\n```json\n{\"a\": 1}\n```\n"
    let candidates = JSONRepair.candidates(in: text)
    #expect(candidates.map(\.isFenced) == [false, false, true])
    #expect(JSONRepair.best(of: candidates)?.value == ["a": 1])
    let plain = JSONRepair.candidates(in: "As [1] says: {\"a\": 1}, {\"b\": 2}")
    #expect(JSONRepair.best(of: plain)?.value == ["a": 1])
    #expect(JSONRepair.best(of: []) == nil)
  }

  @Test(arguments: [
    (#"{"a": 1, "b": "hel"#, #"{"a":1,"b":"hel"}"#, #"{"a":1}"#, "/b"),
    (#"{"a": 1, "b":"#, #"{"a":1}"#, #"{"a":1}"#, "/b"),
    (#"{"a": 1, "b": ""#, #"{"a":1}"#, #"{"a":1}"#, "/b"),
    (#"{"a": 1, "li"#, #"{"a":1}"#, #"{"a":1}"#, ""), (#"{"a": 1,"#, #"{"a":1}"#, #"{"a":1}"#, ""),
    (#"{"a": 12"#, #"{"a":12}"#, "{}", "/a"), (#"{"a": tru"#, "{}", "{}", "/a"),
    (#"{"a": -"#, "{}", "{}", "/a"),
    (#"{"a": true"#, #"{"a":true}"#, #"{"a":true}"#, ""),
    (#"{"a": [{"b": 1}, {"b": "#, #"{"a":[{"b":1},{}]}"#, #"{"a":[{"b":1},{}]}"#, "/a/1/b"),
    (#"{"a": {"b": [1, 2"#, #"{"a":{"b":[1,2]}}"#, #"{"a":{"b":[1]}}"#, "/a/b/1"),
    ("[", "[]", "[]", ""), (#"{"a": "x\"#, #"{"a":"x"}"#, "{}", "/a"),
    (#"{"a": "x\u00"#, #"{"a":"x"}"#, "{}", "/a"), (#"{"a": "x\ud83d"#, #"{"a":"x"}"#, "{}", "/a"),
    (#"{"a": 1 /* no"#, #"{"a":1}"#, #"{"a":1}"#, ""),
    (#"{"a": "Dear {name}"#, #"{"a":"Dear {name}"}"#, "{}", "/a"),
    (#"{"a": "he said "no" and"#, #"{"a":"he said \"no\" and"}"#, "{}", "/a"),
  ])
  func closesWhatWasCutOffAndSaysWhere(
    _ text: String, _ expected: String, _ settled: String, _ place: String
  ) throws {
    let candidates = JSONRepair.candidates(in: text)
    #expect(candidates.count == 1)
    let candidate = try #require(candidates.first)
    #expect(candidate.value.text() == expected)
    #expect(candidate.settled.text() == settled)
    #expect(candidate.truncatedAt?.description == place)
    #expect(candidate.repairs.last?.kind == .truncated)
  }

  @Test func givesUpOnWhatIsTooDeep() {
    let deep = String(repeating: "[", count: 600) + "1," + String(repeating: "]", count: 600)
    #expect(JSONRepair.candidates(in: deep).isEmpty)
    let fits = String(repeating: "[", count: 512) + "1," + String(repeating: "]", count: 512)
    #expect(JSONRepair.candidates(in: fits).count == 1)
  }
}
