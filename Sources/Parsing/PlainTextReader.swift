import Extraction

/// Reads plain text: blocks are what empty lines part.
struct PlainTextReader {
  func read(_ bytes: UnsafeRawBufferPointer, into sink: any DocumentSink) throws(Failure)
    -> Remarks
  {
    let (text, warnings) = TextEncoding.decode(bytes, declared: nil)
    var writer = PartWriter()
    var isInBlock = false
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let visible = Self.visible(line)
      if visible.isEmpty {
        if isInBlock { writer.endBlock(.paragraph) }
        isInBlock = false
      } else {
        if !isInBlock { writer.beginBlock() }
        isInBlock = true
        writer.add(visible)
        writer.endLine()
      }
    }
    if isInBlock { writer.endBlock(.paragraph) }
    if writer.isEmpty { throw Failure(.noText, stage: .parse, "The file holds no text.") }
    sink.add(writer.part)
    return Remarks(warnings: warnings)
  }

  /// A line without control characters (tabs stay) and without white space at its end.
  private static func visible(_ line: Substring.UTF8View) -> [UInt8] {
    var bytes = line.filter { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return bytes
  }
}
