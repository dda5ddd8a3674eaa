/// A word of a page, with its place.
struct PageWord {
  /// Where its bytes stand in ``PageWords/bytes``.
  var range: Range<Int>
  /// On the page as displayed.
  var place: Rectangle
  /// As its line reads: turned upright where the line runs up or down the page.
  var upright: Rectangle
  /// Counts poppler's lines on this page.
  var line: Int
  var direction: Direction

  /// Which way the text runs.
  enum Direction: Int, CaseIterable {
    case across
    case down
    case up

    /// Turns a place on the page so that the text runs across.
    func upright(_ place: Rectangle) -> Rectangle {
      switch self {
      case .across: place
      case .down: Rectangle(x0: place.y0, y0: -place.x1, x1: place.y1, y1: -place.x0)
      case .up: Rectangle(x0: -place.y1, y0: place.x0, x1: -place.y0, y1: place.x1)
      }
    }
  }
}

/// The words of a page, in poppler's order.
struct PageWords {
  /// The UTF-8 of all words, one after another.
  private(set) var bytes: [UInt8] = []
  private(set) var words: [PageWord] = []

  private var line = 0
  private var lineStart = 0
  private var wordStart = 0
  private var place: Rectangle?
  /// The first and last character of the line, for its direction.
  private var ends: (first: Rectangle, last: Rectangle)?
  private var characterCount = 0

  init(_ text: [Unicode.Scalar], _ rectangles: [Rectangle]) {
    bytes.reserveCapacity(text.count)
    for (scalar, rectangle) in CharacterPlaces.matched(text, rectangles) {
      if scalar == "\n" {
        endWord()
        endLine()
      } else if scalar.properties.isWhitespace {
        endWord()
      } else if Self.isVisible(scalar), rectangle.isSane {
        add(scalar, rectangle)
      }
    }
    endWord()
    endLine()
  }

  private mutating func add(_ scalar: Unicode.Scalar, _ rectangle: Rectangle) {
    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    place = place?.union(rectangle) ?? rectangle
    ends = (ends?.first ?? rectangle, rectangle)
    characterCount += 1
  }

  private mutating func endWord() {
    if let place, bytes.count > wordStart {
      words.append(
        PageWord(
          range: wordStart..<bytes.count, place: place, upright: place, line: line,
          direction: .across))
    }
    wordStart = bytes.count
    place = nil
  }

  private mutating func endLine() {
    if let ends, characterCount >= 3 {
      let across = abs(ends.last.centerX - ends.first.centerX)
      let along = ends.last.centerY - ends.first.centerY
      if abs(along) > 2 * across {
        let direction: PageWord.Direction = along > 0 ? .down : .up
        for index in lineStart..<words.count {
          words[index].direction = direction
          words[index].upright = direction.upright(words[index].place)
        }
      }
    }
    line += 1
    lineStart = words.count
    ends = nil
    characterCount = 0
  }

  /// Control characters, soft hyphens and marks of direction are no part of what a person reads.
  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x20, 0x7F...0x9F, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF,
      0xFFFE, 0xFFFF:
      false
    default: true
    }
  }
}
