import Extraction
import GRDB

/// How fast reviewers went, as far as it was measured.
package struct ReviewPace: Sendable, Equatable {
  /// Decisions that stand, and those among them that were measured.
  package var decisions = 0
  package var measured = 0
  /// Of one letter, in milliseconds; nil where none was measured.
  package var medianLetter: Int?
  /// Of one value that was looked at, in milliseconds; nil where none was counted.
  package var medianLeaf: Int?
  /// Accepted records that were looked at once more, and those of them that were right.
  package var audited = 0
  package var auditedRight = 0

  package init() {}
}

extension PipelineLedger {
  /// How fast the last decisions were taken: 1,000 at most, those taken back left out.
  package func reviewPace() throws(LedgerError) -> ReviewPace {
    try ledger.read { db in
      var pace = ReviewPace()
      var letters: [Int] = []
      var leaves: [Int] = []
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT d.kind, d.focus_ms, d.leaves,
            d.before ->> 'outcome' = 'accepted' AND d.before ->> 'reviewer' IS NULL
              AND ifnull(d.before ->> 'missing', '') NOT LIKE '%"held"%' AS audited,
            d.before ->> 'record' = d.after ->> 'record' AS same
          FROM decision AS d WHERE d.pipeline_id = ? AND d.kind <> 'undo' AND NOT EXISTS (
            SELECT 1 FROM decision AS u WHERE u.pipeline_id = d.pipeline_id
              AND u.document = d.document AND u.undoes = d.id)
          ORDER BY d.id DESC LIMIT 1000
          """, arguments: [id])
      for row in rows {
        pace.decisions += 1
        if row["audited"] {
          pace.audited += 1
          let kind: String = row["kind"]
          if kind == Decision.Kind.accept.rawValue, row["same"] ?? false { pace.auditedRight += 1 }
        }
        guard let focus: Int = row["focus_ms"] else { continue }
        letters.append(focus)
        if let count: Int = row["leaves"], count > 0 { leaves.append(focus / count) }
      }
      pace.measured = letters.count
      pace.medianLetter = Self.median(letters)
      pace.medianLeaf = Self.median(leaves)
      return pace
    }
  }

  private static func median(_ values: [Int]) -> Int? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}
