import Extraction
import Foundation
import JSON
import Ledger

/// A folder of its own for a test, with a ledger in it; both go with it.
final class LedgerFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/ledger-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var database: String { path + "/out/sluice.sqlite" }
  var results: String { path + "/out/invoices" }

  /// A new connection to the ledger.
  func pipeline(_ name: String = "invoices") throws -> PipelineLedger {
    try Ledger(path: database).pipeline(named: name, resultsFolder: path + "/out/" + name)
  }

  func text(_ name: String) throws -> String {
    String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: results + "/" + name)), as: UTF8.self)
  }

  /// The lines of a result file.
  func lines(_ name: String) throws -> [JSONValue] {
    try text(name).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }

  func inode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: results + "/" + name)
    return attributes[.systemFileNumber] as? Int ?? -1
  }

  func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return attributes[.posixPermissions] as? Int ?? -1
  }
}

/// The content of a made-up document.
func content(_ name: String) -> Digest { Digest(of: "content of " + name) }

func listed(_ path: String, size: Int = 100, modified: Int = 5, inode: UInt64 = 7) -> Listing.Entry
{
  Listing.Entry(path: DocumentPath(path), size: size, modified: modified, inode: inode)
}

extension Conclusion {
  /// An accepted record `{"total": …}` with evidence.
  static func accepted(
    _ path: String, _ document: String, total: Int = 1, key: String = "key", attempts: Int = 1
  ) -> Conclusion {
    let record = Record(
      value: ["total": JSONValue(total), "note": .null],
      evidence: [
        JSONPointer(["total"]): Evidence(
          kind: .exact, score: 1, quote: "\(total)", range: 3..<4, page: 1,
          boxes: [Box(x0: 100, y0: 1234, x1: 205, y1: 1300)])
      ],
      missing: [JSONPointer(["note"]): .absent])
    return Conclusion(
      entry: listed(path), document: content(document), disposition: .accepted,
      standing: .init(
        outcome: Outcome(kind: .accepted, record: record), standingKey: Digest(of: key),
        recordKey: Digest(of: "record" + key), attempts: attempts, cost: 0.25))
  }

  /// A dead letter that has a record with an error.
  static func held(_ path: String, _ document: String) -> Conclusion {
    let record = Record(
      value: ["total": 2],
      findings: [
        Finding(.hiddenText, at: .root, severity: .warning, "2 words cannot be seen"),
        Finding(.ruleBroken, at: JSONPointer(["total"]), rule: "adds up", "2 is not 3", value: 2),
      ])
    return Conclusion(
      entry: listed(path), document: content(document), disposition: .deadLettered(.ruleBroken),
      standing: .init(
        outcome: Outcome(kind: .deadLettered, stage: .validate, record: record),
        standingKey: Digest(of: "key"), recordKey: Digest(of: "record"), attempts: 2, cost: 0.5))
  }

  static func unreadable(_ path: String, _ document: Digest) -> Conclusion {
    let failure = Failure(.unreadable, stage: .parse, "no objects found")
    return Conclusion(
      entry: listed(path), document: document, disposition: .deadLettered(.unreadable),
      standing: .init(
        outcome: Outcome(deadLetter: failure), standingKey: Digest(of: "key"),
        recordKey: Digest(of: "record"), attempts: 0, cost: 0))
  }

  static func undecided(
    _ path: String, _ document: String?, _ disposition: Disposition, alone: Bool = false
  ) -> Conclusion {
    Conclusion(
      entry: listed(path), document: document.map(content), disposition: disposition,
      isDeferredAlone: alone)
  }
}
