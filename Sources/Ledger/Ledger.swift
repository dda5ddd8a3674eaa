// Ledger: the store of sluice, one SQLite file.
//
// `Ledger` is the file; `PipelineLedger` is what one pipeline sees of it: what stands, the queue of
// dead letters, the result files; `RunLedger` is what one run writes: sightings, outcomes, replies.
//
// The decision behind it: the ledger is the truth and everything else is derived from it. A run
// commits a batch of documents in one transaction, a reply in one of its own before anybody acts
// on it, and result files are written anew from what stands and renamed into place. So `kill -9` at
// any moment loses nothing and doubles nothing, and a second run costs one stat a file. Write-ahead
// logging with `synchronous = NORMAL` keeps every commit through the death of the process; what the
// death of the machine may take is the last commits, never the file's soundness.

import Foundation
import GRDB
private import Glibc
private import Processes

/// The store: sightings, replies, outcomes and runs of all pipelines that share an output folder.
///
/// Safe to use from any thread; calls block while they read or write. Several processes may have
/// it open.
package final class Ledger: Sendable {
  /// Where the file is.
  package let path: String

  private let pool: DatabasePool

  /// Opens a ledger, and brings it up to date.
  ///
  /// - Parameters:
  ///   - path: of the file, such as `out/sluice.sqlite`.
  ///   - creating: whether to make the file (mode 0600) and its folder (0700) where they are not.
  /// - Throws: ``LedgerError``.
  package init(path: String, creating: Bool = true) throws(LedgerError) {
    self.path = path
    if creating {
      try Folder.make((path as NSString).deletingLastPathComponent)
      try Self.makeFile(path)
    } else if access(path, F_OK) != 0 {
      throw .missing(path)
    }
    // Two processes that open a new ledger at once must not both create its tables.
    let opening = try Self.lock(path + ".lock")
    defer { opening.unlock() }
    pool = try Self.translating(path) { try DatabasePool(path: path, configuration: Self.settings) }
    try migrate()
  }

  private static var settings: Configuration {
    var settings = Configuration()
    settings.label = "ledger"
    settings.busyMode = .timeout(30)
    settings.prepareDatabase { db in
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
    }
    return settings
  }

  /// SQLite gives its companion files the mode of the database.
  private static func makeFile(_ path: String) throws(LedgerError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .cannotCreate(path, reason: SystemError.text(errno))
    }
    close(descriptor)
  }

  private static func lock(_ path: String) throws(LedgerError) -> FileLock {
    do {
      let lock = try FileLock(path: path)
      try lock.lock()
      return lock
    } catch {
      throw .cannotCreate(path, reason: "\(error)")
    }
  }

  private func migrate() throws(LedgerError) {
    let unknown = try read { db -> [String]? in
      let mark = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
      // The migrator's own table comes first, and a kill may have left it alone.
      let tables = "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'"
      let isEmpty = try Int.fetchOne(db, sql: tables) == 0
      guard isEmpty || mark == Self.applicationID else { return nil }
      let known = Set(Self.migrator.migrations)
      return try Self.migrator.appliedIdentifiers(db).subtracting(known).sorted()
    }
    guard let unknown else { throw .notALedger(path) }
    guard unknown.isEmpty else { throw .newer(path, migrations: unknown) }
    try Self.translating(path) { try Self.migrator.migrate(pool) }
  }
}

extension Ledger {
  /// Runs a transaction; the only writer of the process at that time.
  func write<Value>(_ work: (Database) throws -> Value) throws(LedgerError) -> Value {
    try Self.translating(path) { try pool.write(work) }
  }

  /// Reads from one snapshot.
  func read<Value>(_ work: (Database) throws -> Value) throws(LedgerError) -> Value {
    try Self.translating(path) { try pool.read(work) }
  }

  /// Says in ``LedgerError``s what SQLite says in codes (<https://sqlite.org/rescode.html>).
  private static func translating<Value>(
    _ path: String, _ work: () throws -> Value
  ) throws(LedgerError) -> Value {
    do {
      return try work()
    } catch let error as LedgerError {
      throw error
    } catch let error as DatabaseError {
      throw translation(of: error, path)
    } catch {
      throw .cannotRead(path, reason: "\(error)")
    }
  }

  private static func translation(of error: DatabaseError, _ path: String) -> LedgerError {
    let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    return switch error.resultCode {
    case .SQLITE_NOTADB: .notALedger(path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path)
    case .SQLITE_FULL: .cannotWrite(path, reason: "the disk is full")
    case .SQLITE_IOERR: .cannotWrite(path, reason: reason)
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH:
      .cannotCreate(path, reason: reason)
    default: .cannotRead(path, reason: reason)
    }
  }
}
