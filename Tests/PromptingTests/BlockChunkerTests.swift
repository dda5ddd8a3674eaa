import Extraction
import Prompting
import Testing

@Suite struct BlockChunkerTests {
  @Test func keepsAShortDocumentInOnePart() {
    let document = document(blocks: ["Invoice 17", "Total 9"])
    #expect(texts(of: document, bytes: 300) == ["Invoice 17\n\nTotal 9\n"])
  }

  @Test func cutsBetweenBlocksAndNeverInside() {
    let document = document(blocks: ["aaaa aaaa", "bbbb bbbb", "cccc cccc"])
    #expect(texts(of: document, bytes: 20) == ["aaaa aaaa\n\nbbbb bbbb\n\n", "cccc cccc\n"])
    #expect(texts(of: document, bytes: 19) == ["aaaa aaaa\n\n", "bbbb bbbb\n\n", "cccc cccc\n"])
  }

  @Test func cutsABlockThatIsTooBigAtItsLines() {
    let document = document(blocks: ["row 1\nrow 22\nrow 333\nrow 4"])
    #expect(texts(of: document, bytes: 12) == ["row 1\nrow 22\n", "row 333\n", "row 4\n"])
  }

  @Test func cutsALineThatIsTooBigAtItsSpaces() {
    let document = document(blocks: ["one two three four"])
    #expect(texts(of: document, bytes: 8) == ["one two ", "three ", "four\n"])
  }

  @Test func cutsAWordThatIsTooBigBetweenScalars() {
    let document = document(blocks: ["ääääää"])
    #expect(texts(of: document, bytes: 5) == ["ää", "ää", "ää\n"])
  }

  @Test(arguments: [4, 5, 7, 16, 33, 64, 1000])
  func coversAllTextInOrderWithinTheLimit(bytes: Int) {
    let document = document(blocks: [
      "Rechnung Nr. 17 für Müller", "", "€€€€€€€€€€ 12,50", String(repeating: "x", count: 90),
      "a\n\n\n\n        b",
    ])
    let chunks = chunks(of: document, bytes: bytes)
    #expect(chunks.map(\.index) == Array(0..<chunks.count))
    #expect(chunks.first?.range.lowerBound == 0)
    #expect(chunks.last?.range.upperBound == document.text.utf8.count)
    for (chunk, next) in zip(chunks, chunks.dropFirst()) {
      #expect(chunk.range.upperBound == next.range.lowerBound)
    }
    let texts = texts(of: document, bytes: bytes)
    #expect(texts.joined() == document.text)
    for text in texts {
      let content = text.utf8.reversed().drop { [0x0A, 0x20].contains($0) }
      #expect(!content.isEmpty)
      #expect(content.count <= bytes)
    }
  }

  @Test(arguments: [0, 3, 9, 15])
  func partsBeginWithTheLastWholeLinesOfTheOneBefore(overlap: Int) {
    let rows = (10..<40).map { "row \($0)" }.joined(separator: "\n")
    let document = document(blocks: [rows])
    let chunks = BlockChunker(
      settings: ChunkSettings(maxTokens: 40, bytesPerToken: 1, overlap: overlap)
    ).chunks(of: document)
    #expect(chunks.last?.range.upperBound == document.text.utf8.count)
    for (chunk, next) in zip(chunks, chunks.dropFirst()) {
      let shared = document.text(in: next.range.lowerBound..<chunk.range.upperBound)
      // A line is 7 bytes long.
      #expect(shared.utf8.count == overlap / 7 * 7)
      #expect(next.range.count <= 41)
      #expect(document.text(in: next.range).hasPrefix("row "))
    }
  }

  @Test func makesNoPartOfADocumentWithoutText() {
    let empty = ParsedDocument(sha256: Digest(of: ""), mediaType: "text/plain", text: "")
    #expect(chunks(of: empty, bytes: 100).isEmpty)
  }

  @Test func takesADocumentWithoutBlocksAsOne() {
    let plain = ParsedDocument(sha256: Digest(of: ""), mediaType: "text/plain", text: "a b c")
    #expect(texts(of: plain, bytes: 100) == ["a b c"])
  }

  private func chunks(of document: ParsedDocument, bytes: Int) -> [Chunk] {
    BlockChunker(settings: ChunkSettings(maxTokens: bytes, bytesPerToken: 1)).chunks(of: document)
  }

  private func texts(of document: ParsedDocument, bytes: Int) -> [String] {
    chunks(of: document, bytes: bytes).map { String(document.text(in: $0.range)) }
  }
}
