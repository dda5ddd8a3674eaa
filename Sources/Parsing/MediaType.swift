import Extraction

/// The types that sluice reads, told by content first and by name where the content does not say.
enum MediaType: String, CaseIterable {
  case pdf = "application/pdf"
  case html = "text/html"
  case text = "text/plain"

  /// Nil for a file of another type, and for an empty one.
  init?(of bytes: UnsafeRawBufferPointer, at path: DocumentPath) {
    guard !bytes.isEmpty else { return nil }
    // Readers of PDF look for the header in the first 1024 bytes (PDF Reference 1.7, H.3, note 13).
    let head = Array(bytes.prefix(1024))
    if head.contains("%PDF-") {
      self = .pdf
    } else if Self.looksLikeHTML(head) {
      self = .html
    } else if let named = Self.named(path), named == .pdf || !Self.looksBinary(bytes) {
      self = named
    } else {
      return nil
    }
  }

  private static func named(_ path: DocumentPath) -> MediaType? {
    let name = path.bytes.lastIndex(of: UInt8(ascii: "/")).map { path.bytes[($0 + 1)...] }
    let bytes = name ?? path.bytes[...]
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    switch String(decoding: bytes[(dot + 1)...], as: UTF8.self).lowercased() {
    case "pdf": return .pdf
    case "html", "htm", "xhtml": return .html
    case "txt", "text", "md": return .text
    default: return nil
    }
  }

  /// The tags by which browsers know HTML (WHATWG MIME Sniffing, 7.1).
  private static func looksLikeHTML(_ head: [UInt8]) -> Bool {
    var text = head[...]
    for mark in [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]]
    where text.starts(with: mark) {
      text = text.dropFirst(mark.count)
    }
    // UTF-16 has a zero beside each letter of a tag.
    let start = String(
      decoding: text.filter { $0 != 0 }.drop { $0 <= 0x20 }.prefix(512), as: UTF8.self
    ).lowercased()
    if start.hasPrefix("<?xml") || start.hasPrefix("<!--") {
      return start.contains("<html") || start.contains("<!doctype html")
    }
    return [
      "<!doctype html", "<html", "<head", "<title", "<body", "<h1", "<div", "<table", "<p>",
      "<script", "<meta", "<article",
    ].contains { start.hasPrefix($0) }
  }

  /// Whether there are bytes that no text has.
  private static func looksBinary(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let head = bytes.prefix(4096)
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return false }
    return head.contains { $0 < 0x09 || ($0 > 0x0D && $0 < 0x1B) }
  }
}

extension [UInt8] {
  /// Whether these bytes hold others somewhere.
  fileprivate func contains(_ text: StaticString) -> Bool {
    let wanted = Array(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    guard count >= wanted.count else { return false }
    return (0...(count - wanted.count)).contains { self[$0...].starts(with: wanted) }
  }
}
