import Extraction
import Foundation
import JSON
import Ledger

/// Times the review page over a queue of 50,000 dead letters: what a reviewer waits for.
struct ReviewBenchmark {
  private static let count = 50_000
  /// Each is asked for so often; the median counts.
  private static let times = 9

  private let folder: URL
  private let sluice: String

  /// - Parameters:
  ///   - sluice: its path.
  ///   - document: a PDF, which stands for the first letter.
  init(sluice: String, document: String) throws {
    self.sluice = URL(fileURLWithPath: sluice).path
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-bench-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("documents"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: document, toPath: folder.path + "/documents/0.pdf")
    try write(
      #"{"type":"object","properties":{"total":{"type":"number"},"number":{"type":"string"}}}"#,
      to: "schema.json")
    try write(
      """
      name: bench
      source: { paths: [documents] }
      schema: schema.json
      models: { none: { provider: openai, base_url: "http://127.0.0.1:9/v1", model: none } }
      output: { directory: out }
      """, to: "pipeline.yaml")
    try fill()
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  /// The id of the letter whose document is there.
  private var first: Digest {
    get throws {
      Digest(of: [UInt8](try Data(contentsOf: folder.appendingPathComponent("documents/0.pdf"))))
    }
  }

  /// A ledger as a run would leave it, of which only one document is there to be drawn.
  private func fill() throws {
    let first = try first
    let run = try Ledger(path: folder.path + "/out/sluice.sqlite")
      .pipeline(named: "bench", resultsFolder: folder.path + "/out/bench").beginRun()
    let classes: [FailureClass] = [.ungrounded, .ruleBroken, .invalid, .conflict]
    for start in stride(from: 0, to: Self.count, by: 1000) {
      try run.commit(
        (start..<start + 1000).map { index in
          Self.conclusion(
            index, classes[index % classes.count],
            index == 0 ? first : Digest(of: "\(index)"))
        })
    }
    try run.end(exitCode: 0, summary: [:])
  }

  private static func conclusion(
    _ index: Int, _ failureClass: FailureClass, _ document: Digest
  ) -> Conclusion {
    let place = JSONPointer(["total"])
    let record = Record(
      value: ["total": JSONValue(index), "number": "R-\(index)"],
      findings: [
        Finding(failureClass, at: place, "The document does not show this number.", value: 1)
      ])
    return Conclusion(
      entry: Listing.Entry(
        path: DocumentPath("documents/\(index).pdf"), size: 1, modified: 1, inode: UInt64(index)),
      document: document, disposition: .deadLettered(failureClass),
      standing: .init(
        outcome: Outcome(kind: .deadLettered, stage: .validate, record: record),
        standingKey: Digest(of: "standing"), recordKey: Digest(of: "record"), attempts: 1, cost: 0,
        text: "Number R-\(index)\n" + words))
  }

  /// About as much as stands on a page.
  private static let words = String(repeating: "All that a page says, and no more. ", count: 50)

  /// Prints what each takes, in milliseconds, and what the page's process holds in memory.
  func run() throws {
    let page = Process()
    page.executableURL = URL(fileURLWithPath: sluice)
    page.arguments = ["review", "pipeline.yaml", "--reviewer", "bench"]
    page.currentDirectoryURL = folder
    let output = Pipe()
    page.standardOutput = output
    try page.run()
    defer {
      page.terminate()
      page.waitUntilExit()
      try? FileManager.default.removeItem(at: folder)
    }
    let url = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let match = url.firstMatch(of: /:(\d+)\/(\?token=[0-9a-f]+)/), let port = UInt16(match.1)
    else { throw CocoaError(.executableLoad) }
    let opened = try LoopbackHTTP.get("/\(match.2)", port: port)
    guard let cookie = opened.firstMatch(of: /set-cookie: ([^;]+)/.ignoresCase())?.1 else {
      throw CocoaError(.executableLoad)
    }
    for (name, target) in [
      ("queue", "/"), ("queue, one cause", "/?class=conflict"), ("queue, search", "/?q=R-49999"),
      ("queue, newest", "/?sort=newest"), ("letter", "/letters/\(try first)"),
      ("page image", "/letters/\(try first)/pages/1.png"),
    ] {
      let taken = try (0..<Self.times).map { _ in
        try Measure.seconds { _ = try LoopbackHTTP.get(target, port: port, cookie: String(cookie)) }
      }.sorted()
      let padded = name.padding(toLength: 18, withPad: " ", startingAt: 0)
      print("review, \(padded)\(Int(taken[Self.times / 2] * 1000)) ms")
    }
    let path = "/proc/\(page.processIdentifier)/status"
    let status = try String(contentsOfFile: path, encoding: .utf8)
    if let memory = status.firstMatch(of: /VmHWM:\s+(\d+)/).flatMap({ Int($0.1) }) {
      print("review, memory at most    \(memory / 1024) MB")
    }
  }
}

/// One GET on loopback, read to its end.
enum LoopbackHTTP {
  /// Head and body as Latin text.
  ///
  /// - Throws: `CocoaError` where the answer is not 200.
  static func get(_ target: String, port: UInt16, cookie: String = "") throws -> String {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    let request = Array(
      "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nCookie: \(cookie)\r\nConnection: close\r\n\r\n"
        .utf8)
    send(socket, request, request.count, Int32(MSG_NOSIGNAL))
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = recv(socket, &buffer, buffer.count, 0), count > 0 {
      answer += buffer[..<count]
    }
    let text = String(decoding: answer.prefix(4000), as: UTF8.self)
    guard text.hasPrefix("HTTP/1.1 200") else { throw CocoaError(.fileReadUnknown) }
    return text
  }
}
