package import Extraction
import Foundation
import GRDB
package import JSON

/// One published record.
package struct PublishedResult {
  /// Where the content is, or was.
  package let path: DocumentPath
  /// Its line of `results.jsonl`, with a closing newline.
  package let line: String
  private let stored: String

  fileprivate init(_ row: Row, line: String) {
    path = DocumentPath(stored: row["seen_at"])
    self.line = line
    stored = row["record"]
  }

  /// The record itself.
  package var record: JSONValue { get throws { try JSONValue(stored: stored) } }
}

extension PipelineLedger {
  /// Visits the published records in order of path, from one snapshot.
  ///
  /// - Parameters:
  ///   - run: only those that this run decided.
  ///   - since: only those decided at or after this time, in milliseconds since 1970.
  /// - Throws: ``LedgerError``, and what the visitor throws.
  package func eachResult(
    ofRun run: Int64? = nil, since: Int? = nil, _ visit: (PublishedResult) throws -> Void
  ) throws {
    var refusal: (any Error)?
    do {
      try ledger.read { db in
        try eachStanding(
          .accepted, in: db,
          where: "(? IS NULL OR o.run_id = ?) AND (? IS NULL OR o.decided_at >= ?)",
          [run, run, since, since]
        ) { row in
          let result = PublishedResult(row, line: try Self.resultLine(row))
          do {
            try visit(result)
          } catch {
            refusal = error
            throw error
          }
        }
      }
    } catch {
      throw refusal ?? error
    }
  }
}
