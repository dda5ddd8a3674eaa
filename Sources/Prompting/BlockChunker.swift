package import Extraction

/// Cuts a document into parts that each fit into one prompt.
///
/// A part is as many whole blocks as fit. A block that fits into no part is cut at the last line
/// end within the limit, else at the last space, else between two scalars. The parts cover all of
/// the text, in order; white space belongs to what stands before it and counts for nothing at a
/// part's end. Where they are to overlap, a part begins with the last whole lines of the one before
/// it, as many as there is room for.
package struct BlockChunker: Sendable {
  /// UTF-8 bytes of one part at most.
  private let limit: Int
  /// UTF-8 bytes at the beginning of a part that the one before it holds too, at most.
  private let overlap: Int

  /// A chunker for parts of at most so many estimated tokens; at least one scalar fits.
  package init(settings: ChunkSettings) {
    overlap = max(0, min(settings.overlap, settings.maxTokens - 1)) * settings.bytesPerToken
    limit = max(settings.maxTokens * settings.bytesPerToken - overlap, 4)
  }

  /// The parts of a document; none for a document without text.
  ///
  /// Linear in its length.
  package func chunks(of document: ParsedDocument) -> [Chunk] {
    let text = Array(document.text.utf8)
    var ranges: [Range<Int>] = []
    for piece in Self.units(of: document, text).flatMap({ pieces(of: $0, text) }) {
      if let open = ranges.last?.lowerBound,
        Self.contentEnd(of: open..<piece.upperBound, text) - open <= limit
      {
        ranges[ranges.count - 1] = open..<piece.upperBound
      } else {
        ranges.append(piece)
      }
    }
    return ranges.enumerated().map { index, range in
      let start = index == 0 ? range.lowerBound : lineStart(in: ranges[index - 1], text)
      return Chunk(index: index, range: start..<range.upperBound)
    }
  }

  /// Where the last lines of a part begin that the next repeats; its end where none fits.
  private func lineStart(in part: Range<Int>, _ text: [UInt8]) -> Int {
    let reach = max(part.lowerBound, part.upperBound - overlap)
    if reach == part.lowerBound { return overlap == 0 ? part.upperBound : reach }
    let newline = UInt8(ascii: "\n")
    return text[(reach - 1)..<part.upperBound].firstIndex(of: newline).map { $0 + 1 }
      ?? part.upperBound
  }

  /// The blocks, each with the white space after it, so that nothing lies between two.
  private static func units(of document: ParsedDocument, _ text: [UInt8]) -> [Range<Int>] {
    let starts = [0] + document.blocks.dropFirst().map(\.range.lowerBound) + [text.count]
    return zip(starts, starts.dropFirst()).map { $0..<max($0, $1) }.filter { !$0.isEmpty }
  }

  /// A unit cut into pieces that each fit.
  private func pieces(of unit: Range<Int>, _ text: [UInt8]) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = unit.lowerBound
    while Self.contentEnd(of: start..<unit.upperBound, text) - start > limit {
      var end = cut(from: start, text)
      while end < unit.upperBound, Self.isSpace(text[end]) { end += 1 }
      pieces.append(start..<end)
      start = end
    }
    if start < unit.upperBound { pieces.append(start..<unit.upperBound) }
    return pieces
  }

  /// Where the piece that begins at `start` ends, with at least one byte that is no white space.
  private func cut(from start: Int, _ text: [UInt8]) -> Int {
    let begin = text[start...].firstIndex { !Self.isSpace($0) } ?? start
    let reach = begin + limit
    guard reach < text.count else { return text.count }
    for isBreak in [{ $0 == UInt8(ascii: "\n") }, Self.isSpace] {
      if let place = text[begin...reach].lastIndex(where: isBreak) { return place }
    }
    // A continuation byte of UTF-8 is 10xxxxxx.
    return text[begin...reach].lastIndex { $0 & 0xC0 != 0x80 } ?? reach
  }

  private static func contentEnd(of range: Range<Int>, _ text: [UInt8]) -> Int {
    text[range].lastIndex { !isSpace($0) }.map { $0 + 1 } ?? range.lowerBound
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }
}
