import JSON
import TestSupport
import Testing

@testable import JSONSchema

struct OutputTests {
  private let schema: Schema

  init() throws {
    schema = try Schema([
      "$id": "https://example.org/polygon",
      "$defs": [
        "point": [
          "type": "object", "properties": ["x": ["type": "number"], "y": ["type": "number"]],
          "additionalProperties": false, "required": ["x", "y"],
        ]
      ],
      "type": "array", "items": ["$ref": "#/$defs/point"], "minItems": 3,
    ])
  }

  /// The example of the specification (core, section 12.4).
  @Test func writesTheSpecificationsExampleAsDetailedOutput() {
    let output = schema.detailedOutput([["x": 2.5, "y": 1.3], ["x": 1, "z": 6.7]])
    #expect(output["valid"] == false)
    #expect(output["keywordLocation"] == "" && output["instanceLocation"] == "")
    let errors = output["errors"]?.arrayValue ?? []
    #expect(errors.count == 2)
    #expect(errors.first?["keywordLocation"] == "/minItems")
    let point = errors.last
    #expect(point?["keywordLocation"] == "/items/$ref")
    #expect(point?["instanceLocation"] == "/1")
    #expect(
      point?["errors"]?.arrayValue?.map { $0["keywordLocation"] } == [
        "/items/$ref/required", "/items/$ref/additionalProperties",
      ])
    #expect(
      point?["errors"]?[1]?["absoluteKeywordLocation"]
        == "https://example.org/polygon#/$defs/point/additionalProperties")
    #expect(point?["errors"]?[1]?["instanceLocation"] == "/1/z")
  }

  @Test func aSingleErrorStandsAlone() throws {
    let output = schema.detailedOutput([1])
    #expect(output["errors"]?.arrayValue?.count == 2)
    let single = try Schema(["properties": ["a": ["allOf": [["type": "string"]]]]])
    #expect(
      single.detailedOutput(["a": 1]) == [
        "valid": false, "keywordLocation": "", "instanceLocation": "",
        "errors": [
          [
            "valid": false, "keywordLocation": "/properties/a/allOf/0/type",
            "instanceLocation": "/a", "error": "/a must be a string, found the number 1",
          ]
        ],
      ])
    #expect(single.detailedOutput([:])["valid"] == true)
  }

  @Test func everyAlternativeIsToldInFull() throws {
    let schema = try Schema(["anyOf": [["minimum": 3], ["multipleOf": 5]]])
    let errors = schema.detailedOutput(2)["errors"]?.arrayValue?.map { $0["keywordLocation"] }
    #expect(errors == ["/anyOf", "/anyOf/0/minimum", "/anyOf/1/multipleOf"])
  }

  /// The program and the walk that gathers errors are two; they must never differ.
  @Test(.enabled(if: SampleData.isUsable("json-schema-test-suite"), "\(SampleData.absence)"))
  func programAndEvaluationDecideAlike() throws {
    let folder = "json-schema-test-suite/tests/draft2020-12"
    let options = Schema.Options(assertsFormat: true, allowsUnknownKeywords: true)
    var programs = 0
    let files = try ["", "/optional", "/optional/format"].flatMap { part in
      try SampleData.names(in: folder + part, suffix: ".json").map { folder + part + "/" + $0 }
    }
    for file in files {
      for group in try JSONValue(parsing: SampleData.bytes(file)).arrayValue ?? [] {
        guard let schema = try? Schema(group["schema"] ?? nil, options: options),
          let program = schema.graph.program
        else { continue }
        programs += 1
        for test in group["tests"]?.arrayValue ?? [] {
          let value = test["data"] ?? nil
          var evaluation = Evaluation(schema.graph, manner: .decide)
          #expect(
            Decision.outcome(of: program, value) == evaluation.evaluateRoot(value),
            "\(file) \(value)")
        }
      }
    }
    #expect(programs > 300)
  }
}
