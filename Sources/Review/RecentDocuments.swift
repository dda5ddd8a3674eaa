import Extraction
import Synchronization

/// The documents that were read last, as many as a bound on memory lets stay.
///
/// Thread-safe.
final class RecentDocuments: Sendable {
  /// In bytes of ``ParsedDocument/footprint``; the last one stays whatever it takes.
  private static let room = 64_000_000
  private static let most = 32

  /// The one used last stands last.
  private let documents = Mutex<[ParsedDocument]>([])

  subscript(digest: Digest) -> ParsedDocument? {
    documents.withLock { documents in
      guard let index = documents.firstIndex(where: { $0.sha256 == digest }) else { return nil }
      let found = documents.remove(at: index)
      documents.append(found)
      return found
    }
  }

  func keep(_ document: ParsedDocument) {
    documents.withLock { documents in
      documents.removeAll { $0.sha256 == document.sha256 }
      documents.append(document)
      while documents.count > 1,
        documents.count > Self.most
          || documents.reduce(0, { $0 + $1.footprint }) > Self.room
      {
        documents.removeFirst()
      }
    }
  }
}
