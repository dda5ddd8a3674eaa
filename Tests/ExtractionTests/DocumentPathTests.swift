import Extraction
import Testing

@Suite struct DocumentPathTests {
  @Test(arguments: [
    [UInt8]("plain/name.pdf".utf8), Array("Größe €.pdf".utf8), [0x66, 0xFC, 0x72],
    [0xC3], [0xE2, 0x82], Array(#"back\x41slash"#.utf8), Array(#"back\slash"#.utf8), [0xFF, 0xFE],
    Array(#"end\x"#.utf8),
  ])
  func everyNameCanBeWrittenAndReadBack(bytes: [UInt8]) {
    let path = DocumentPath(bytes: bytes)
    #expect(DocumentPath(path.description) == path)
  }

  @Test func showsBytesThatAreNotUTF8() {
    #expect(DocumentPath(bytes: [0x66, 0xFC, 0x72]).description == #"f\xfcr"#)
  }

  @Test func sortsByBytes() {
    let names = ["b", "a/z", "a", "Z", "ä"].map { DocumentPath($0) }
    #expect(names.sorted().map(\.description) == ["Z", "a", "a/z", "b", "ä"])
  }

  @Test func resolvesAgainstAFolderUnlessAbsolute() {
    let folder = DocumentPath("/base/")
    #expect(DocumentPath("x/y").resolved(against: folder).description == "/base/x/y")
    #expect(DocumentPath("/x").resolved(against: folder).description == "/x")
  }
}
