import Extraction
import Foundation
import GRDB

/// Texts in the ledger: kept once by their SHA-256, compressed.
enum Blobs {
  /// Keeps a text unless it is there; returns the digest of its bytes.
  static func keep(_ text: String, in db: Database) throws -> Digest {
    let bytes = Array(text.utf8)
    let digest = Digest(of: bytes)
    let known = try db.cachedStatement(sql: "SELECT 1 FROM blob WHERE hash = ?")
    if try Int.fetchOne(known, arguments: [digest.stored]) != nil { return digest }
    let kept = CompressedBytes(bytes)
    try db.cachedStatement(
      sql: "INSERT INTO blob (hash, encoding, size, bytes) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [digest.stored, kept.encoding, kept.size, Data(kept.bytes)])
    return digest
  }

  /// The text of a digest.
  static func text(_ digest: Digest, in db: Database) throws -> String {
    let statement = try db.cachedStatement(
      sql: "SELECT encoding, size, bytes FROM blob WHERE hash = ?")
    guard let row = try Row.fetchOne(statement, arguments: [digest.stored]) else {
      throw StorageError.damaged("a stored text")
    }
    let bytes: Data = row["bytes"]
    let kept = CompressedBytes(encoding: row["encoding"], size: row["size"], bytes: Array(bytes))
    guard let plain = kept.plain else { throw StorageError.damaged("a stored text") }
    return String(decoding: plain, as: UTF8.self)
  }
}
