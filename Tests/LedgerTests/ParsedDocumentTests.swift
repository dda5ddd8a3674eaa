import Extraction
import Ledger
import Testing

@Suite struct ParsedDocumentTests {
  private func document(_ name: String, words: Int) -> ParsedDocument {
    var document = ParsedDocument(
      sha256: content(name), mediaType: "application/pdf",
      text: String(repeating: "Wört ", count: words),
      pages: [.init(number: 1, width: 595.28, height: 841.89, range: 0..<(6 * words))],
      blocks: [.init(kind: .table, range: 0..<(6 * words))],
      hidden: [HiddenText(page: 1, text: "psst", why: "white on white")], warnings: ["odd"])
    for word in 0..<words {
      document.words.append(
        (6 * word)..<(6 * word + 5), Box(x0: Int32(word), y0: -5, x1: 60_000, y1: 12))
    }
    return document
  }

  @Test func keepsAParsedDocumentWhileItIsADeadLetter() throws {
    let folder = try LedgerFolder()
    let pipeline = try folder.pipeline()
    let held = document("held", words: 500)
    let other = document("other", words: 1)
    try pipeline.beginRun().commit([.held("held.pdf", "held"), .accepted("other.pdf", "other")])
    try pipeline.keep(held, parseKey: Digest(of: "held"))
    try pipeline.keep(other, parseKey: Digest(of: "other"))
    #expect(try folder.pipeline().parsedDocument(parseKey: Digest(of: "other")) == other)
    try pipeline.forgetParsedDocuments()
    #expect(try pipeline.parsedDocument(parseKey: Digest(of: "held")) == held)
    #expect(try pipeline.parsedDocument(parseKey: Digest(of: "other")) == nil)
  }
}
