private import JSON

/// What stands for one document in one pipeline until it is replaced.
package struct Outcome: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// Published.
    case accepted
    /// Kept back; a person decides.
    case deadLettered = "dead_lettered"
    /// A reviewer threw it away.
    case discarded
  }

  package var kind: Kind
  /// The stage that could not go on, for a dead letter.
  package var stage: Stage?
  /// The record as far as it got; its value is null where there is none.
  package var record: Record

  package init(kind: Kind, stage: Stage? = nil, record: Record) {
    self.kind = kind
    self.stage = stage
    self.record = record
  }

  /// A dead letter that never came to a record.
  package init(deadLetter failure: Failure) {
    self.init(
      kind: .deadLettered, stage: failure.stage,
      record: Record(value: .null, findings: [Finding(failure)]))
  }

  /// The gravest class among the errors; nil for an accepted document.
  package var failureClass: FailureClass? {
    kind == .accepted ? nil : Finding.gravest(of: record.findings)
  }
}

/// What one run did with one document.
///
/// Every listed document has exactly one.
package enum Disposition: Sendable, Hashable {
  case accepted
  case deadLettered(FailureClass)
  case skipped(Skip)
  case deferred(Deferral)

  /// Why a document was not looked at.
  package enum Skip: String, Sendable, CaseIterable {
    /// Nothing that could change its record has changed.
    case unchanged
    /// The same content stands at an earlier path.
    case duplicate
    /// Larger than `source.max_bytes`.
    case filtered
    /// Beyond `--limit`.
    case limit
  }

  /// Why a document is left for the next run.
  package enum Deferral: String, Sendable, CaseIterable {
    case modelUnavailable = "model_unavailable"
    case interrupted
    /// The file could not be read: permissions, or it is gone.
    case unreadableFile = "unreadable_file"
  }
}
