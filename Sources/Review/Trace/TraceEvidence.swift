import Extraction
import JSON

/// What shows each value of a record, each with the line of the document that it stands on.
struct TraceEvidence {
  private(set) var lines: [String] = []

  private static let width = 88

  /// - Parameter document: nil where it could not be parsed again: there are no lines then.
  init(_ record: Record, in document: ParsedDocument?) {
    let leaves = record.value.leaves.map(\.pointer)
    let others = Set(record.evidence.keys).subtracting(leaves).sorted()
    var isCut = false
    for pointer in leaves + others {
      guard let evidence = record.evidence[pointer] else { continue }
      guard lines.count < 2 * RecordListing.lineLimit else {
        isCut = true
        break
      }
      lines.append(Self.head(pointer, evidence))
      if let range = evidence.range, let line = document.flatMap({ Self.context(range, in: $0) }) {
        lines.append("      | \(line)")
      }
    }
    if isCut { lines.append("  … and more: results.jsonl has all") }
  }

  private static func head(_ pointer: JSONPointer, _ evidence: Evidence) -> String {
    var parts = ["  \(TerminalText.cut("\(pointer)", to: 60))"]
    if let page = evidence.page { parts.append("page \(page)") }
    parts.append(evidence.kind.rawValue)
    if let quote = evidence.quote {
      parts.append(TerminalText.cut(JSONValue.string(quote).text(), to: 60))
    }
    if let range = evidence.range { parts.append("at byte \(range.lowerBound)") }
    switch evidence.rivals.count {
    case 0: break
    case 1: parts.append("and 1 other place")
    case let count: parts.append("and \(count) other places")
    }
    return parts.joined(separator: "  ")
  }

  /// The line of text around a range; of a long one the part around it.
  private static func context(_ range: Range<Int>, in document: ParsedDocument) -> String? {
    let text = document.text
    let bytes = text.utf8
    guard range.upperBound <= bytes.count else { return nil }
    let newline = UInt8(ascii: "\n")
    let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
    let end = bytes.index(start, offsetBy: range.count)
    guard start.samePosition(in: text.unicodeScalars) != nil else { return nil }
    let lineStart =
      bytes[..<start].lastIndex(of: newline).map { bytes.index(after: $0) } ?? bytes.startIndex
    let lineEnd = bytes[end...].firstIndex(of: newline) ?? bytes.endIndex
    let line = String(text[lineStart..<lineEnd])
    if TerminalText.columns(TerminalText.safe(line)) <= width { return TerminalText.safe(line) }
    let before = text[lineStart..<start]
    let room = max(20, width - TerminalText.columns(String(text[start..<end])))
    let lead = before.count > room / 2 ? "…" + before.suffix(room / 2 - 1) : String(before)
    return TerminalText.cut(lead + text[start..<lineEnd], to: width)
  }
}
