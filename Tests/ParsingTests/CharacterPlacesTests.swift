import Testing

@testable import Parsing

/// Poppler's characters and rectangles, as many of each as it pleases.
@Suite struct CharacterPlacesTests {
  /// A rectangle of one point for the character in a column of a line.
  private func place(_ column: Int, _ line: Int, width: Float = 1) -> Rectangle {
    let (x, y) = (Float(column), Float(line) * 10)
    return Rectangle(x0: x, y0: y, x1: x + width, y1: y + 1)
  }

  /// The rectangles of lines of so many characters, each line with its end.
  private func places(_ lengths: Int...) -> [Rectangle] {
    lengths.enumerated().flatMap { line, length in
      (0..<length).map { place($0, line) } + [place(length, line, width: 0)]
    }
  }

  private func matched(_ text: String, _ places: [Rectangle]) -> [(Unicode.Scalar, Rectangle)] {
    CharacterPlaces.matched(Array(text.unicodeScalars), places)
  }

  private func words(_ text: [Unicode.Scalar], _ places: [Rectangle]) -> PageWords {
    PageWords(CharacterPlaces.matched(text, places.map { Glyph(place: $0) }))
  }

  @Test func marksOfDirectionHaveNone() {
    let pairs = matched("\u{202B}ab\u{202C}\nc\n", places(2, 1))
    #expect(pairs.map(\.0) == ["a", "b", "\n", "c", "\n"])
    #expect(pairs.map(\.1) == places(2, 1))
  }

  @Test func aLineWithAnotherNumberDisturbsNoOther() {
    let pairs = matched("abc\nde\n", places(2, 2))
    let whole = place(0, 0).union(place(1, 0))
    #expect(pairs.map(\.0) == ["a", "b", "c", "\n", "d", "e", "\n"])
    #expect(pairs.prefix(3).map(\.1) == [whole, whole, whole])
    #expect(pairs[4].1 == place(0, 1))
    #expect(pairs[5].1 == place(1, 1))
  }

  @Test func noCharacterIsWithoutAPlace() {
    #expect(matched("abcdef", [place(0, 0), place(1, 0)]).count == 6)
    #expect(matched("a", places(3, 3)).count == 1)
    #expect(matched("abc", []).isEmpty)
  }

  @Test func wordsPartAtSpacesAndGaps() {
    // "a b" with a space, then "cd" far from "b" without one.
    let text = Array("a bcd\n".unicodeScalars)
    let rectangles = [0, 1, 2, 9, 10].map { place($0, 0) } + [place(11, 0, width: 0)]
    let page = words(text, rectangles)
    #expect(
      page.words.map { String(decoding: page.bytes[$0.range], as: UTF8.self) } == ["a", "b", "cd"])
    #expect(page.words.last?.place == place(9, 0).union(place(10, 0)))
  }

  @Test func whatCannotBeSeenIsDropped() {
    let text = Array("a\u{AD}\u{0}b".unicodeScalars)
    let page = words(text, (0..<4).map { place($0, 0, width: 2) })
    #expect(page.bytes == Array("ab".utf8))
  }

  @Test func aPlaceBeyondReasonIsNoPlace() {
    let wild = Rectangle(x0: .nan, y0: 0, x1: .infinity, y1: 1)
    #expect(words(["a", "b"], [wild, place(0, 0)]).bytes == [UInt8(ascii: "b")])
  }
}
