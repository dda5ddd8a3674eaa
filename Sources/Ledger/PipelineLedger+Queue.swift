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

extension PipelineLedger {
  /// A stretch of the queue.
  package func queue(
    _ query: QueueQuery, limit: Int, offset: Int = 0
  ) throws(LedgerError) -> [QueueEntry] {
    try ledger.read { db in
      let (condition, arguments) = query.condition(in: id)
      return try Row.fetchAll(
        db,
        sql: """
          SELECT o.document, o.class, o.rule, o.field, o.findings, o.cost, o.decided_at,
            s.path AS seen_at, s.gone
          FROM (
            SELECT o.id FROM outcome AS o WHERE \(condition)
            ORDER BY \(query.keys.joined(separator: ", ")) LIMIT ? OFFSET ?) AS chosen
          JOIN outcome AS o ON o.id = chosen.id
          JOIN sighting AS s ON s.pipeline_id = o.pipeline_id AND s.path = (
            SELECT t.path FROM sighting AS t
            WHERE t.pipeline_id = o.pipeline_id AND t.document = o.document
            ORDER BY t.gone, t.path LIMIT 1)
          ORDER BY \(query.keys.joined(separator: ", "))
          """, arguments: arguments + [limit, offset]
      ).map(QueueEntry.init)
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
            sum(o.decided_at > ?) AS new
          FROM outcome AS o WHERE \(condition) GROUP BY o.rank, o.rule, o.field
          """, arguments: [visit] + arguments
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
          HAVING count(*) > 1 ORDER BY count(*) DESC, o.layout LIMIT ?
          """, arguments: arguments + [limit]
      ).map {
        QueueLayout(
          layout: $0["layout"], count: $0["count"], example: DocumentPath(stored: $0["path"]))
      }
    }
  }

  /// How many letters are meant.
  package func queueCount(_ query: QueueQuery) throws(LedgerError) -> Int {
    try ledger.read { db in
      let (condition, arguments) = query.condition(in: id)
      return try Int.fetchOne(
        db, sql: "SELECT count(*) FROM outcome AS o WHERE \(condition)", arguments: arguments) ?? 0
    }
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
          ORDER BY \(query.keys.joined(separator: ", ")) LIMIT ? OFFSET ?
          """, arguments: arguments + [limit, offset]
      ).map(Digest.init(stored:))
    }
  }

  /// The letters before and after one, going round at the ends; nil where there is no other.
  ///
  /// - Parameter document: need not be in the queue itself; it must stand.
  package func queueNeighbours(
    of document: Digest, in query: QueueQuery
  ) throws(LedgerError) -> (previous: Digest?, next: Digest?) {
    try ledger.read { db in
      (
        try neighbour(of: document, in: query, "<", "DESC", db),
        try neighbour(of: document, in: query, ">", "ASC", db)
      )
    }
  }

  private func neighbour(
    of document: Digest, in query: QueueQuery, _ comparison: String, _ direction: String,
    _ db: Database
  ) throws -> Digest? {
    let keys = query.keys.joined(separator: ", ")
    let order = query.keys.map { "\($0) \(direction)" }.joined(separator: ", ")
    let here: StatementArguments = [id, document.stored]
    let beyond = """
      (\(keys)) \(comparison) (
        SELECT \(keys) FROM outcome AS o WHERE o.pipeline_id = ? AND o.document = ?)
      """
    // Whether a letter was seen is looked up for the first few only: nearly all were.
    for (part, isSeen) in [beyond, "NOT (o.pipeline_id = ? AND o.document = ?)"]
      .flatMap({ [($0, false), ($0, true)] })
    {
      let (condition, arguments) = query.condition(in: id, isSeen: isSeen)
      let found = try Data.fetchAll(
        db,
        sql: """
          SELECT o.document FROM outcome AS o WHERE \(condition) AND \(part)
          ORDER BY \(order) LIMIT 8
          """, arguments: arguments + here)
      if let seen = try found.first(where: { try isSeen || wasSeen($0, db) }) {
        return try Digest(stored: seen)
      }
    }
    return nil
  }

  private func wasSeen(_ document: Data, _ db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM sighting WHERE pipeline_id = ? AND document = ?)",
      arguments: [id, document]) ?? false
  }

  /// How many documents are accepted, discarded, and dead letters that the next run asks about.
  package func settledCounts() throws(LedgerError) -> (accepted: Int, discarded: Int, asked: Int) {
    try ledger.read { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT
            sum(kind = 'accepted') AS accepted, sum(kind = 'discarded') AS discarded,
            sum(kind = 'dead_lettered') AS asked
          FROM outcome AS o
          WHERE pipeline_id = ? AND (kind <> 'dead_lettered' OR standing_key = x'') AND EXISTS (
            SELECT 1 FROM sighting AS s
            WHERE s.pipeline_id = o.pipeline_id AND s.document = o.document)
          """, arguments: [id])
      return (row?["accepted"] ?? 0, row?["discarded"] ?? 0, row?["asked"] ?? 0)
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
