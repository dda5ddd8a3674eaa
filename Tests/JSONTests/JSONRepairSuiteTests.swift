import JSON
import TestSupport
import Testing

/// The cases of PyPI's json_repair, one library's opinion of what broken JSON means.
@Suite(.enabled(if: SampleData.isUsable("json"), "\(SampleData.absence)"))
struct JSONRepairSuiteTests {
  /// Where we differ, by line of the file counted from 0, and why ours is as good or better.
  private static let differences: [Int: String] = [
    17: "two texts are two candidates; theirs drops the first",
    32: "a missing value is missing, not an empty string", 33: "the same as 32",
    151: "the same as 32", 159: "the same as 32",
    35: "a lone backslash at a cut is the beginning of an escape, no text",
    36: "the line break was written", 37: "a backquote in a string ends nothing",
    49: "there was an object, and it was empty",
    65: "one bracket too many in a table: no reading keeps the rows without a guess",
    72: "the name was cut off; theirs makes it an array",
    86: "the members after the comment stand in the text; theirs drops them",
    102: "the names and numbers of a list in braces are its elements",
    123: "the last quote closes the string", 130: "the text is kept whole; theirs cuts it",
    134: "the text is kept whole; theirs drops \"quick brown fox.\"",
    146: "four quotes say nothing of a second object",
    149: "a list without a name has no place; theirs makes it a name",
    150: "a backslash that escapes nothing is kept",
    157: "nobody means an array by {5}",
    164: "without a colon it may be a list of strings after the object",
    192: "one string without its quote; theirs makes a member of its words", 193: "the same as 192",
    194: "the same as 192", 195: "the same as 192",
    196: "a string of one quote is a string",
    215: "a string that holds a fence is a string",
    236: "True is true where it is all there is", 237: "False is false where it is all there is",
    238: "null is null where it is all there is", 242: "the text is kept whole",
  ]

  private func cases() throws -> [JSONValue] {
    let bytes = try SampleData.bytes("json/json_repair/cases.jsonl")
    return try bytes.split(separator: 0x0A).map { try JSONValue(parsing: Array($0)) }
  }

  /// What the library gives for a case: nil for nothing.
  private func expected(_ item: JSONValue) throws -> JSONValue? {
    if item["options"]?["logging"] == true { return item["expected"]?[0] }
    guard let text = item["expected"]?.stringValue else { return item["expected"] }
    if text.isEmpty { return nil }
    return item["options"]?["return_objects"] == true ? .string(text) : try JSONValue(parsing: text)
  }

  @Test func givesTheSameValueButForTheListed() throws {
    var same = 0
    let cases = try cases()
    for (line, item) in cases.enumerated() {
      let text = try #require(item["input"]?.stringValue)
      let candidates = JSONRepair.candidates(in: text)
      let expected = try expected(item)
      // They join several texts in an array; ours are several candidates.
      let isSame =
        JSONRepair.best(of: candidates)?.value == expected
        || expected == .array(candidates.map(\.value))
      if isSame { same += 1 }
      #expect(isSame == (Self.differences[line] == nil), "line \(line): \(text)")
    }
    #expect(cases.count == 244)
    #expect(Double(same) >= 0.85 * Double(cases.count), "\(same) of \(cases.count)")
  }
}
