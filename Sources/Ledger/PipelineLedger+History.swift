package import Extraction
import Foundation
import GRDB

extension PipelineLedger {
  /// What earlier runs have kept, for whoever only reads: `commit` and `markGone` are not for it.
  package var history: RunLedger { RunLedger(pipeline: self, run: 0, schema: nil) }

  /// Every file that was ever seen, in order of path.
  package func sightings() throws(LedgerError) -> [Sighting] {
    try ledger.read { db in
      try Row.fetchAll(
        db, sql: "SELECT path, document, gone FROM sighting WHERE pipeline_id = ? ORDER BY path",
        arguments: [id]
      ).map { row in
        let document: Data? = row["document"]
        return Sighting(
          path: DocumentPath(stored: row["path"]),
          document: try document.map(Digest.init(stored:)), isGone: row["gone"])
      }
    }
  }

  /// The last replies with their prompts, the latest first, whichever pipeline asked.
  package func lastExchanges(_ count: Int) throws(LedgerError) -> [Exchange] {
    try ledger.read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM reply ORDER BY created_at DESC LIMIT ?", arguments: [count]
      ).map { row in
        let reply = Reply(
          text: try Blobs.text(Digest(stored: row["text"]), in: db),
          finishReason: Reply.FinishReason(rawValue: row["finish_reason"]) ?? .stop,
          usage: Reply.Usage(
            inputTokens: row["input_tokens"], outputTokens: row["output_tokens"],
            cachedTokens: row["cached_tokens"]),
          model: row["model"])
        let prompt = try StoredPrompt.read(Digest(stored: row["prompt"]), in: db)
        return Exchange(prompt: prompt, result: .success(reply))
      }
    }
  }
}
