private import Extraction

/// The two lines around a document in a prompt, with the first 32 hexadecimal digits of the
/// SHA-256 of the text between them.
///
/// A document that wanted to end its own fence would have to contain its own hash.
struct DocumentFence {
  /// The opening line, the document without white space at its end, the closing line.
  let text: String

  init(around document: Substring) {
    var document = document
    while let last = document.unicodeScalars.last, last.properties.isWhitespace {
      document.unicodeScalars.removeLast()
    }
    let number = Digest(of: String(document)).hex.prefix(32)
    text = "<document-\(number)>\n\(document)\n</document-\(number)>"
  }

  /// A fenced text with only a part of it, in a fence of its own.
  ///
  /// - Parameters:
  ///   - part: of the document's text, like `whole`, which the fence holds.
  static func narrowed(_ fenced: String, to part: Range<Int>, of whole: Range<Int>) -> String {
    let lines = Array(fenced.utf8)
    let newline = UInt8(ascii: "\n")
    guard let first = lines.firstIndex(of: newline), let last = lines.lastIndex(of: newline),
      first < last
    else { return fenced }
    let text = lines[(first + 1)..<last]
    let start = min(text.count, max(0, part.lowerBound - whole.lowerBound))
    let end = min(text.count, max(start, part.upperBound - whole.lowerBound))
    let bytes = text.dropFirst(start).prefix(end - start)
    return DocumentFence(around: Substring(decoding: bytes, as: UTF8.self)).text
  }

  /// The fenced document that a prompt's text begins with; all of a text that has no fence.
  static func prefix(of user: String) -> String {
    let opening = user.utf8.prefix { $0 != UInt8(ascii: "\n") }
    guard opening.starts(with: "<document-".utf8) else { return user }
    let closing = Array("\n</".utf8) + Array(opening.dropFirst()) + Array("\n".utf8)
    guard let end = user.utf8.firstRange(of: closing)?.upperBound else { return user }
    return String(user[..<user.utf8.index(before: end)])
  }
}
