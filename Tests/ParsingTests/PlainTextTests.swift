import Extraction
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: isBuilt, "sluice is not built beside the tests"))
struct PlainTextTests {
  private let reader: ParserUnderTest

  init() throws { reader = try ParserUnderTest() }

  @Test func partsBlocksAtEmptyLines() throws {
    let document = try reader.parse("a\r\n  b \n \n\n\nc\u{7F}d\n", as: "note.txt")
    #expect(document.outline == ["paragraph: a\n  b", "paragraph: cd"])
    #expect(document.text == "a\n  b\n\ncd\n")
    #expect(document.mediaType == "text/plain")
    #expect(breaches(of: document) == [])
  }

  @Test func fallsBackToWindows1252() throws {
    #expect(try reader.parse(Data([0x35, 0x20, 0x80]), as: "price.txt").text == "5 €\n")
  }

  @Test func hashesTheBytesThatItRead() throws {
    #expect(try reader.parse("abc", as: "a.txt").sha256 == Digest(of: "abc"))
  }

  @Test func refusesWhatIsNoDocument() throws {
    for (name, bytes) in [
      ("empty.txt", [] as [UInt8]), ("a.bin", [1, 2, 3]), ("b.txt", [0x89, 0x50, 0, 0, 1]),
      ("c.png", [0x89, 0x50, 0x4E, 0x47]), ("d.pdf", Array("no pdf".utf8)),
    ] {
      let file = try reader.folder.write(Data(bytes), to: name)
      #expect(reader.failure(file.path)?.failureClass == .unreadable, "\(name)")
    }
  }

  @Test func tellsTypesByContentBeforeNames() throws {
    #expect(try reader.parse("<html><p>x", as: "page.txt").mediaType == "text/html")
    #expect(try reader.parse("a < b", as: "page.html").mediaType == "text/html")
  }

  @Test func saysThatAFileCannotBeOpened() throws {
    let failure = try #require(reader.failure(reader.folder.path + "/nowhere.pdf"))
    #expect(failure.failureClass == .unreadable)
    #expect(failure.stage == .source)
    #expect(failure.message.contains("No such file or directory"))
    #expect(reader.failure("/dev/null")?.stage == .source)
  }
}
