import Extraction
import Foundation
import JSON
import Ledger
import TestSupport

/// Times the review page over a queue of 50,000 dead letters: what a reviewer waits for.
struct ReviewBenchmark {
  private static let count = 50_000
  /// Each is asked for so often; the median counts.
  private static let times = 9

  private let folder: TemporaryFolder
  private let sluice: BuiltBinary

  /// - Parameter sluice: its path.
  init(sluice: String) throws {
    self.sluice = BuiltBinary(path: sluice)
    folder = try TemporaryFolder()
    try folder.write(
      #"{"type":"object","properties":{"total":{"type":"number"},"number":{"type":"string"}}}"#,
      to: "schema.json")
    try folder.write(
      """
      name: bench
      source: { paths: [documents] }
      schema: schema.json
      models: { none: { provider: openai, base_url: "http://127.0.0.1:9/v1", model: none } }
      output: { directory: out }
      """, to: "pipeline.yaml")
    try fill()
  }

  /// A ledger as a run would leave it, of which only one document is there to be drawn.
  private func fill() throws {
    let page = SmallPDF.data(
      (0..<40).map { SmallPDF.line("Item \($0) of this bill 12.50", at: 740 - 17 * $0) }.joined())
    try folder.write(page, to: "documents/0.pdf")
    let run = try Ledger(path: folder.path + "/out/sluice.sqlite")
      .pipeline(named: "bench", resultsFolder: folder.path + "/out/bench").beginRun()
    let classes: [FailureClass] = [.ungrounded, .ruleBroken, .invalid, .conflict]
    for start in stride(from: 0, to: Self.count, by: 1000) {
      try run.commit(
        (start..<start + 1000).map { index in
          Self.conclusion(
            index, classes[index % classes.count],
            index == 0 ? Digest(of: page) : Digest(of: "\(index)"))
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
        standingKey: Digest(of: "standing"), recordKey: Digest(of: "record"), attempts: 1, cost: 0))
  }

  /// Prints what each takes, in milliseconds, and what the page's process holds in memory.
  func run() throws {
    let page = try sluice.start(
      ["review", "pipeline.yaml", "--reviewer", "bench"], in: folder.url)
    defer { page.signalled(SIGKILL) }
    _ = page.waits { page.stdout.contains("\n") }
    guard let match = page.stdout.firstMatch(of: /:(\d+)\/(\?token=[0-9a-f]+)/),
      let port = Int(match.1)
    else { throw RawHTTP.Failure(description: "the page did not start: \(page.stderr)") }
    let opened = try RawHTTP.ask("GET", "/\(match.2)", port: port)
    let cookie = String((opened.headers["set-cookie"] ?? "").prefix { $0 != ";" })
    let id = Digest(
      of: [UInt8](try Data(contentsOf: folder.url.appendingPathComponent("documents/0.pdf"))))
    let targets = [
      ("queue", "/"), ("queue, one cause", "/?class=conflict"), ("letter", "/letters/\(id)"),
      ("page image", "/letters/\(id)/pages/1.png"),
    ]
    for (name, target) in targets {
      let taken = try (0..<Self.times).map { _ in
        try Measure.seconds {
          let answer = try RawHTTP.ask(
            "GET", target, port: port, headers: [("Cookie", cookie)])
          guard answer.status == 200 else { throw RawHTTP.Failure(description: answer.text) }
        }
      }.sorted()
      let padded = name.padding(toLength: 18, withPad: " ", startingAt: 0)
      print("review, \(padded)\(Int(taken[Self.times / 2] * 1000)) ms")
    }
    let status = try String(contentsOfFile: "/proc/\(page.pid)/status", encoding: .utf8)
    if let memory = status.firstMatch(of: /VmHWM:\s+(\d+)/).flatMap({ Int($0.1) }) {
      print("review, memory at most    \(memory / 1024) MB")
    }
  }
}
