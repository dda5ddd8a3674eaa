import Foundation
import JSON
import JSONSchema
import TestSupport
import Testing

/// The official suite of draft 2020-12: all that is required, and what is optional.
@Suite(.enabled(if: SampleData.isUsable("json-schema-test-suite"), "\(SampleData.absence)"))
struct OfficialSuiteTests {
  private static let folder = "json-schema-test-suite/tests/draft2020-12"

  /// Optional cases that are decided otherwise, each with its reason.
  private static let exceptions: [String: String] = [:]

  /// What came of the cases of some files.
  private struct Tally {
    var correct = 0
    /// Those decided otherwise or not at all.
    var wrong: [String] = []

    var total: Int { correct + wrong.count }
  }

  private let remotes: RemoteSchemas

  init() throws {
    var remotes = RemoteSchemas()
    remotes.map(
      "http://localhost:1234/",
      to: try SampleData.folder("json-schema-test-suite/remotes").path)
    self.remotes = remotes
  }

  private func run(_ files: [String], assertsFormat: Bool = false) throws -> Tally {
    let options = Schema.Options(
      assertsFormat: assertsFormat, allowsUnknownKeywords: true, remotes: remotes)
    var tally = Tally()
    for file in files {
      let groups = try JSONValue(parsing: SampleData.bytes("\(Self.folder)/\(file)")).arrayValue
      for group in try #require(groups) {
        let tests = group["tests"]?.arrayValue ?? []
        let name = "\(file): \(group["description"]?.stringValue ?? "")"
        do throws(SchemaError) {
          let schema = try Schema(group["schema"] ?? nil, options: options)
          for test in tests { check(test, schema, name, &tally) }
        } catch {
          tally.wrong += tests.map { _ in "\(name): \(error)" }
        }
      }
    }
    return tally
  }

  private func check(_ test: JSONValue, _ schema: Schema, _ name: String, _ tally: inout Tally) {
    let data = test["data"] ?? nil
    let isValid = schema.isValid(data)
    let plain = schema.validate(data)
    let detailed = schema.detailedOutput(data)
    if isValid == test["valid"]?.boolValue, plain.isEmpty == isValid,
      detailed["valid"] == .bool(isValid)
    {
      tally.correct += 1
    } else {
      tally.wrong.append("\(name), \(test["description"]?.stringValue ?? "")")
    }
  }

  private func files(in folder: String) throws -> [String] {
    try SampleData.names(in: "\(Self.folder)/\(folder)", suffix: ".json")
      .map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
  }

  @Test func decidesEveryRequiredCase() throws {
    let tally = try run(files(in: ""))
    #expect(tally.wrong == [])
    #expect(tally.total == 1299)
  }

  @Test func decidesOptionalCases() throws {
    var tally = try run(files(in: "optional"))
    let formats = try run(files(in: "optional/format"), assertsFormat: true)
    tally.correct += formats.correct
    tally.wrong += formats.wrong
    #expect(tally.wrong.filter { Self.exceptions[$0] == nil } == [])
    #expect(Set(Self.exceptions.keys).subtracting(tally.wrong) == [], "decided after all")
    #expect(tally.total == 926)
    #expect(tally.correct * 100 >= tally.total * 95)
  }

  /// A walk that gathers errors must end as the walk that decides does.
  @Test func findsAnErrorWhereverItSaysInvalid() throws {
    let options = Schema.Options(allowsUnknownKeywords: true, remotes: remotes)
    for file in try files(in: "") {
      let groups = try JSONValue(parsing: SampleData.bytes("\(Self.folder)/\(file)")).arrayValue
      for group in groups ?? [] {
        let schema = try Schema(group["schema"] ?? nil, options: options)
        for test in group["tests"]?.arrayValue ?? [] where test["valid"] == false {
          for error in schema.validate(test["data"] ?? nil) {
            #expect(!error.message.isEmpty && error.absoluteKeywordLocation.contains("#"))
            #expect(test["data"]?[error.instanceLocation] != nil, "\(file): \(error)")
          }
        }
      }
    }
  }
}
