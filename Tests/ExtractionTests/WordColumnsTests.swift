import Extraction
import Testing

@Suite struct WordColumnsTests {
  /// Two lines of two words: `ab cd` over `ef gh`.
  private var words: WordColumns {
    var words = WordColumns()
    words.append(0..<2, Box(x0: 0, y0: 0, x1: 20, y1: 10))
    words.append(3..<5, Box(x0: 30, y0: 1, x1: 50, y1: 11))
    words.append(6..<8, Box(x0: 0, y0: 20, x1: 20, y1: 30))
    words.append(9..<11, Box(x0: 30, y0: 20, x1: 50, y1: 30))
    return words
  }

  @Test func findsTheWordsThatARangeTouches() {
    #expect(words.indices(touching: 0..<11) == 0..<4)
    #expect(words.indices(touching: 4..<7) == 1..<3)
    #expect(words.indices(touching: 2..<3) == 1..<1)
    #expect(words.indices(touching: 11..<20) == 4..<4)
  }

  @Test func drawsOneBoxForEachLine() {
    #expect(
      words.boxes(of: 0..<8) == [
        Box(x0: 0, y0: 0, x1: 50, y1: 11), Box(x0: 0, y0: 20, x1: 20, y1: 30),
      ])
    #expect(words.boxes(of: 2..<3) == [])
  }

  @Test func findsThePageOfAnOffset() {
    let document = ParsedDocument(
      sha256: Digest(of: ""), mediaType: "application/pdf", text: "ab\n\ncd",
      pages: [
        .init(number: 1, width: 1, height: 1, range: 0..<3),
        .init(number: 2, width: 1, height: 1, range: 4..<6),
      ])
    #expect(document.page(at: 0) == 1)
    #expect(document.page(at: 4) == 2)
    #expect(document.page(at: 6) == 2)
    #expect(document.text(in: 4..<6) == "cd")
  }

  @Test func digestsAreThoseOfSHA256() {
    #expect(
      Digest(of: "abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(Digest(hex: "ab") == nil)
    #expect(Digest(hex: String(repeating: "g", count: 64)) == nil)
  }
}
