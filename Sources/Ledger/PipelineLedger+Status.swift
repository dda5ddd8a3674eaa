package import Extraction
import Foundation
import GRDB
package import JSON

/// How the documents of a pipeline stand, counted.
package struct StandingCounts: Sendable, Equatable {
  package var accepted = 0
  /// By class.
  package var deadLettered: [FailureClass: Int] = [:]
  /// By a reviewer.
  package var discarded = 0
  /// Of all these, those that no listed file holds any more.
  package var gone = 0
  /// Contents that were seen and have no outcome yet, and files that were never read.
  package var waiting = 0

  package init() {}

  package var deadLetteredCount: Int { deadLettered.values.reduce(0, +) }
  /// Documents that have an outcome.
  package var total: Int { accepted + deadLetteredCount + discarded }
}

/// One run, as it was kept.
package struct PastRun: Sendable, Equatable {
  /// Later runs have greater ones.
  package var id: Int64
  /// In milliseconds since 1970.
  package var startedAt: Int
  /// Nil for a run that is under way, or was killed.
  package var endedAt: Int?
  package var exitCode: Int?
  /// The sums that it printed; nil without an end.
  package var summary: JSONValue?

  package init(
    id: Int64, startedAt: Int, endedAt: Int? = nil, exitCode: Int? = nil, summary: JSONValue? = nil
  ) {
    self.id = id
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.exitCode = exitCode
    self.summary = summary
  }
}

extension PipelineLedger {
  /// How all documents stand that were ever seen.
  package func standingCounts() throws(LedgerError) -> StandingCounts {
    try ledger.read { db in
      var counts = StandingCounts()
      for row in try Row.fetchAll(db, sql: Self.standingCount, arguments: [id]) {
        let count: Int = row["count"]
        if row["gone"] { counts.gone += count }
        switch try Outcome.Kind(stored: row["kind"]) {
        case .accepted: counts.accepted += count
        case .discarded: counts.discarded += count
        case .deadLettered:
          counts.deadLettered[try FailureClass(stored: row["class"]), default: 0] += count
        }
      }
      counts.waiting = try Int.fetchOne(db, sql: Self.waitingCount, arguments: [id]) ?? 0
      return counts
    }
  }

  /// The last runs, the latest first.
  package func lastRuns(_ count: Int) throws(LedgerError) -> [PastRun] {
    try ledger.read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM run WHERE pipeline_id = ? ORDER BY id DESC LIMIT ?",
        arguments: [id, count]
      ).map { row in
        let summary: String? = row["summary"]
        return PastRun(
          id: row["id"], startedAt: row["started_at"], endedAt: row["ended_at"],
          exitCode: row["exit_code"], summary: try summary.map { try JSONValue(stored: $0) })
      }
    }
  }

  /// A document is gone where every sighting of its content is.
  private static let standingCount = """
    SELECT kind, class, gone, count(*) AS count FROM (
      SELECT o.kind, o.class, (
        SELECT min(s.gone) FROM sighting AS s
        WHERE s.pipeline_id = o.pipeline_id AND s.document = o.document) AS gone
      FROM outcome AS o WHERE o.pipeline_id = ?)
    WHERE gone IS NOT NULL GROUP BY kind, class, gone
    """

  private static let waitingCount = """
    SELECT count(DISTINCT coalesce(s.document, s.path)) FROM sighting AS s
    WHERE s.pipeline_id = ? AND s.gone = 0 AND NOT EXISTS (
      SELECT 1 FROM outcome AS o
      WHERE o.pipeline_id = s.pipeline_id AND o.document = s.document)
    """
}
