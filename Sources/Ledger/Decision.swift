package import Extraction
package import JSON

/// What a reviewer decides about one document.
package struct Decision: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// The record stands as it is.
    case accept
    /// The record stands as the reviewer made it.
    case correct
    /// The document is in no file any more.
    case discard
    /// The next run asks again.
    case retry
    /// What stood before another decision stands again.
    case undo
  }

  package var kind: Kind
  /// Who; not empty.
  package var reviewer: String
  package var reason: String?
  /// What stands from now on; only of `accept` and `correct`.
  package var record: Record?
  /// How long the reviewer looked, in milliseconds; nil where nobody measured.
  package var focus: Int?
  /// How many values the reviewer looked at; nil where nobody counted.
  package var leaves: Int?
  /// How the next run asks; only of `retry`.
  package var retry: RetrySettings

  package init(
    _ kind: Kind, by reviewer: String, reason: String? = nil, record: Record? = nil,
    focus: Int? = nil, leaves: Int? = nil, retry: RetrySettings = RetrySettings()
  ) {
    self.kind = kind
    self.reviewer = reviewer
    self.reason = reason
    self.record = record
    self.focus = focus
    self.leaves = leaves
    self.retry = retry
  }
}

/// A decision as it is kept: never changed, never removed.
package struct KeptDecision: Sendable, Equatable {
  /// Later decisions have greater ones.
  package let number: Int64
  package let document: Digest
  package let kind: Decision.Kind
  package let reviewer: String
  /// Milliseconds since 1970.
  package let decidedAt: Int
  package let reason: String?
  /// What stood: `{"outcome","class"?,"record","evidence","findings","missing"?,"reviewer"?}`.
  package let before: JSONValue
  /// What stands since, written in the same way; `"retry"`, true or
  /// how it is asked, where the next run asks.
  package let after: JSONValue
  /// In milliseconds; nil where nobody measured.
  package let focus: Int?
  /// The decision that was taken back, for `undo`.
  package let undoes: Int64?
}

/// Somebody else decided in between, or a run did: what was shown does not stand any more.
///
/// Nothing was changed.
package struct DecisionConflict: Error, Sendable, Equatable {
  package let document: Digest
  /// What stands now; nil where nothing does.
  package let stands: StandingOutcome?
  /// The last decision about the document; nil where only runs brought it here.
  package let decision: KeptDecision?

  package init(document: Digest, stands: StandingOutcome?, decision: KeptDecision?) {
    self.document = document
    self.stands = stands
    self.decision = decision
  }
}

/// The schema of a pipeline's records, as far as the ledger has to know it.
package struct RecordSchema: Sendable {
  /// Of its bytes.
  package var digest: Digest
  /// Whether it takes a record.
  package var accepts: @Sendable (JSONValue) -> Bool

  package init(digest: Digest, accepts: @escaping @Sendable (JSONValue) -> Bool) {
    self.digest = digest
    self.accepts = accepts
  }
}
