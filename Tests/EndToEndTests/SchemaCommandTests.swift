import Foundation
import JSON
import TestSupport
import Testing

/// `schema check` and `schema validate`, by file and as a filter.
@Suite(.serialized, .enabled(if: Scene.isBuilt, Scene.absence))
struct SchemaCommandTests {
  private static let schema = """
    {"type":"object","required":["total"],"properties":{
      "total":{"type":"number","minimum":0},"invoice_date":{"type":"string"},
      "parent":{"$ref":"https://example.org/schemas/party.json#/$defs/name"}}}
    """

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.schema, to: "schema.json")
    try folder.write(#"{"$defs":{"name":{"type":"string"}}}"#, to: "parties/party.json")
    try folder.write(#"{"total":12.5}"#, to: "right.json")
    try folder.write(#"{"total":"12,50","parent":1}"#, to: "wrong.json")
    try folder.write("{", to: "broken.json")
  }

  private let map = ["--map", "https://example.org/schemas/=parties"]

  private func sluice(_ arguments: [String], input: String = "") throws -> BuiltBinary.Ended {
    try BuiltBinary.sluice.run(["schema"] + arguments, input: input, in: folder.url)
  }

  private func answers(_ ended: BuiltBinary.Ended) throws -> [JSONValue] {
    try ended.stdout.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }

  // MARK: - Files

  @Test func tellsForEachFileWhetherItIsValid() throws {
    let ended = try sluice(
      ["validate", "--schema", "schema.json", "right.json", "wrong.json"] + map)
    #expect(ended.status == 65)
    #expect(
      ended.stdout == """
        right.json: valid
        wrong.json: 2 errors
          /total must be a number, found the string "12,50"
            schema: #/properties/total/type
          /parent must be a string, found the number 1
            schema: https://example.org/schemas/party.json#/$defs/name/type

        """)
    #expect(try sluice(["validate", "--schema", "schema.json", "right.json"] + map).status == 0)
  }

  @Test func writesTheDetailedOutput() throws {
    let ended = try sluice(
      ["validate", "--schema", "schema.json", "--detailed", "right.json", "wrong.json"] + map)
    let lines = try answers(ended)
    #expect(lines.map { $0["valid"] } == [true, false])
    #expect(lines[1]["path"] == "wrong.json")
    #expect(
      lines[1]["errors"]?[1] == [
        "valid": false, "keywordLocation": "/properties/parent/$ref/type",
        "absoluteKeywordLocation": "https://example.org/schemas/party.json#/$defs/name/type",
        "instanceLocation": "/parent", "error": "/parent must be a string, found the number 1",
      ])
  }

  @Test func aFileThatIsMissingOrNoJSONDoesNotStopTheOthers() throws {
    let command = ["validate", "--schema", "schema.json"] + map
    let broken = try sluice(command + ["broken.json", "right.json"])
    #expect(broken.status == 65)
    #expect(broken.stdout == "right.json: valid\n")
    #expect(broken.stderr.contains("broken.json is no JSON"))
    #expect(try sluice(command + ["missing.json"]).status == 66)
  }

  @Test func aSchemaThatIsNoneIsAMistakeOfConfiguration() throws {
    try folder.write(#"{"type":"objekt","properties":{"a":{"pattern":"("}}}"#, to: "bad.json")
    for command in [["check", "bad.json"], ["validate", "--schema", "bad.json", "right.json"]] {
      let ended = try sluice(command)
      #expect(ended.status == 78)
      #expect(ended.stderr.contains("/type"))
      #expect(ended.stdout.isEmpty)
    }
    let unmapped = try sluice(["check", "schema.json"])
    #expect(unmapped.status == 78)
    #expect(unmapped.stderr.contains("never fetched"))
    #expect(try sluice(["check", "missing.json"]).status == 66)
    #expect(try sluice(["check", "broken.json"]).status == 65)
    #expect(try sluice(["validate", "right.json"]).status == 64)
    #expect(try sluice(["validate", "--jsonl", "--map", "nowhere"]).status == 64)
  }

  @Test func checksWhatProvidersTakeAndWhatAModelWouldGuess() throws {
    let ended = try sluice(["check", "schema.json"] + map)
    #expect(ended.status == 0)
    #expect(
      ended.stdout == """
        schema.json: a valid schema

        Constrained output
          openai     takes all but 2 keywords
          anthropic  takes all but 1 keyword
          gemini     takes all of it
          llama.cpp  takes all but 1 keyword

        What they are not told; every reply is checked against the whole schema
          openai: optional, so null stands for its absence
            /properties/invoice_date
            /properties/parent
          anthropic: not in the dialect
            /properties/total/minimum
          llama.cpp: bounds are for integers only
            /properties/total/minimum

        Where a model would have to guess
          no description: the model knows its name alone
            /properties/total
            /properties/invoice_date
            /properties/parent
          a date or time as free text: add a format, such as date
            /properties/invoice_date
          a number without a unit: say which currency or unit in the description
            /properties/total
          required and never null: where the document says nothing, the model must invent
            /properties/total

        """)
  }

  // MARK: - Lines

  @Test func answersLineByLine() throws {
    let lines = [
      #"{"id":1,"schema":{"minimum":3},"instance":2}"#,
      #"{"id":"b","schema":{"minimum":3},"instance":3}"#,
      #"{"id":2,"schema":{"$ref":"https://example.org/x"},"instance":3}"#,
      #"{"id":3,"schema":{"format":"date","no-keyword":1},"instance":"2031-02-30"}"#,
    ]
    let ended = try sluice(["validate", "--jsonl"], input: lines.joined(separator: "\n"))
    #expect(ended.status == 0)
    let answers = try answers(ended)
    #expect(
      Array(answers[..<2]) == [
        [
          "id": 1, "valid": false,
          "errors": [
            [
              "instanceLocation": "", "keywordLocation": "/minimum",
              "message": "the value must be 3 or more, found 2",
            ]
          ],
        ],
        ["id": "b", "valid": true, "errors": []],
      ])
    #expect(answers[2]["id"] == 2 && answers[2]["failure"]?["message"] != nil)
    #expect(answers[3]["valid"] == true)
    let asserting = try sluice(["validate", "--jsonl", "--assert-format"], input: lines[3])
    #expect(try self.answers(asserting)[0]["valid"] == false)
  }

  @Test func aLineThatIsNoneIsAnsweredAndToldInTheEnd() throws {
    let input = "nonsense\n{\"id\":7}\n{\"id\":8,\"schema\":true,\"instance\":null}\n"
    let ended = try sluice(["validate", "--jsonl"], input: input)
    #expect(ended.status == 65)
    let answers = try answers(ended)
    #expect(answers.map { $0["id"] } == [.null, 7, 8])
    #expect(answers.map { $0["failure"] != nil } == [true, true, false])
  }

  @Test(.enabled(if: SampleData.isUsable("json-schema-test-suite"), "\(SampleData.absence)"))
  func decidesTheOfficialSuiteFromOutside() throws {
    let suite = try SampleData.folder("json-schema-test-suite")
    let folder = "json-schema-test-suite/tests/draft2020-12"
    var (input, expected) = ("", [Bool]())
    for file in try SampleData.names(in: folder, suffix: ".json") {
      let groups = try JSONValue(parsing: SampleData.bytes("\(folder)/\(file)")).arrayValue ?? []
      for group in groups {
        for test in group["tests"]?.arrayValue ?? [] {
          let line: JSONValue = [
            "id": JSONValue(expected.count), "schema": group["schema"] ?? nil,
            "instance": test["data"] ?? nil,
          ]
          input += line.text() + "\n"
          expected.append(test["valid"]?.boolValue ?? false)
        }
      }
    }
    let ended = try sluice(
      ["validate", "--jsonl", "--map", "http://localhost:1234/=\(suite.path)/remotes"],
      input: input)
    #expect(ended.status == 0)
    let answers = try ended.stdout.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    #expect(answers.map { $0["valid"]?.boolValue } == expected)
    #expect(expected.count == 1299)
  }
}
