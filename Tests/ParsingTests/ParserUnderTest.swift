import Extraction
import Foundation
import Parsing
import TestSupport

/// The parser, with the built sluice for its workers, and files that tests make.
struct ParserUnderTest {
  let parser: WorkerDocumentParser
  let folder: TemporaryFolder
  /// A link to the built sluice, by which its workers are told from those of other tests.
  let executable: String

  init() throws {
    folder = try TemporaryFolder()
    executable = folder.path + "/sluice"
    try FileManager.default.createSymbolicLink(
      atPath: executable, withDestinationPath: BuiltBinary.sluice.path)
    parser = WorkerDocumentParser(executable: executable, workers: 2)
  }

  /// Writes a file and reads it as a document.
  func parse(_ text: String, as name: String) throws -> ParsedDocument {
    try parse(Data(text.utf8), as: name)
  }

  func parse(_ data: Data, as name: String) throws -> ParsedDocument {
    let file = try folder.write(data, to: name)
    return try parser.parse(DocumentPath(file.path), ParseSettings())
  }

  /// The failure of a parse; nil where there was none.
  func failure(_ path: String, _ settings: ParseSettings = ParseSettings()) -> Failure? {
    do throws(Failure) {
      _ = try parser.parse(DocumentPath(path), settings)
      return nil
    } catch {
      return error
    }
  }
}

extension ParsedDocument {
  /// The blocks' texts, each with its kind before it.
  var outline: [String] { blocks.map { "\($0.kind.rawValue): \(text(in: $0.range))" } }
}

/// What every document keeps to; a sentence for each breach.
func breaches(of document: ParsedDocument) -> [String] {
  var breaches: [String] = []
  let bytes = Array(document.text.utf8)
  let words = document.words
  var end = 0
  for index in 0..<words.count {
    let range = words.range(index)
    let text = bytes[range]
    if range.isEmpty || range.lowerBound < end { breaches.append("word \(index) out of order") }
    if text.contains(where: { $0 <= 0x20 }) { breaches.append("white space in word \(index)") }
    if String(validating: text, as: UTF8.self) == nil { breaches.append("word \(index) is cut") }
    end = range.upperBound
  }
  var covered = 0
  for block in document.blocks {
    if bytes[covered..<block.range.lowerBound].contains(where: { $0 > 0x20 }) {
      breaches.append("text before the block at \(block.range.lowerBound)")
    }
    covered = block.range.upperBound
  }
  if bytes[covered...].contains(where: { $0 > 0x20 }) { breaches.append("text after all blocks") }
  for (index, page) in document.pages.enumerated() where page.number != index + 1 {
    breaches.append("page \(index + 1) has the number \(page.number)")
  }
  return breaches
}

let isBuilt = BuiltBinary.sluice.isBuilt
