import JSON
import TestSupport
import Testing

@Suite(.enabled(if: SampleData.isUsable("json"), "\(SampleData.absence)"))
struct JSONTestSuiteTests {
  private static let folder = "json/JSONTestSuite/test_parsing"

  /// The suite wants names that stand twice accepted; ours are refused unless one asks.
  private static let options = JSONValue.ParsingOptions(duplicateKeys: .keepLast)

  @Test func acceptsWhatMustBeAcceptedAndRefusesWhatMustBeRefused() throws {
    let names = try SampleData.names(in: Self.folder, suffix: ".json")
    #expect(names.count > 300)
    for name in names {
      let bytes = try SampleData.bytes("\(Self.folder)/\(name)")
      let isAccepted = (try? JSONValue(parsing: bytes, options: Self.options)) != nil
      if name.hasPrefix("y_") { #expect(isAccepted, "\(name)") }
      if name.hasPrefix("n_") { #expect(!isAccepted, "\(name)") }
    }
  }

  @Test func writesBackWhatItReads() throws {
    for name in try SampleData.names(in: Self.folder, suffix: ".json") {
      let bytes = try SampleData.bytes("\(Self.folder)/\(name)")
      guard let value = try? JSONValue(parsing: bytes) else { continue }
      for style in [JSONWriter.Style.compact, .pretty, .canonical] {
        let again = try JSONValue(parsing: value.utf8(style))
        #expect(again == value, "\(name)")
        #expect(again.hashValue == value.hashValue, "\(name)")
        #expect(again.utf8(.canonical) == value.utf8(.canonical), "\(name)")
      }
    }
  }

  @Test func repairLeavesAcceptedTextsUntouched() throws {
    for name in try SampleData.names(in: Self.folder, suffix: ".json") where name.hasPrefix("y_") {
      let bytes = try SampleData.bytes("\(Self.folder)/\(name)")
      guard let value = try? JSONValue(parsing: bytes) else { continue }
      let candidates = JSONRepair.candidates(in: String(decoding: bytes, as: UTF8.self))
      #expect(candidates.map(\.value) == [value], "\(name)")
      #expect(candidates.first?.repairs.isEmpty == true, "\(name)")
    }
  }

  @Test func repairSurvivesEveryText() throws {
    for name in try SampleData.names(in: Self.folder, suffix: ".json") {
      let bytes = try SampleData.bytes("\(Self.folder)/\(name)")
      for candidate in JSONRepair.candidates(in: String(decoding: bytes, as: UTF8.self)) {
        #expect((try? JSONValue(parsing: candidate.value.utf8())) == candidate.value, "\(name)")
      }
    }
  }
}
