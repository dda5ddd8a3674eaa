import Extraction
import GRDB
import JSON

/// A prompt as the ledger keeps it: its JSON line, with digests in the place of its long texts.
///
/// The three texts are blobs of their own: system text and schema are the same for every document.
enum StoredPrompt {
  private static let long: [JSONPointer] = [
    JSONPointer(["messages", "0", "content"]), JSONPointer(["messages", "1", "content"]),
    JSONPointer(["schema"]),
  ]

  /// Keeps a prompt; returns the digest by which it is read.
  static func keep(_ prompt: Prompt, in db: Database) throws -> Digest {
    var json = prompt.json
    for pointer in long {
      let text = json[pointer] ?? .null
      json.set(.string(try Blobs.keep(text.text(), in: db).hex), at: pointer)
    }
    return try Blobs.keep(json.text(), in: db)
  }

  /// The prompt of a digest.
  static func read(_ digest: Digest, in db: Database) throws -> Prompt {
    var json = try JSONValue(stored: try Blobs.text(digest, in: db))
    for pointer in long {
      guard let part = json[pointer]?.stringValue.flatMap(Digest.init(hex:)) else {
        throw StorageError.damaged("a stored prompt")
      }
      json.set(try JSONValue(stored: try Blobs.text(part, in: db)), at: pointer)
    }
    return try Prompt(Fields(json))
  }
}
