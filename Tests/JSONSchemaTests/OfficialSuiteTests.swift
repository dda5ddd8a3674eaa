import JSON
import JSONSchema
import TestSupport
import Testing

@Suite(.enabled(if: SampleData.isUsable("json-schema-test-suite"), "\(SampleData.absence)"))
struct OfficialSuiteTests {
  private static let folder = "json-schema-test-suite/tests/draft2020-12"

  /// What came of the cases of some files.
  private struct Tally {
    var correct = 0
    var refused = 0
    var wrong: [String] = []
    /// How many cases each keyword that is not supported refuses.
    var reasons: [String: Int] = [:]

    var total: Int { correct + refused + wrong.count }
  }

  private func run(_ files: [String], options: Schema.Options) throws -> Tally {
    var tally = Tally()
    for file in files {
      let groups = try JSONValue(parsing: SampleData.bytes("\(Self.folder)/\(file)")).arrayValue
      for group in try #require(groups) {
        let tests = group["tests"]?.arrayValue ?? []
        do throws(SchemaError) {
          let schema = try Schema(group["schema"] ?? nil, options: options)
          for test in tests {
            check(test, schema, "\(file): \(group["description"] ?? nil)", &tally)
          }
        } catch {
          tally.refused += tests.count
          tally.reasons[Self.name(error), default: 0] += tests.count
        }
      }
    }
    return tally
  }

  private func check(_ test: JSONValue, _ schema: Schema, _ name: String, _ tally: inout Tally) {
    let errors = schema.validate(test["data"] ?? nil)
    let isValid = schema.isValid(test["data"] ?? nil)
    if errors.isEmpty == test["valid"]?.boolValue, isValid == errors.isEmpty {
      tally.correct += 1
    } else {
      tally.wrong.append("\(name), \(test["description"] ?? nil)")
    }
  }

  private static func name(_ error: SchemaError) -> String {
    switch error.reason {
    case .unsupportedKeyword: error.keyword ?? ""
    case .unknownKeyword: "unknown keyword"
    case .remoteReference: "reference to another document"
    case .unsupportedDialect: "$schema"
    default: "\(error)"
    }
  }

  @Test func decidesEveryRequiredCaseWhoseSchemaIsSupported() throws {
    let files = try SampleData.names(in: Self.folder, suffix: ".json")
    let tally = try run(files, options: Schema.Options())
    print("required: \(tally.correct) of \(tally.total), refused \(tally.refused) \(tally.reasons)")
    #expect(tally.wrong.isEmpty)
    #expect(tally.total == 1299)
    let pending: Set<String> = [
      "$dynamicRef", "$dynamicAnchor", "unevaluatedItems", "unevaluatedProperties", "$id",
      "unknown keyword", "reference to another document", "$schema",
    ]
    #expect(Set(tally.reasons.keys).subtracting(pending).isEmpty)
  }

  @Test func decidesOptionalCasesWhoseSchemaIsSupported() throws {
    let files = [
      "anchor", "bignum", "float-overflow", "ecmascript-regex", "non-bmp-regex", "no-schema", "id",
      "unknownKeyword", "refOfUnknownKeyword",
    ].map { "optional/\($0).json" }
    let tally = try run(files, options: Schema.Options(allowsUnknownKeywords: true))
    print("optional: \(tally.correct) of \(tally.total), refused \(tally.refused) \(tally.reasons)")
    #expect(tally.wrong.isEmpty)
  }

  /// Formats with the number of cases that are decided otherwise: quoted local parts and address
  /// literals of email; userinfo, port and address of a uri.
  @Test(arguments: [("date", 0), ("date-time", 0), ("time", 0), ("email", 5), ("uri", 4)])
  func assertsFormatsWhenAsked(_ format: String, _ exceptions: Int) throws {
    let tally = try run(
      ["optional/format/\(format).json"], options: Schema.Options(assertsFormat: true))
    print("format \(format): \(tally.correct) of \(tally.total)")
    #expect(tally.wrong.count <= exceptions, "\(tally.wrong)")
  }
}
