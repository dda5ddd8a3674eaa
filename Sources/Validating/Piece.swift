import Extraction
import JSON

/// A part of a question: some places of one chunk's reply, from all of its text or a part.
///
/// A question whose answer does not fit into a reply is asked in pieces. A piece that does not fit
/// either is halved: its places first; then, where one place is left, an object by its members and a
/// list by the text that it is read from, at a page's end if there is one.
struct Piece: Hashable {
  var paths: [JSONPointer]
  /// Nil for all of the chunk.
  var range: Range<Int>?

  init(paths: [JSONPointer], range: Range<Int>? = nil) {
    self.paths = paths
    self.range = range
  }

  init(_ ask: Ask) {
    self.init(paths: ask.paths, range: ask.range)
  }

  /// Whether an answer to other pieces is an answer to this one.
  func isCovered(by others: [Piece], in chunk: Range<Int>) -> Bool {
    paths.allSatisfy { path in
      let about = others.filter { $0.paths.contains { path.hasPrefix($0) } }
      var reached = (range ?? chunk).lowerBound
      for range in about.map({ $0.range ?? chunk }).sorted(by: { $0.lowerBound < $1.lowerBound })
      where range.lowerBound <= reached {
        reached = max(reached, range.upperBound)
      }
      if reached >= (range ?? chunk).upperBound { return true }
      let below = Set(others.flatMap(\.paths).filter { $0 != path && $0.hasPrefix(path) })
      return !below.isEmpty
        && Piece(paths: Array(below), range: range).isCovered(by: others, in: chunk)
    }
  }

  /// Two pieces, or more for an object, that make up this one; none for one that has no parts.
  ///
  /// - Parameters:
  ///   - members: the properties of an object at a place; empty for anything else.
  ///   - isList: whether a place is a list's.
  func parts(
    of document: ParsedDocument, in chunk: Range<Int>, members: (JSONPointer) -> [String],
    isList: (JSONPointer) -> Bool
  ) -> [Piece] {
    if paths.count > 1 {
      let half = (paths.count + 1) / 2
      return [
        Piece(paths: Array(paths.prefix(half)), range: range),
        Piece(paths: Array(paths.dropFirst(half)), range: range),
      ]
    }
    guard let path = paths.first else { return [] }
    if isList(path), let middle = Self.middle(of: range ?? chunk, document) {
      let whole = range ?? chunk
      return [
        Piece(paths: paths, range: whole.lowerBound..<middle),
        Piece(paths: paths, range: middle..<whole.upperBound),
      ]
    }
    let below = members(path).map { path.appending($0) }
    return below.count < 2
      ? []
      : Piece(paths: below, range: range)
        .parts(of: document, in: chunk, members: members, isList: isList)
  }

  /// The page's beginning nearest to the middle of a range; where none is in it the line's.
  private static func middle(of range: Range<Int>, _ document: ParsedDocument) -> Int? {
    let middle = range.lowerBound + range.count / 2
    let isInside: (Int) -> Bool = { $0 > range.lowerBound && $0 < range.upperBound }
    let pages = document.pages.map(\.range.lowerBound).filter(isInside)
    if let page = pages.min(by: { abs($0 - middle) < abs($1 - middle) }) { return page }
    let bytes = document.text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
    var best: Int?
    for (offset, byte) in zip(range, bytes[start...]) where byte == UInt8(ascii: "\n") {
      guard isInside(offset + 1) else { continue }
      if abs(offset + 1 - middle) < abs((best ?? .max / 2) - middle) { best = offset + 1 }
    }
    return best
  }
}
