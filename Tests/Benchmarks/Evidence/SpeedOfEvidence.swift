import Extraction
import Foundation
import JSON
import JSONSchema
import Validating

/// Measures a document of 300 pages and a record of 500 leaves: index, search and all findings.
struct SpeedOfEvidence {
  let documents: [String: ParsedDocument]

  private static let pages = 300
  private static let leaves = 500

  func run() throws {
    guard let document = longDocument() else { return }
    let record = Self.record(from: document)
    let validator = try ReplyValidator(schema: Schema(true), settings: ValidationSettings())
    var times: [Double] = []
    for _ in 0..<5 {
      // Of this thread alone: other work on the machine does not count.
      let start = Self.threadNanoseconds()
      let found = validator.findings(for: record, in: document)
      times.append(Double(Self.threadNanoseconds() - start) / 1e6)
      precondition(!found.evidence.isEmpty)
    }
    print(
      String(
        format: "evidence for %d pages (%d kB) and %d leaves: %.0f ms of CPU (best of 5; aim 300)",
        document.pages.count, document.text.utf8.count / 1000, record.leaves.count,
        times.min() ?? 0))
  }

  private static func threadNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// Pages of filings and agreements, one after the other, until there are enough.
  private func longDocument() -> ParsedDocument? {
    let sources = documents.filter { $0.value.pages.count > 30 }.sorted { $0.key < $1.key }
    guard var long = sources.first?.value else { return nil }
    for source in sources.dropFirst().map(\.value) where long.pages.count < Self.pages {
      let offset = long.text.utf8.count + 2
      long.text += "\n\n" + source.text
      for page in source.pages.prefix(Self.pages - long.pages.count) {
        var page = page
        page.number = long.pages.count + 1
        page.range = (page.range.lowerBound + offset)..<(page.range.upperBound + offset)
        long.pages.append(page)
      }
      for index in 0..<source.words.count {
        let range = source.words.range(index)
        long.words.append(
          (range.lowerBound + offset)..<(range.upperBound + offset), source.words.box(index))
      }
    }
    return long
  }

  /// Numbers and words of the document as scalars and rows.
  private static func record(from document: ParsedDocument) -> JSONValue {
    let words = document.text.split { $0 == " " || $0 == "\n" }.map(String.init)
    var random = SeededRandom("speed")
    let values = (0..<leaves).map { index -> JSONValue in
      let place = Int.random(in: 0..<(words.count - 3), using: &random)
      if index % 2 == 0, let number = JSONNumber(literal: words[place]) { return .number(number) }
      return .string(words[place..<(place + 1 + index % 3)].joined(separator: " "))
    }
    let scalars = values.prefix(leaves / 5).enumerated().map { ("field_\($0)", $1) }
    let rows = stride(from: leaves / 5, to: leaves, by: 4).map { start in
      JSONValue.object(
        JSONObject(values[start..<(start + 4)].enumerated().map { ("column_\($0)", $1) }))
    }
    return .object(JSONObject(scalars + [("rows", .array(rows))]))
  }
}
