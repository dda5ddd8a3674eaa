/// Why the ledger or its files could not be used; holds no document text.
package enum LedgerError: Error, Sendable, Hashable {
  /// There is no ledger at a path, and none was to be made.
  case missing(String)
  /// A file or folder could not be made, or not opened for writing.
  case cannotCreate(String, reason: String)
  /// Writing failed later: a full disk, a device that gave up.
  case cannotWrite(String, reason: String)
  /// Reading failed: a damaged file, a device that gave up.
  case cannotRead(String, reason: String)
  /// The file is no SQLite database, or one of another program.
  case notALedger(String)
  /// A newer sluice has written to it; its migrations that are unknown here.
  case newer(String, migrations: [String])
  /// Somebody held the database longer than the busy timeout.
  case busy(String)
  /// A caller broke the contract of ``RunLedger/commit(_:)``.
  case inconsistent(String)
}

extension LedgerError: CustomStringConvertible {
  /// One sentence: which file, and why.
  package var description: String {
    switch self {
    case .missing(let path): "there is no ledger at \(path)"
    case .cannotCreate(let path, let reason): "cannot create \(path): \(reason)"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    case .cannotRead(let path, let reason): "cannot read \(path): \(reason)"
    case .notALedger(let path): "\(path) is not a ledger of sluice"
    case .newer(let path, let migrations):
      "\(path) was written by a newer sluice (it knows \(migrations.joined(separator: ", ")))"
    case .busy(let path): "\(path) is held by another program"
    case .inconsistent(let what): "the ledger was asked for something impossible: \(what)"
    }
  }

  /// One sentence: what to do about it.
  package var advice: String {
    switch self {
    case .missing: "Run the pipeline first: `sluice run` makes the ledger."
    case .cannotCreate:
      "Choose a folder that you may write to with output.directory, or change its permissions."
    case .cannotWrite: "Make room on the disk, then run again: nothing that was stored is lost."
    case .cannotRead:
      "Check the disk. Restore the ledger from a backup, or move it away to begin anew."
    case .notALedger: "Move that file away, or choose another output.directory."
    case .newer: "Update sluice, or choose another output.directory."
    case .busy: "Wait until it is done, or end it, then run again."
    case .inconsistent: "This is a bug in sluice; please report it."
    }
  }
}
