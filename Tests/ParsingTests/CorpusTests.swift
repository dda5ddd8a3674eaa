import Dispatch
import Extraction
import Foundation
import Parsing
import Synchronization
import TestSupport
import Testing

@Suite(
  .serialized, .enabled(if: isBuilt, "sluice is not built beside the tests"),
  .enabled(if: SampleData.isUsable("pdf-corpus"), "\(SampleData.absence)"))
struct CorpusTests {
  private let reader: ParserUnderTest

  init() throws { reader = try ParserUnderTest() }

  private func pdfs(_ folder: String) throws -> [String] {
    let root = try SampleData.folder(folder).path
    return try FileManager.default.subpathsOfDirectory(atPath: root)
      .filter { $0.hasSuffix(".pdf") }.sorted().map { "\(root)/\($0)" }
  }

  /// What a file may come to, by the first word of its name; nil stands for a document.
  private static let expected: [String: Set<FailureClass?>] = [
    "ok": [nil],
    "corrupt": [.unreadable],
    "no-text": [.noText, nil],
    "damaged-recovered": [nil, .noText, .unreadable],
    "encrypted-openable": [nil, .noText, .unreadable],
    "password": [.locked],
    "timeout": [.tooSlow, .tooBig, .noText],
  ]

  @Test func everyFileIsADocumentOrAFailureOfItsClass() throws {
    let files = try pdfs("pdf-corpus")
    #expect(files.count > 100)
    let surprises = Mutex<[String]>([])
    let settings = ParseSettings(timeout: 5)
    DispatchQueue.concurrentPerform(iterations: files.count) { index in
      let name = files[index].split(separator: "/").last.map(String.init) ?? ""
      let kind = String(name.prefix { $0 != "_" })
      var problems: [String] = []
      var outcome: FailureClass?
      do throws(Failure) {
        let document = try reader.parser.parse(DocumentPath(files[index]), settings)
        problems = breaches(of: document)
      } catch {
        outcome = error.failureClass
      }
      if Self.expected[kind]?.contains(outcome) != true {
        problems.append("\(outcome?.rawValue ?? "a document")")
      }
      if !problems.isEmpty { surprises.withLock { $0.append("\(name): \(problems)") } }
    }
    #expect(surprises.withLock { $0 } == [])
  }

  @Test(.enabled(if: SampleData.isUsable("extraction"), "\(SampleData.absence)"))
  func labelAndAmountStandOnOneLine() throws {
    let file = try #require(
      try pdfs("extraction/zugferd").first { $0.contains("RE-20151008_504") })
    let document = try reader.parser.parse(DocumentPath(file), ParseSettings())
    let lines = document.text.split(separator: "\n").map(String.init)
    #expect(lines.contains("Menge   Produkt   USt.   Preis   Gesamtbetrag"))
    #expect(lines.contains("400,00   Luftballon: Bunt, ca. 500ml   19%   0,79 €   316,00 €"))
    #expect(lines.contains { $0.hasPrefix("Gesamtbetrag: ") && $0.hasSuffix("571,04 €") })
  }

  @Test(.enabled(if: SampleData.isUsable("html"), "\(SampleData.absence)"))
  func everyPageIsADocument() throws {
    let root = try SampleData.folder("html").path
    let pages = try FileManager.default.subpathsOfDirectory(atPath: root)
      .filter { $0.hasSuffix("source.html") }
    #expect(pages.count > 100)
    for page in pages {
      let path = DocumentPath(root + "/" + page)
      let document = try reader.parser.parse(path, ParseSettings())
      #expect(document.mediaType == "text/html", "\(page)")
      #expect(breaches(of: document) == [], "\(page)")
    }
  }

  @Test func columnsOfProseStayApart() throws {
    let file = try #require(try pdfs("pdf-corpus").first { $0.hasSuffix("naacl06-shinyama.pdf") })
    let text = try reader.parser.parse(DocumentPath(file), ParseSettings()).text
    #expect(text.contains("ated and reported, many of which are unique. But\ncertain types of"))
  }

  @Test func wordsHaveTheirPlaceOnThePage() throws {
    let file = try #require(
      try pdfs("pdf-corpus").first { $0.hasSuffix("anticlockwise_table_2.pdf") })
    let document = try reader.parser.parse(DocumentPath(file), ParseSettings())
    let page = try #require(document.pages.first)
    for index in 0..<document.words.count {
      let box = document.words.box(index)
      #expect(box.x0 >= 0 && Double(box.x1) <= page.width * 100)
      #expect(box.y0 >= 0 && Double(box.y1) <= page.height * 100)
    }
    // The table is turned: its rows run up the page.
    #expect(document.text.contains("\nScheduled tribe   59.3   39.0   26.8   0.6"))
  }

  @Test func passwordsAreTriedInOrder() throws {
    let file = try #require(try pdfs("pdf-corpus").first { $0.contains("enc-R3_V2_U_view_O_view") })
    let locked = try #require(reader.failure(file, ParseSettings(passwords: ["wrong"])))
    #expect(locked.failureClass == .locked)
    #expect(!locked.message.contains("wrong"))
    let opened = reader.failure(file, ParseSettings(passwords: ["wrong", "view"]))
    #expect(opened == nil || opened?.failureClass == .noText)
  }
}
