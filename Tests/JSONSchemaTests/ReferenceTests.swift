import Foundation
import JSON
import JSONSchema
import TestSupport
import Testing

/// Documents, drafts and meta-schemas, beyond what the official suite asks.
struct ReferenceTests {
  private static let base = "https://json-schema.org/draft/2020-12/"
  private static let metaschemas = [
    "schema", "meta/core", "meta/applicator", "meta/unevaluated", "meta/validation",
    "meta/meta-data", "meta/format-annotation", "meta/format-assertion", "meta/content",
  ]

  @Test(arguments: metaschemas)
  func bundledMetaSchemasResolveAndAreValidThemselves(name: String) throws {
    let uri = Self.base + name
    let metaschema = try Schema(["$ref": .string(uri)])
    #expect(metaschema.isValid(["title": "A title"]))
    #expect(!metaschema.isValid(3))
  }

  @Test func mappedFilesStayInTheirFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write(#"{"type":"integer"}"#, to: "inside/a.json")
    try folder.write(#"{"type":"integer"}"#, to: "outside.json")
    try folder.write("no JSON", to: "inside/b.json")
    var remotes = RemoteSchemas()
    remotes.map("https://example.org/", to: folder.path + "/inside")
    let options = Schema.Options(remotes: remotes)
    func schema(_ path: String) throws -> Schema {
      try Schema(["$ref": .string("https://example.org/" + path)], options: options)
    }
    #expect(try schema("a.json").isValid(3))
    for path in ["..%2foutside.json", "%2e%2e/outside.json", "x/../../outside.json", "c.json", ""] {
      #expect(throws: SchemaError.self, "\(path)") { try schema(path) }
    }
    let broken = #expect(throws: SchemaError.self) { try schema("b.json") }
    guard case .unreadableDocument? = broken?.reason else {
      Issue.record("\(broken.debugDescription)")
      return
    }
  }

  @Test func errorsOfOtherDocumentsNameThem() throws {
    let folder = try TemporaryFolder()
    try folder.write(#"{"properties":{"a":{"type":"objekt"}}}"#, to: "a.json")
    var remotes = RemoteSchemas()
    remotes.map("https://example.org/", to: folder.path)
    let error = #expect(throws: SchemaError.self) {
      try Schema(
        ["$ref": "https://example.org/a.json#/properties/a"],
        options: Schema.Options(remotes: remotes))
    }
    #expect(error?.document == "https://example.org/a.json")
    #expect(error?.location.description == "/properties/a")
    let place = "/properties/a/type in https://example.org/a.json:"
    #expect(error?.description.hasPrefix(place) == true)
  }

  /// The keywords that 2020-12 moved or renamed, in the drafts before.
  @Test func readsTheTwoDraftsBefore() throws {
    let names = [
      "http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2019-09/schema",
    ]
    for name in names {
      let tuple = try Schema([
        "$schema": .string(name), "items": [["type": "string"], ["type": "number"]],
        "additionalItems": false,
      ])
      #expect(tuple.isValid(["a", 1]) && !tuple.isValid(["a", 1, 2]) && !tuple.isValid([1]))
    }
    let draft7 = try Schema([
      "$schema": "http://json-schema.org/draft-07/schema#",
      "properties": [
        "a": ["$ref": "#/definitions/text", "maxLength": 1], "b": ["$ref": "#named"],
      ],
      "definitions": ["text": ["type": "string"], "n": ["$id": "#named", "type": "number"]],
      "dependencies": ["a": ["b"]],
    ])
    #expect(draft7.isValid(["a": "siblings of a reference are ignored", "b": 1]))
    #expect(!draft7.isValid(["a": "x"]) && !draft7.isValid(["b": "x"]))
    let recursive = try Schema([
      "$schema": "https://json-schema.org/draft/2019-09/schema", "$id": "https://example.org/tree",
      "$recursiveAnchor": true, "$ref": "https://example.org/node",
      "required": ["data"],
      "$defs": [
        "node": [
          "$id": "https://example.org/node", "$recursiveAnchor": true,
          "properties": ["child": ["$recursiveRef": "#"]],
        ]
      ],
    ])
    #expect(recursive.isValid(["data": 1, "child": ["data": 1]]))
    #expect(!recursive.isValid(["data": 1, "child": [:]]))
  }

  /// Schemas with a piece torn out or put elsewhere compile or are refused, and end in either case.
  @Test(.enabled(if: SampleData.isUsable("json-schema-test-suite"), "\(SampleData.absence)"))
  func damagedSchemasAreRefusedOrRead() throws {
    let folder = "json-schema-test-suite/tests/draft2020-12"
    var random = SeededGenerator(seed: 7)
    var (read, refused) = (0, 0)
    for file in try SampleData.names(in: folder, suffix: ".json") {
      let groups = try JSONValue(parsing: SampleData.bytes("\(folder)/\(file)")).arrayValue ?? []
      for group in groups {
        guard let schema = group["schema"], let first = group["tests"]?[0]?["data"] else {
          continue
        }
        let leaves = schema.leaves
        for _ in 0..<4 {
          guard let from = leaves.randomElement(using: &random),
            let to = leaves.randomElement(using: &random)
          else { continue }
          var damaged = schema
          damaged.set(from.value, at: to.pointer)
          if Bool.random(using: &random) { damaged.remove(at: from.pointer) }
          let options = Schema.Options(assertsFormat: true, allowsUnknownKeywords: true)
          if let schema = try? Schema(damaged, options: options) {
            #expect(schema.isValid(first) == schema.validate(first).isEmpty)
            _ = Dialect.allCases.randomElement(using: &random).map(schema.constrained)
            _ = SchemaAdvice.about(schema)
            read += 1
          } else {
            refused += 1
          }
        }
      }
    }
    #expect(read > 500 && refused > 100)
  }
}
