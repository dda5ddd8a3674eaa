import Foundation
import JSON
import TestSupport
import Testing

/// Reads and writes every JSON file that the sample data have.
@Suite(.enabled(if: SampleData.isUsable("json"), "\(SampleData.absence)"))
struct RoundTripTests {
  private func files() throws -> [String] {
    let root = try #require(SampleData.root)
    let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    return (names ?? []).filter { $0.hasSuffix(".json") || $0.hasSuffix(".jsonl") }.sorted()
  }

  @Test func writesEveryFileBackWithAnEqualValue() throws {
    var read = 0
    for name in try files() {
      let bytes = try SampleData.bytes(name)
      let texts = name.hasSuffix(".jsonl") ? bytes.split(separator: 0x0A).map(Array.init) : [bytes]
      for text in texts {
        guard let value = try? JSONValue(parsing: text) else { continue }
        read += 1
        for style in [JSONWriter.Style.compact, .pretty, .canonical] {
          let again = try JSONValue(parsing: value.utf8(style))
          #expect(again == value, "\(name)")
          #expect(again.utf8(style) == value.utf8(style), "\(name)")
        }
        #expect(try JSONValue(parsing: value.utf8()).text() == value.text(), "\(name)")
      }
    }
    #expect(read > 500)
  }
}
