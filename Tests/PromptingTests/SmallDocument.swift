import Extraction

/// A plain document of these blocks, with an empty line between two and a line end at the end.
func document(blocks: [String]) -> ParsedDocument {
  var text = ""
  var ranges: [Range<Int>] = []
  for block in blocks where !block.isEmpty {
    if !text.isEmpty { text += "\n\n" }
    let start = text.utf8.count
    text += block
    ranges.append(start..<text.utf8.count)
  }
  return ParsedDocument(
    sha256: Digest(of: text), mediaType: "text/plain", text: text + "\n",
    blocks: ranges.map { ParsedDocument.Block(kind: .paragraph, range: $0) })
}
