import CPoppler
import Dispatch
import Foundation

// Prints one ratio: the wall time of `sluice parse --jsonl` over that of a bare poppler-glib loop
// (text and layout of each page, nothing kept) in two threads, over the same files in the same run.
// Then what a reviewer waits for at a queue of 50,000.
//
//     sluice-benchmarks [path of sluice]
//
// The files are the invoices and contracts in $SLUICE_DATA, else ../shared/data.

/// All PDFs of the two collections, in order of path.
func files() -> [String] {
  let root = ProcessInfo.processInfo.environment["SLUICE_DATA"] ?? "../shared/data"
  return ["zugferd", "cuad"].flatMap { collection -> [String] in
    let folder = "\(root)/extraction/\(collection)"
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.lowercased().hasSuffix(".pdf") }.sorted().map { "\(folder)/\($0)" }
  }
}

/// What a body takes, in seconds of wall time.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = DispatchTime.now().uptimeNanoseconds
  try body()
  return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
}

/// Reads a file as sluice must, and does nothing with what it reads.
func read(_ path: String) {
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
func readAll(_ files: [String]) {
  let queue = OperationQueue()
  queue.maxConcurrentOperationCount = 2
  for file in files { queue.addOperation { read(file) } }
  queue.waitUntilAllOperationsAreFinished()
}

/// Hands the files to sluice as JSON lines; returns how many lines came back.
func parseAll(_ files: [String], with sluice: String) throws -> Int {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: sluice)
  process.arguments = ["parse", "--jsonl", "--jobs", "2"]
  let (input, output) = (Pipe(), Pipe())
  process.standardInput = input
  process.standardOutput = output
  try process.run()
  let lines = try files.enumerated().map { id, path in
    try String(
      decoding: JSONSerialization.data(withJSONObject: ["id": id, "path": path]), as: UTF8.self)
      + "\n"
  }
  Thread.detachNewThread {
    try? input.fileHandleForWriting.write(contentsOf: Data(lines.joined().utf8))
    try? input.fileHandleForWriting.close()
  }
  let answer = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw CocoaError(.executableLoad, userInfo: ["status": process.terminationStatus])
  }
  return answer.count { $0 == UInt8(ascii: "\n") }
}

let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  .deletingLastPathComponent().appendingPathComponent("sluice").path
let sluice = CommandLine.arguments.dropFirst().first ?? beside
let documents = files()
guard !documents.isEmpty else {
  print("no documents: set SLUICE_DATA")
  exit(66)
}
// Once unmeasured, so that both find the files in memory.
readAll(documents)
let bare = seconds { readAll(documents) }
var count = 0
let parsed = try seconds { count = try parseAll(documents, with: sluice) }
guard count == documents.count else {
  print("sluice answered \(count) of \(documents.count) lines")
  exit(70)
}
print(String(format: "parse/poppler %.2f", parsed / bare))
try ReviewBenchmark(sluice: sluice, document: documents[0]).run()
