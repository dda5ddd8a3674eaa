package import Extraction
import Foundation
import GRDB
import JSON

/// A letter as a list shows it.
package struct QueueEntry: Sendable {
  /// The document's content: the letter's id.
  package var document: Digest
  /// Where the content is, or was.
  package var path: DocumentPath
  package var isGone: Bool
  package var cause: Cause
  /// What the gravest finding says; nil where there is none, and of a record that was accepted and
  /// stands among letters with errors.
  package var message: String?
  /// How many errors there are.
  package var errors: Int
  /// In the user's currency.
  package var cost: Double
  /// Since when it stands so, in milliseconds since 1970.
  package var since: Int
}

/// Letters with one cause, counted.
package struct QueueGroup: Sendable, Equatable {
  package var cause: Cause
  package var count: Int
  /// How many of them came to be after the time asked about.
  package var newCount: Int
  /// What their model calls cost together.
  package var cost: Double
}

/// Letters of one layout, counted.
package struct QueueLayout: Sendable, Equatable {
  package var layout: String
  package var count: Int
  /// One of them.
  package var example: DocumentPath
}

/// A letter's place in a queue.
package struct QueuePlace: Sendable, Equatable {
  /// The letters before and after it, going round at the ends; nil where there is no other.
  package var previous: Digest?
  package var next: Digest?
  /// How many letters the queue has.
  package var count: Int
}

extension PipelineLedger {
  /// A stretch of the queue, and how many letters are meant in all.
  package func queue(
    _ query: QueueQuery, limit: Int, offset: Int = 0
  ) throws(LedgerError) -> (entries: [QueueEntry], count: Int) {
    try ledger.read { db in
      var (condition, arguments) = query.condition(in: id)
      arguments += ["limit": limit, "offset": offset]
      let order = query.keys.joined(separator: ", ")
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT o.document, o.class, o.rule, o.field, o.findings, o.cost, o.decided_at,
            s.path AS seen_at, s.gone, chosen.all_count
          FROM (
            SELECT o.id, \(query.countSQL(condition)) AS all_count
            FROM outcome AS o WHERE \(condition)
            ORDER BY \(order) LIMIT :limit OFFSET :offset) AS chosen
          JOIN outcome AS o ON o.id = chosen.id
          JOIN sighting AS s ON s.pipeline_id = o.pipeline_id AND s.path = (
            SELECT t.path FROM sighting AS t
            WHERE t.pipeline_id = o.pipeline_id AND t.document = o.document
            ORDER BY t.gone, t.path LIMIT 1)
          ORDER BY \(order)
          """, arguments: arguments)
      // Behind the end there is no row to tell the count.
      let count: Int = try rows.first?["all_count"] ?? (offset > 0 ? count(query, db) : 0)
      return (try rows.map(QueueEntry.init), count)
    }
  }

  /// The causes in a queue, the gravest first, the most frequent first within a class.
  ///
  /// - Parameter visit: what came to be after it counts as new, in milliseconds since 1970.
  package func queueGroups(
    _ query: QueueQuery, since visit: Int
  ) throws(LedgerError) -> [QueueGroup] {
    try ledger.read { db in
      let (condition, arguments) = query.condition(in: id)
      return try Row.fetchAll(
        db,
        sql: """
          SELECT o.class, o.rule, o.field, count(*) AS count, sum(o.cost) AS cost,
            sum(o.decided_at > :visit) AS new
          FROM outcome AS o WHERE \(condition) GROUP BY o.rank, o.rule, o.field
          """, arguments: arguments + ["visit": visit]
      ).map { row in
        QueueGroup(
          cause: try Cause(row), count: row["count"], newCount: row["new"], cost: row["cost"])
      }.sorted { left, right in
        let gravities = [left, right].map { $0.cause.failureClass?.gravity ?? Int.max }
        return (gravities[0], -left.count, left.cause.field ?? "", left.cause.rule ?? "")
          < (gravities[1], -right.count, right.cause.field ?? "", right.cause.rule ?? "")
      }
    }
  }

  /// The layouts that more than one letter of a queue has, the most frequent first.
  package func queueLayouts(
    _ query: QueueQuery, limit: Int
  ) throws(LedgerError) -> [QueueLayout] {
    try ledger.read { db in
      let (condition, arguments) = query.condition(in: id)
      return try Row.fetchAll(
        db,
        sql: """
          SELECT o.layout, count(*) AS count, min(o.path) AS path FROM outcome AS o
          WHERE \(condition) AND o.layout IS NOT NULL GROUP BY o.layout
          HAVING count(*) > 1 ORDER BY count(*) DESC, o.layout LIMIT :limit
          """, arguments: arguments + ["limit": limit]
      ).map {
        QueueLayout(
          layout: $0["layout"], count: $0["count"], example: DocumentPath(stored: $0["path"]))
      }
    }
  }

  /// How many letters are meant.
  package func queueCount(_ query: QueueQuery) throws(LedgerError) -> Int {
    try ledger.read { db in try count(query, db) }
  }

  private func count(_ query: QueueQuery, _ db: Database) throws -> Int {
    let (condition, arguments) = query.condition(in: id)
    return try Int.fetchOne(
      db, sql: "SELECT count(*) FROM outcome AS o WHERE \(condition)", arguments: arguments) ?? 0
  }

  /// The ids of the letters that are meant, in their order.
  package func queueDocuments(
    _ query: QueueQuery, limit: Int = Int.max, offset: Int = 0
  ) throws(LedgerError) -> [Digest] {
    try ledger.read { db in
      let (condition, arguments) = query.condition(in: id)
      return try Data.fetchAll(
        db,
        sql: """
          SELECT o.document FROM outcome AS o WHERE \(condition)
          ORDER BY \(query.keys.joined(separator: ", ")) LIMIT :limit OFFSET :offset
          """, arguments: arguments + ["limit": limit, "offset": offset]
      ).map(Digest.init(stored:))
    }
  }

  /// Where a letter stands in a queue.
  ///
  /// - Parameter document: need not be in the queue itself; it must stand.
  package func queuePlace(
    of document: Digest, in query: QueueQuery
  ) throws(LedgerError) -> QueuePlace {
    try ledger.read { db in
      var (condition, arguments) = query.condition(in: id)
      arguments += ["here": document.stored]
      let isSearch = !query.text.isEmpty
      // Texts are searched once for all that is asked.
      let matched =
        isSearch
        ? "matched AS MATERIALIZED (SELECT o.id FROM outcome AS o WHERE \(condition))," : ""
      let chosen = isSearch ? "o.id IN (SELECT id FROM matched)" : condition
      let keys = query.keys.joined(separator: ", ")
      func neighbour(_ comparison: String, _ direction: String) -> String {
        let order = query.keys.map { "\($0) \(direction)" }.joined(separator: ", ")
        let parts = ["(\(keys)) \(comparison) (SELECT * FROM here)", "o.document <> :here"].map {
          "(SELECT o.document FROM outcome AS o WHERE \(chosen) AND \($0) ORDER BY \(order) LIMIT 1)"
        }
        return "coalesce(\(parts.joined(separator: ", ")))"
      }
      let row = try Row.fetchOne(
        db,
        sql: """
          WITH \(matched) here AS (
            SELECT \(keys) FROM outcome AS o
            WHERE o.pipeline_id = :pipeline AND o.document = :here)
          SELECT \(neighbour("<", "DESC")) AS previous, \(neighbour(">", "ASC")) AS next,
            (SELECT count(*) FROM outcome AS o WHERE \(chosen)) AS count
          """, arguments: arguments)
      let (previous, next): (Data?, Data?) = (row?["previous"], row?["next"])
      return QueuePlace(
        previous: try previous.map(Digest.init(stored:)), next: try next.map(Digest.init(stored:)),
        count: row?["count"] ?? 0)
    }
  }

  /// How many documents stand accepted, discarded, and as dead letters that the next run asks about,
  /// without those that are in the queue.
  ///
  /// - Parameter audit: the share of accepted records that stand in the queue too, 0 to 1.
  package func settledCounts(
    audit: Double = 0
  ) throws(LedgerError) -> (accepted: Int, discarded: Int, asked: Int) {
    try ledger.read { db in
      // The plus keeps SQLite from looking each document up: the queue's index has all of them.
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT kind, count(*) AS count FROM outcome
          WHERE pipeline_id = :pipeline AND rank IS NULL AND seen = 1 GROUP BY kind
          UNION ALL
          SELECT 'accepted', count(*) FROM outcome
          WHERE pipeline_id = :pipeline AND rank IS NOT NULL AND review = 2 AND +document >= :bound
          """,
        arguments: ["pipeline": id, "bound": QueueQuery.threshold(of: audit) ?? Data()])
      var counts: [Outcome.Kind: Int] = [:]
      for row in rows { counts[try Outcome.Kind(stored: row["kind"]), default: 0] += row["count"] }
      return (
        counts[.accepted] ?? 0, counts[.discarded] ?? 0, counts[.deadLettered] ?? 0
      )
    }
  }

  /// When a reviewer was here before, in milliseconds since 1970, and notes that it is now.
  ///
  /// - Returns: nil at the first visit.
  package func visit(by reviewer: String) throws(LedgerError) -> Int? {
    try ledger.write { db in
      let before = try Int.fetchOne(
        db, sql: "SELECT visited_at FROM visit WHERE pipeline_id = ? AND reviewer = ?",
        arguments: [id, reviewer])
      try db.execute(
        sql: """
          INSERT INTO visit (pipeline_id, reviewer, visited_at) VALUES (?, ?, ?)
          ON CONFLICT (pipeline_id, reviewer) DO UPDATE SET visited_at = excluded.visited_at
          """, arguments: [id, reviewer, Timestamp.now])
      return before
    }
  }
}

extension QueueQuery {
  /// How many letters are meant, for each of their rows: counted apart in the index, or in one pass
  /// where texts are searched.
  fileprivate func countSQL(_ condition: String) -> String {
    text.isEmpty ? "(SELECT count(*) FROM outcome AS o WHERE \(condition))" : "count(*) OVER ()"
  }
}

extension QueueEntry {
  fileprivate init(_ row: Row) throws {
    let findings = try Extraction.Record(
      Fields(["findings": try JSONValue(stored: row["findings"])])
    ).findings
    let cause = try Cause(row)
    let gravest = findings.first {
      $0.severity == .error && $0.failureClass == cause.failureClass
    }
    self.init(
      document: try Digest(stored: row["document"]), path: DocumentPath(stored: row["seen_at"]),
      isGone: row["gone"], cause: cause, message: gravest?.message,
      errors: findings.filter { $0.severity == .error }.count, cost: row["cost"],
      since: row["decided_at"])
  }
}

extension Cause {
  init(_ row: Row) throws {
    let word: String? = row["class"]
    let (rule, field): (String?, String?) = (row["rule"], row["field"])
    self.init(
      failureClass: try word.map { try FailureClass(stored: $0) },
      rule: rule.flatMap { $0.isEmpty ? nil : $0 }, field: field.flatMap { $0.isEmpty ? nil : $0 })
  }
}
