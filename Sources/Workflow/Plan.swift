package import Extraction
package import JSON

/// What a run would do now, and what it would cost, before a cent is spent.
package struct Plan: Sendable, Equatable {
  package var listed = 0
  /// What would not be looked at, and why.
  package var skipped: [Disposition.Skip: Int] = [:]
  /// What a model would be asked about.
  package var toAsk = 0
  /// Of these, the ones whose first questions are all answered in the ledger.
  package var answered = 0
  /// What would be a dead letter without a question.
  package var unaskable: [FailureClass: Int] = [:]
  /// Files that cannot be read now.
  package var unreadableFiles = 0
  /// First questions that have no stored reply.
  package var questions = 0
  package var storedReplies = 0
  /// Estimated, of all calls.
  package var inputTokens = 0.0
  package var outputTokens = 0.0
  /// In the user's currency; nil where the model has no price.
  package var cost: Double?
  package var estimate: TokenEstimate

  /// Documents that have their place.
  package var planned: Int {
    skipped.values.reduce(0, +) + toAsk + unaskable.values.reduce(0, +) + unreadableFiles
  }

  /// `{"listed","skipped","to_ask",…}`.
  package var json: JSONValue {
    [
      "listed": JSONValue(listed), "skipped": Self.counts(skipped), "to_ask": JSONValue(toAsk),
      "to_ask_answered_by_ledger": JSONValue(answered), "dead_letters": Self.counts(unaskable),
      "unreadable_files": JSONValue(unreadableFiles), "questions": JSONValue(questions),
      "stored_replies": JSONValue(storedReplies),
      "input_tokens": JSONValue(Int(inputTokens.rounded())),
      "output_tokens": JSONValue(Int(outputTokens.rounded())),
      "cost": cost.map { JSONValue($0) } ?? .null,
      "estimated_from_replies": JSONValue(estimate.replies),
    ]
  }

  private static func counts<Word: RawRepresentable<String>>(_ counts: [Word: Int]) -> JSONValue {
    .object(
      JSONObject(counts.map { ($0.key.rawValue, JSONValue($0.value)) }.sorted { $0.0 < $1.0 }))
  }
}
