import Extraction
import JSON

/// Gives each path's text for its document: `/Total 12.00|Thank you` has two lines.
final class ScriptedParser: DocumentParser {
  func parse(
    _ path: DocumentPath, _ settings: ParseSettings
  ) throws(Failure) -> ParsedDocument {
    let text = String(decoding: path.bytes, as: UTF8.self).replacing("|", with: "\n")
    return ParsedDocument(
      sha256: Digest(of: path.bytes), mediaType: "text/plain", text: String(text.dropFirst()))
  }

  func shutDown() {}
}
