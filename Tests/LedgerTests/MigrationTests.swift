import Extraction
import Foundation
import GRDB
import Testing

@testable import Ledger

/// Ledgers of earlier versions, brought up to date.
@Suite struct MigrationTests {
  @Test func contentThatNoFileHeldBeforeTheColumnCameIsMarked() throws {
    let folder = try LedgerFolder()
    let pipeline = try folder.pipeline()
    try pipeline.beginRun().commit([
      .held("a.pdf", "a"), .held("b.pdf", "b"), .accepted("c.pdf", "c"),
    ])
    try pipeline.beginRun().commit([.accepted("a.pdf", "new")])
    try Self.takeBack(folder.database)
    let updated = try folder.pipeline()
    let (entries, count) = try updated.queue(QueueQuery(), limit: 9)
    #expect(entries.map(\.path.description) == ["b.pdf"] && count == 1)
    #expect(try updated.settledCounts() == (accepted: 2, discarded: 0, asked: 0))
    #expect(try updated.queueGroups(QueueQuery(), since: 0).map(\.count) == [1])
  }

  /// Makes a ledger what it was before ``seen`` came: the same rows in tables of that version.
  private static func takeBack(_ path: String) throws {
    let old = path + ".old"
    let database = try DatabaseQueue(path: old)
    try Ledger.migrator.migrate(database, upTo: "4 second looks")
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "ATTACH ? AS new", arguments: [path])
      for table in ["pipeline", "run", "sighting", "outcome"] {
        let columns = try db.columns(in: table).map(\.name).filter { $0 != "rank" }
          .joined(separator: ", ")
        try db.execute(
          sql: "INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM new.\(table)")
      }
      try db.execute(sql: "DETACH new")
    }
    try database.close()
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    try FileManager.default.moveItem(atPath: old, toPath: path)
  }
}
