/// A rectangle on a page as displayed: origin at the crop box's top left, in hundredths of a point.
package struct Box: Sendable, Hashable {
  package var x0: Int32
  package var y0: Int32
  package var x1: Int32
  package var y1: Int32

  package init(x0: Int32, y0: Int32, x1: Int32, y1: Int32) {
    self.x0 = x0
    self.y0 = y0
    self.x1 = x1
    self.y1 = y1
  }

  /// The smallest box around both.
  package func union(_ other: Box) -> Box {
    Box(
      x0: min(x0, other.x0), y0: min(y0, other.y0), x1: max(x1, other.x1), y1: max(y1, other.y1))
  }
}

/// The words of a document as six columns of equal length, in order of text.
///
/// Columns of integers, because a document of 300 pages has 150,000 words: as objects they cost
/// more to move between processes than the parse.
package struct WordColumns: Sendable, Equatable {
  /// UTF-8 offsets of each word's first byte.
  package var start: [Int32] = []
  /// UTF-8 offsets past each word's last byte.
  package var end: [Int32] = []
  /// Left edges, in hundredths of a point.
  package var x0: [Int32] = []
  /// Top edges.
  package var y0: [Int32] = []
  /// Right edges.
  package var x1: [Int32] = []
  /// Bottom edges.
  package var y1: [Int32] = []

  /// What one word takes.
  package static let bytesPerWord = 24

  package init() {}

  package var count: Int { start.count }
  package var isEmpty: Bool { start.isEmpty }

  /// Adds a word; words come in order of text.
  package mutating func append(_ range: Range<Int>, _ box: Box) {
    start.append(Int32(range.lowerBound))
    end.append(Int32(range.upperBound))
    x0.append(box.x0)
    y0.append(box.y0)
    x1.append(box.x1)
    y1.append(box.y1)
  }

  package func range(_ index: Int) -> Range<Int> { Int(start[index])..<Int(end[index]) }

  package func box(_ index: Int) -> Box {
    Box(x0: x0[index], y0: y0[index], x1: x1[index], y1: y1[index])
  }

  /// The indices of the words that a range of text touches.
  package func indices(touching range: Range<Int>) -> Range<Int> {
    let first = firstIndex { Int(end[$0]) > range.lowerBound }
    let last = firstIndex { Int(start[$0]) >= range.upperBound }
    return first..<max(first, last)
  }

  /// The boxes around a range of text, one for each line that it touches.
  package func boxes(of range: Range<Int>) -> [Box] {
    var boxes: [Box] = []
    for index in indices(touching: range) {
      let next = box(index)
      if let line = boxes.last, next.y0 < line.y1, next.y1 > line.y0, next.x0 >= line.x0 {
        boxes[boxes.count - 1] = line.union(next)
      } else {
        boxes.append(next)
      }
    }
    return boxes
  }

  private func firstIndex(where isAtOrPast: (Int) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isAtOrPast(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
