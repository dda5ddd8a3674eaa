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
  /// The last character of the line.
  private var last: Rectangle?
  /// How far the characters of the line's words step, from each to the next: to the side, and down.
  private var steps = (across: Float(0), down: Float(0))
  /// Words of lines that do not tell their direction.
  private var undirected: [Int] = []

  init(_ characters: [PageCharacter]) {
    bytes.reserveCapacity(characters.count)
    for (scalar, glyph) in characters {
      let rectangle = glyph.place
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
    directRest()
  }

  private mutating func add(_ scalar: Unicode.Scalar, _ rectangle: Rectangle) {
    // Poppler puts no space between some words that stand apart, as in the head of a table.
    if place != nil, let last {
      if Self.isApart(last, rectangle) {
        endWord()
      } else {
        steps.across += abs(rectangle.centerX - last.centerX)
        steps.down += rectangle.centerY - last.centerY
      }
    }
    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    place = place?.union(rectangle) ?? rectangle
    last = rectangle
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
    let indices = lineStart..<words.count
    if steps == (0, 0) {
      undirected.append(contentsOf: indices)
    } else if abs(steps.down) > 2 * steps.across {
      direct(indices, steps.down > 0 ? .down : .up)
    }
    line += 1
    lineStart = words.count
    last = nil
    steps = (0, 0)
  }

  /// A line of one character runs as most of the page does.
  private mutating func directRest() {
    let counts = words.reduce(into: [:]) { $0[$1.direction, default: 0] += 1 }
    let main = counts.max { $0.value < $1.value }?.key ?? .across
    // They are counted as running across.
    if main != .across { direct(undirected, main) }
  }

  private mutating func direct(_ indices: some Sequence<Int>, _ direction: PageWord.Direction) {
    for index in indices {
      words[index].direction = direction
      words[index].upright = direction.upright(words[index].place)
    }
  }

  /// Whether two characters are too far from each other, whichever way they run, for one word.
  static func isApart(_ last: Rectangle, _ next: Rectangle) -> Bool {
    let gap = max(
      next.x0 - last.x1, last.x0 - next.x1, next.y0 - last.y1, last.y0 - next.y1)
    return gap > 0.2 * max(last.width, last.height, next.width, next.height)
  }

  /// Control characters, soft hyphens and marks of direction are no part of what a person reads.
  static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x20, 0x7F...0x9F, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF,
      0xFFFE, 0xFFFF:
      false
    default: true
    }
  }
}
