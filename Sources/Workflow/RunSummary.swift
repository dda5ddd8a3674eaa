package import Extraction
package import JSON

/// What a run did, counted: every listed document is in exactly one place of it.
package struct RunSummary: Sendable, Equatable {
  /// Documents that the source listed.
  package var listed = 0
  package var accepted = 0
  package var deadLettered: [FailureClass: Int] = [:]
  package var skipped: [Disposition.Skip: Int] = [:]
  package var deferred: [Disposition.Deferral: Int] = [:]
  /// Accepted records with a warning, by its class; a record with two classes counts in both.
  package var warned: [FailureClass: Int] = [:]
  /// Dead letters about which a model was asked.
  package var deadLetteredAfterAsking = 0
  package var bill = Bill()
  /// Pages that were parsed; a document without pages counts as one.
  package var pages = 0
  /// From first to last.
  package var seconds = 0.0
  /// Why no model of the route took any more; nil where one did.
  package var outage: Failure?
  /// Whether a person ended it.
  package var isInterrupted = false

  package init() {}

  package var deadLetteredCount: Int { deadLettered.values.reduce(0, +) }
  package var skippedCount: Int { skipped.values.reduce(0, +) }
  package var deferredCount: Int { deferred.values.reduce(0, +) }

  /// Documents that have their place.
  package var concluded: Int { accepted + deadLetteredCount + skippedCount + deferredCount }

  /// Whether every listed document has its place.
  package var isBalanced: Bool { concluded == listed }

  /// Counts a document.
  ///
  /// - Parameter findings: of its record.
  mutating func count(_ disposition: Disposition, asked: Bool, findings: [Finding]) {
    switch disposition {
    case .accepted:
      accepted += 1
      for warning in Set(findings.filter { $0.severity == .warning }.map(\.failureClass)) {
        warned[warning, default: 0] += 1
      }
    case .deadLettered(let failureClass):
      deadLettered[failureClass, default: 0] += 1
      if asked { deadLetteredAfterAsking += 1 }
    case .skipped(let reason): skipped[reason, default: 0] += 1
    case .deferred(let reason): deferred[reason, default: 0] += 1
    }
  }

  /// The counts as JSON, for the ledger and for logs.
  package var json: JSONValue {
    [
      "listed": JSONValue(listed), "accepted": JSONValue(accepted),
      "dead_lettered": RunSummary.counts(deadLettered),
      "skipped": RunSummary.counts(skipped), "deferred": RunSummary.counts(deferred),
      "warned": RunSummary.counts(warned),
      "calls": JSONValue(bill.calls), "stored_replies": JSONValue(bill.stored),
      "input_tokens": JSONValue(bill.usage.inputTokens),
      "output_tokens": JSONValue(bill.usage.outputTokens),
      "cached_tokens": JSONValue(bill.usage.cachedTokens), "cost": JSONValue(bill.cost),
      "seconds": JSONValue((seconds * 1000).rounded() / 1000),
    ]
  }

  private static func counts<Word: RawRepresentable<String>>(_ counts: [Word: Int]) -> JSONValue {
    .object(
      JSONObject(
        counts.map { ($0.key.rawValue, JSONValue($0.value)) }.sorted { $0.0 < $1.0 }))
  }
}
