import Extraction
import Foundation
import GRDB
import JSON
private import Processes

extension PipelineLedger {
  /// Writes `results.jsonl` and `dead-letters.jsonl` from what stands.
  ///
  /// From reading the snapshot to the rename a lock is held, so that of two who publish the later
  /// one has the later state. A file that would stay the same is not touched. Memory does not grow
  /// with the number of documents.
  ///
  /// - Throws: ``LedgerError``.
  package func publish() throws(LedgerError) {
    try Folder.make(resultsFolder)
    let lock = try publishLock()
    defer { lock.unlock() }
    try writeFiles()
  }

  private func writeFiles() throws(LedgerError) {
    let results = ResultFile(folder: resultsFolder, name: "results.jsonl")
    let deadLetters = ResultFile(folder: resultsFolder, name: "dead-letters.jsonl")
    try ledger.read { db in
      try eachStanding(.accepted, in: db) { try results.write(Self.resultLine($0)) }
      try eachStanding(.deadLettered, in: db) { try deadLetters.write(Self.deadLetterLine($0)) }
    }
    let changed = try [results.finish(), deadLetters.finish()]
    if changed[0] { try results.replace() }
    if changed[1] { try deadLetters.replace() }
    if changed.contains(true) { try Folder.synchronise(resultsFolder) }
  }

  /// Visits standing outcomes with the path that each is reported at, in order of path: the first
  /// path where the content is now, else the first where it was.
  ///
  /// - Parameter kind: nil for all kinds.
  func eachStanding(
    _ kind: Outcome.Kind?, in db: Database, where condition: String = "TRUE",
    _ arguments: StatementArguments = [], _ visit: (Row) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT s.path AS seen_at, s.gone, o.* FROM sighting AS s
        JOIN outcome AS o ON o.pipeline_id = s.pipeline_id AND o.document = s.document
        WHERE s.pipeline_id = ? AND o.kind = coalesce(?, o.kind) AND (\(condition)) AND s.path = (
          SELECT t.path FROM sighting AS t
          WHERE t.pipeline_id = s.pipeline_id AND t.document = s.document
          ORDER BY t.gone, t.path LIMIT 1)
        ORDER BY s.path
        """, arguments: [id, kind?.rawValue] + arguments)
    while let row = try rows.next() { try visit(row) }
  }

  /// A line of `results.jsonl`; what was stored as JSON is copied, byte for byte.
  static func resultLine(_ row: Row) throws -> String {
    var line = try lineStart(row)
    copy(["record", "evidence", "findings", "missing"], of: row, to: &line)
    if let supersedes: Data = row["supersedes"] {
      line += #","supersedes":"\#(try Digest(stored: supersedes).hex)""#
    }
    if let reviewer: String = row["reviewer"] {
      line += #","reviewer":"# + JSONValue.string(reviewer).text()
    }
    return line + lineEnd(row)
  }

  /// A line of `dead-letters.jsonl`: what ``DeadLetter/json`` says, without reading the record.
  private static func deadLetterLine(_ row: Row) throws -> String {
    var line = try lineStart(row)
    let failureClass = try FailureClass(stored: row["class"])
    let stage: String? = row["stage"]
    line += #","class":"\#(failureClass.rawValue)""#
    line += #","stage":"# + (stage.map { JSONValue.string($0) } ?? .null).text()
    copy(["findings", "record", "evidence", "missing"], of: row, to: &line)
    let findings = try Extraction.Record(
      Fields(["findings": try JSONValue(stored: row["findings"])])
    ).findings
    line += #","attempts":\#(row["attempts"] as Int)"#
    line += #","cost":"# + JSONValue(row["cost"] as Double).text()
    let advice = DeadLetter.advice(on: findings, failureClass)
    return line + #","advice":"# + JSONValue.string(advice).text() + lineEnd(row)
  }

  private static func lineStart(_ row: Row) throws -> String {
    let path = JSONValue.string(DocumentPath(stored: row["seen_at"]).description).text()
    return #"{"document":{"sha256":"\#(try Digest(stored: row["document"]).hex)","path":\#(path)}"#
  }

  private static func copy(_ columns: [String], of row: Row, to line: inout String) {
    for column in columns {
      guard let json: String = row[column] else { continue }
      line += #","\#(column)":"# + json
    }
  }

  private static func lineEnd(_ row: Row) -> String {
    row["gone"] ? ",\"gone\":true}\n" : "}\n"
  }

  /// A lock of its own for each call: two threads wait for each other as two processes do.
  private func publishLock() throws(LedgerError) -> FileLock {
    let path = resultsFolder + "/publish.lock"
    do {
      let lock = try FileLock(path: path)
      try lock.lock()
      return lock
    } catch {
      throw .cannotCreate(path, reason: "\(error)")
    }
  }
}
