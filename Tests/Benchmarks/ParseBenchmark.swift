import CPoppler
import Foundation

/// The wall time of `sluice parse --jsonl` over that of a bare poppler-glib loop (text and layout of
/// each page, nothing kept) in two threads, over the same files in the same run.
///
/// The files are the invoices and contracts of the sample data.
enum ParseBenchmark {
  static func run(data: String, sluice: String) throws {
    let documents = files(in: data)
    guard !documents.isEmpty else { throw BenchmarkError.noData(data) }
    // Once unmeasured, so that both find the files in memory.
    readAll(documents)
    let bare = Measure.seconds { readAll(documents) }
    var count = 0
    let parsed = try Measure.seconds { count = try parseAll(documents, with: sluice) }
    guard count == documents.count else {
      throw BenchmarkError.missing(answers: count, of: documents.count)
    }
    print(String(format: "parse/poppler %.2f", parsed / bare))
  }

  /// All PDFs of the two collections, in order of path.
  static func files(in root: String) -> [String] {
    ["zugferd", "cuad"].flatMap { collection -> [String] in
      let folder = "\(root)/extraction/\(collection)"
      let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      return names.filter { $0.lowercased().hasSuffix(".pdf") }.sorted().map { "\(folder)/\($0)" }
    }
  }

  /// Reads a file as sluice must, and does nothing with what it reads.
  private static func read(_ path: String) {
    guard let data = FileManager.default.contents(atPath: path) else { return }
    data.withUnsafeBytes { buffer in
      let bytes = g_bytes_new_static(buffer.baseAddress, gsize(buffer.count))
      defer { g_bytes_unref(bytes) }
      guard let document = poppler_document_new_from_bytes(bytes, nil, nil) else { return }
      defer { g_object_unref(UnsafeMutableRawPointer(document)) }
      for index in 0..<max(0, poppler_document_get_n_pages(document)) {
        guard let page = poppler_document_get_page(document, index) else { continue }
        defer { g_object_unref(UnsafeMutableRawPointer(page)) }
        g_free(poppler_page_get_text(page))
        var rectangles: UnsafeMutablePointer<PopplerRectangle>?
        var count: guint = 0
        if poppler_page_get_text_layout(page, &rectangles, &count) != 0 { g_free(rectangles) }
      }
    }
  }

  /// The loop: two threads that take the next file when they are free.
  private static func readAll(_ files: [String]) {
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 2
    for file in files { queue.addOperation { read(file) } }
    queue.waitUntilAllOperationsAreFinished()
  }

  /// Hands the files to sluice as JSON lines; returns how many lines came back.
  private static func parseAll(_ files: [String], with sluice: String) throws -> Int {
    try ParsedDocuments.lines(about: files, from: sluice).count { $0 == UInt8(ascii: "\n") }
  }
}
