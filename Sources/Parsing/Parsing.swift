package import Extraction

/// Stage 1: Document → ParsedDocument, from PDF, HTML and plain text.
///
/// A parser of files from strangers may crash, hang or grow without end, so parsing happens only in
/// children: ``WorkerDocumentParser`` keeps them warm, watches their time and memory, and tries a
/// file once more alone before it gives it up; ``ParseWorker`` is what such a child does. Only the
/// child touches poppler and libxml2. What it sends back is checked like any input, because a
/// parser under attack may say anything.
///
/// The main type of the child is ``DocumentReader``: it reads a file once into memory, tells its
/// type by its content, and hands it to the reader of that type.
package struct DocumentReader {
  let settings: ParseSettings

  package init(_ settings: ParseSettings) {
    self.settings = settings
  }

  /// Reads a document and hands on its parts in order of text.
  ///
  /// - Parameter warnings: asked at the end for what the libraries complained about.
  func read(
    _ path: DocumentPath, into sink: any DocumentSink, warnings: () -> [String]
  ) throws(Failure) {
    let content = try FileContent(path, limit: settings.memory)
    guard let type = MediaType(of: content.bytes, at: path) else {
      throw Failure(
        .unreadable, stage: .parse,
        content.bytes.isEmpty
          ? "The file is empty." : "The file is not a PDF, HTML or text file.")
    }
    sink.open(sha256: content.sha256, type)
    let remarks =
      switch type {
      case .pdf: try PDFReader(passwords: settings.passwords).read(content, into: sink)
      case .html: try HTMLReader().read(content.bytes, into: sink)
      case .text: try PlainTextReader().read(content.bytes, into: sink)
      }
    let complaints = warnings()
    // Poppler swallows it and goes on with what it has: pages may lack text without a word.
    if complaints.contains(where: { $0.contains("Out of memory") }) {
      throw Failure(.tooBig, stage: .parse, "The parser was refused memory beyond its limit.")
    }
    sink.close(hidden: remarks.hidden, warnings: remarks.warnings + complaints)
  }
}

/// What a reader has to say beside the text.
struct Remarks {
  var hidden: [HiddenText] = []
  var warnings: [String] = []
}

/// Takes a document in parts, as it is read.
protocol DocumentSink {
  func open(sha256: Digest, _ type: MediaType)
  func add(_ part: DocumentPart)
  func close(hidden: [HiddenText], warnings: [String])
}
