import Foundation
import JSON

/// Libraries of PyPI at the same work, run by a script of their own.
///
/// The script is given a file of JSON lines, one for each workload, and writes one for each with its
/// `name` and what came of it.
struct Peers {
  /// What the script wrote, by the name of the workload.
  let results: [String: JSONValue]

  /// Runs the script and waits for it.
  ///
  /// - Throws: ``BenchmarkError/peers(status:)`` where it fails.
  init(of workloads: [JSONValue], _ python: String, _ script: String) throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-workloads-\(ProcessInfo.processInfo.processIdentifier).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(workloads.flatMap { $0.utf8() + [0x0A] }).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [script, file.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BenchmarkError.peers(status: process.terminationStatus)
    }
    let lines = try answer.split(separator: 0x0A).map { try JSONValue(parsing: Array($0)) }
    results = Dictionary(lines.map { ($0["name"]?.stringValue ?? "", $0) }) { $1 }
  }
}
