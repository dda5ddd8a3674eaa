import Foundation
import GRDB
import Ledger
import Testing

@Suite struct OpeningTests {
  @Test func makesAFolderAndFilesThatOnlyTheOwnerMayRead() throws {
    let folder = try LedgerFolder()
    let pipeline = try folder.pipeline()
    let run = try pipeline.beginRun()
    try run.commit([.accepted("a.pdf", "a")])
    try pipeline.publish()
    #expect(try folder.mode(folder.path + "/out") == 0o700)
    #expect(try folder.mode(folder.results) == 0o700)
    for file in [folder.database, folder.database + "-wal", folder.results + "/results.jsonl"] {
      #expect(try folder.mode(file) == 0o600)
    }
  }

  @Test func refusesToOpenWhatIsNotThereUnlessItMayCreate() throws {
    let folder = try LedgerFolder()
    #expect(throws: LedgerError.missing(folder.database)) {
      try Ledger(path: folder.database, creating: false)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
  }

  @Test func namesAFileThatIsNoDatabase() throws {
    let folder = try LedgerFolder()
    let path = folder.path + "/sluice.sqlite"
    try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: path))
    #expect(throws: LedgerError.notALedger(path)) { try Ledger(path: path) }
    #expect("\(LedgerError.notALedger(path))".contains(path))
  }

  @Test func refusesTheDatabaseOfAnotherProgram() throws {
    let folder = try LedgerFolder()
    let path = folder.path + "/other.sqlite"
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE note (text TEXT)") }
    #expect(throws: LedgerError.notALedger(path)) { try Ledger(path: path) }
  }

  @Test func refusesALedgerThatANewerSluiceWrote() throws {
    let folder = try LedgerFolder()
    _ = try folder.pipeline()
    try DatabaseQueue(path: folder.database).write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 time travel')")
    }
    #expect(throws: LedgerError.newer(folder.database, migrations: ["99 time travel"])) {
      try folder.pipeline()
    }
  }

  @Test func opensALedgerWhoseMakingWasCutShort() throws {
    let folder = try LedgerFolder()
    let path = folder.path + "/sluice.sqlite"
    try DatabaseQueue(path: path).write { db in
      try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    }
    _ = try Ledger(path: path)
  }

  @Test func manyMayOpenANewLedgerAtOnce() throws {
    let folder = try LedgerFolder()
    let path = folder.database
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      failures.collect { _ = try Ledger(path: path) }
    }
    #expect(failures.texts == [])
  }

  @Test func saysWhichFolderItCannotMake() throws {
    let folder = try LedgerFolder()
    try Data().write(to: URL(fileURLWithPath: folder.path + "/out"))
    #expect(throws: LedgerError.self) { try Ledger(path: folder.database) }
  }
}
