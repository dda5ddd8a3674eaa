package import Extraction
import Foundation
import GRDB
import JSON

extension PipelineLedger {
  /// Keeps what a parser read, so that review can show it after the file has gone.
  ///
  /// - Parameter key: content and the parse settings that can change what is read.
  package func keep(_ document: ParsedDocument, parseKey key: Digest) throws(LedgerError) {
    var writer = JSONWriter()
    document.write(into: &writer)
    let kept = CompressedBytes(writer.bytes)
    try ledger.write { db in
      try db.execute(
        sql: """
          INSERT INTO parsed_document (parse_key, document, encoding, size, bytes)
          VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
          """,
        arguments: [
          key.stored, document.sha256.stored, kept.encoding, kept.size, Data(kept.bytes),
        ])
    }
  }

  /// What was kept under a key; nil where nothing is.
  package func parsedDocument(parseKey key: Digest) throws(LedgerError) -> ParsedDocument? {
    try ledger.read { db in
      let row = try Row.fetchOne(
        db, sql: "SELECT encoding, size, bytes FROM parsed_document WHERE parse_key = ?",
        arguments: [key.stored])
      guard let row else { return nil }
      let bytes: Data = row["bytes"]
      let kept = CompressedBytes(encoding: row["encoding"], size: row["size"], bytes: Array(bytes))
      guard let plain = kept.plain else { throw StorageError.damaged("a parsed document") }
      return try ParsedDocument(Fields(JSONValue(parsing: plain)))
    }
  }

  /// Drops what belongs to no standing dead letter of any pipeline.
  package func forgetParsedDocuments() throws(LedgerError) {
    try ledger.write { db in
      try db.execute(
        sql: """
          DELETE FROM parsed_document WHERE document NOT IN (
            SELECT document FROM outcome WHERE kind = 'dead_lettered')
          """)
    }
  }
}
