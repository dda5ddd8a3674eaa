import Extraction

/// Puts a document together from what a worker sends, and refuses what cannot be one.
struct DocumentAssembly {
  private var document: ParsedDocument?
  private var text: [UInt8] = []

  /// Takes the next message.
  ///
  /// - Returns: the document or the worker's refusal, when that was the last message.
  mutating func take(_ message: WorkerMessage) throws(ByteReader.Malformed)
    -> Result<ParsedDocument, Failure>?
  {
    switch message {
    case .parse, .ink, .image, .inked, .drawn: throw ByteReader.Malformed()
    case .opened(let digest, let type):
      guard document == nil else { throw ByteReader.Malformed() }
      document = ParsedDocument(sha256: digest, mediaType: type.rawValue, text: "")
      return nil
    case .part(let part):
      try add(part)
      return nil
    case .failed(let failure): return .failure(failure)
    case .closed(let hidden, let warnings):
      guard var document else { throw ByteReader.Malformed() }
      document.text = String(decoding: text, as: UTF8.self)
      document.hidden = hidden
      document.warnings = warnings
      return .success(document)
    }
  }

  private mutating func add(_ part: DocumentPart) throws(ByteReader.Malformed) {
    guard document != nil, text.count + part.text.count < Int(Int32.max) else {
      throw ByteReader.Malformed()
    }
    if !text.isEmpty, !part.text.isEmpty { text.append(UInt8(ascii: "\n")) }
    let base = text.count
    text.append(contentsOf: part.text)
    if let page = part.page {
      guard page.number == (document?.pages.count ?? 0) + 1, page.width.isFinite,
        page.height.isFinite
      else { throw ByteReader.Malformed() }
      document?.pages.append(
        ParsedDocument.Page(
          number: page.number, width: page.width, height: page.height, range: base..<text.count,
          isRendered: page.isRendered))
    }
    for block in part.blocks {
      document?.blocks.append(
        ParsedDocument.Block(
          kind: block.kind,
          range: (base + block.range.lowerBound)..<(base + block.range.upperBound)))
    }
    document?.words.append(part.words, shiftedBy: Int32(base))
  }
}

extension WordColumns {
  fileprivate mutating func append(_ other: WordColumns, shiftedBy base: Int32) {
    start.append(contentsOf: other.start.lazy.map { $0 + base })
    end.append(contentsOf: other.end.lazy.map { $0 + base })
    x0.append(contentsOf: other.x0)
    y0.append(contentsOf: other.y0)
    x1.append(contentsOf: other.x1)
    y1.append(contentsOf: other.y1)
  }
}
