import Extraction
import Foundation
import GRDB
package import JSON

extension PipelineLedger {
  /// Chooses accepted records at random, and gives each a place among the letters of some cause.
  ///
  /// Contents are hashes, so those below a bound are a random sample that never changes. Whoever
  /// looks at one shall not know that it was accepted: it stands among letters that have something
  /// wrong at a place where it has a value, the more of them there are the likelier. Where there are
  /// no such letters it stands for itself. The place is found by the content's hash and kept.
  ///
  /// - Parameter share: of the accepted records, 0 to 1.
  package func chooseForAudit(share: Double) throws(LedgerError) {
    guard let threshold = QueueQuery.threshold(of: share) else { return }
    let chosen = try ledger.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, document, record FROM outcome
          WHERE pipeline_id = ? AND document < ?
            AND kind = 'accepted' AND reviewer IS NULL AND review = 0
          """, arguments: [id, threshold])
    }
    guard !chosen.isEmpty else { return }
    let groups = try queueGroups(QueueQuery(), since: 0).filter { $0.cause.field != nil }
    try ledger.write { db in
      let update = try db.makeStatement(
        sql: """
          UPDATE outcome SET review = 2, class = ?, rule = ?, field = ?
          WHERE id = ? AND kind = 'accepted' AND reviewer IS NULL AND review = 0
          """)
      for row in chosen {
        let cause = Self.cause(
          for: try Digest(stored: row["document"]), try JSONValue(stored: row["record"]), groups)
        try update.execute(
          arguments: [
            cause?.failureClass?.rawValue, cause?.rule ?? "", cause?.field ?? "",
            row["id"] as Int64,
          ])
      }
    }
  }

  /// One of the causes whose field the record has; nil where there is none.
  private static func cause(
    for document: Digest, _ record: JSONValue, _ groups: [QueueGroup]
  ) -> Cause? {
    let fitting = groups.filter { $0.cause.place(in: record) != nil }
    let all = fitting.reduce(0) { $0 + $1.count }
    guard all > 0, let seed = UInt64(Digest(of: "audit \(document.hex)").hex.prefix(15), radix: 16)
    else { return nil }
    var place = Int(seed % UInt64(all))
    return fitting.first { group in
      place -= group.count
      return place < 0
    }?.cause
  }
}

extension Cause {
  /// The first place of a record that the cause is about and that has a value.
  package func place(in record: JSONValue) -> JSONPointer? {
    guard let field, let pattern = try? JSONPointer(parsing: field) else { return nil }
    return record.leaves.first { leaf in
      !leaf.value.isNull && Cause.field(of: leaf.pointer) == pattern.description
    }?.pointer
  }
}
