package import Extraction
import Foundation
import GRDB
import JSON

extension RunLedger: ReplyStore {
  package func reply(to request: Digest, sample: Int) throws -> Reply? {
    try ledger.read { db in
      let statement = try db.cachedStatement(
        sql: "SELECT * FROM reply WHERE request = ? AND sample = ?")
      guard let row = try Row.fetchOne(statement, arguments: [request.stored, sample]) else {
        return nil
      }
      guard let finish = Reply.FinishReason(rawValue: row["finish_reason"]) else {
        throw StorageError.damaged("the finish reason of a reply")
      }
      return Reply(
        text: try Blobs.text(Digest(stored: row["text"]), in: db), finishReason: finish,
        usage: Reply.Usage(
          inputTokens: row["input_tokens"], outputTokens: row["output_tokens"],
          cachedTokens: row["cached_tokens"]),
        model: row["model"])
    }
  }

  /// Keeps a reply in a transaction of its own: after this returns, `kill -9` does not lose it.
  ///
  /// The first reply to a request stands; a second one for the same sample is not kept.
  package func store(_ reply: Reply, to request: Digest, sample: Int, prompt: Prompt) throws {
    try ledger.write { db in
      let text = try Blobs.keep(reply.text, in: db)
      let prompt = try StoredPrompt.keep(prompt, in: db)
      try db.cachedStatement(
        sql: """
          INSERT INTO reply (
            request, sample, prompt, text, finish_reason, input_tokens, output_tokens,
            cached_tokens, model, created_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
          """
      ).execute(
        arguments: [
          request.stored, sample, prompt.stored, text.stored, reply.finishReason.rawValue,
          reply.usage.inputTokens, reply.usage.outputTokens, reply.usage.cachedTokens,
          reply.model, Timestamp.now,
        ])
    }
  }

  /// The prompt of a stored reply, as it was asked.
  package func prompt(of request: Digest, sample: Int) throws -> Prompt? {
    try ledger.read { db in
      try Data.fetchOne(
        db, sql: "SELECT prompt FROM reply WHERE request = ? AND sample = ?",
        arguments: [request.stored, sample]
      ).map { try StoredPrompt.read(Digest(stored: $0), in: db) }
    }
  }
}
