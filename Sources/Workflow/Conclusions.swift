import Extraction
private import JSON
private import Synchronization

/// How the documents of one run end: each is counted once, committed, told of and written.
final class Conclusions: Sendable {
  private let keys: Keys
  private let outcomes: any OutcomeStore
  private let committer: Committer
  private let reporter: any RunReporter
  private let lines: (@Sendable (DocumentLine) throws -> Void)?
  private let halt: Halt
  private let state = Mutex(RunSummary())
  private let refusals = EarlyFailures()
  private let outages = EarlyFailures()

  init(
    keys: Keys, outcomes: any OutcomeStore, reporter: any RunReporter, halt: Halt,
    lines: (@Sendable (DocumentLine) throws -> Void)?
  ) {
    self.keys = keys
    self.outcomes = outcomes
    self.reporter = reporter
    self.halt = halt
    self.lines = lines
    committer = Committer(outcomes) { halt.fail($0) }
  }

  /// The counts so far.
  var summary: RunSummary { state.withLock { $0 } }

  /// Begins to count.
  func began(listed: Int) {
    state.withLock { $0.listed = listed }
    reporter.began(listed: listed)
  }

  /// Counts what was parsed; a document without pages counts as one.
  func parsed(_ document: ParsedDocument) {
    state.withLock { $0.pages += max(1, document.pages.count) }
  }

  /// Settles what waited and commits everything; blocks.
  func finish() {
    refusals.settle(isModelAtFault: true)
    outages.settle(isModelAtFault: true)
    committer.flush()
  }

  // MARK: - Documents that came to no question

  /// - Parameter isNews: whether the store does not know yet what the file holds.
  func skip(
    _ entry: Listing.Entry, _ document: Digest?, _ reason: Disposition.Skip, isNews: Bool = true
  ) {
    conclude(entry, document, .skipped(reason), isNews: isNews)
  }

  func leave(_ entry: Listing.Entry, _ document: Digest?, _ reason: Disposition.Deferral) {
    conclude(entry, document, .deferred(reason))
  }

  /// An error before the first question: the document's, the file's, or the store's.
  func stop(_ entry: Listing.Entry, _ document: Digest?, at error: any Error) {
    guard let failure = error as? Failure else {
      halt.fail(error)
      return leave(entry, document, .interrupted)
    }
    if let reason = halt.reason {
      leave(entry, document, reason)
    } else if let document, failure.stage != .source {
      conclude(entry, document, Outcome(deadLetter: failure), nil, failure)
    } else {
      reporter.note("\(entry.path): \(failure.message)")
      leave(entry, document, .unreadableFile)
    }
  }

  // MARK: - Documents that models were asked about

  func settle(_ entry: Listing.Entry, _ settlement: Settlement, _ work: Work) {
    let document = work.document.sha256
    // A stored reply does not show that the model is there now.
    if work.showsThatModelWorks {
      refusals.settle(isModelAtFault: false)
      outages.settle(isModelAtFault: false)
    }
    switch settlement {
    case .outcome(let outcome) where outcome.failureClass == .crashed && halt.isInterrupted:
      // It was us who ended the worker that looked at the page.
      conclude(entry, document, .deferred(.interrupted), bill: work.bill)
    case .outcome(let outcome):
      guard let refusal = work.refusal, outcome.failureClass == .refused else {
        return conclude(entry, document, outcome, work, nil)
      }
      refusals.add { [self] isModelAtFault in
        if isModelAtFault {
          leave(entry, work, for: refusal, isAlone: false)
        } else {
          conclude(entry, document, outcome, work, nil)
        }
      }
    case .deferred(let failure) where failure.closure == nil && !halt.isInterrupted:
      outages.add { [self] isModelAtFault in
        if !isModelAtFault, hasFailedBefore(document) {
          conclude(entry, document, Outcome(deadLetter: failure), work, failure)
        } else {
          leave(entry, work, for: failure, isAlone: !isModelAtFault)
        }
      }
    case .deferred(let failure):
      leave(entry, work, for: failure, isAlone: false)
    }
  }

  /// Leaves a document for the next run.
  ///
  /// - Parameter isAlone: whether others went through.
  private func leave(_ entry: Listing.Entry, _ work: Work, for failure: Failure, isAlone: Bool) {
    if failure.closure != nil, halt.closeModels() {
      refusals.settle(isModelAtFault: failure.closure == .rejected)
      let sentence = failure.message.hasSuffix(".") ? failure.message : failure.message + "."
      reporter.note("\(sentence) What is left waits for the next run.")
    } else if failure.closure == nil {
      reporter.note("\(entry.path): \(failure.message)")
    }
    if !isAlone, !halt.isInterrupted {
      // What closed the models says more than what led to it.
      state.withLock { if $0.outage == nil || failure.closure != nil { $0.outage = failure } }
    }
    write(line(entry, failure: failure))
    conclude(
      entry, work.document.sha256,
      .deferred(halt.isInterrupted ? .interrupted : .modelUnavailable), bill: work.bill,
      isDeferredAlone: isAlone)
  }

  /// One that keeps failing while others succeed is the document's own trouble in its third run.
  private func hasFailedBefore(_ document: Digest) -> Bool {
    do {
      return try outcomes.deferrals(of: document) >= 2
    } catch {
      halt.fail(error)
      return false
    }
  }

  // MARK: - All

  private func conclude(
    _ entry: Listing.Entry, _ document: Digest, _ outcome: Outcome, _ work: Work?,
    _ failure: Failure?
  ) {
    let standing = Conclusion.Standing(
      outcome: outcome, standingKey: keys.standing(document),
      recordKey: keys.record(
        document, replies: work?.answered ?? [], sample: work?.sample ?? 0),
      attempts: work?.exchanges.count ?? 0, cost: work?.bill.cost ?? 0, sample: work?.sample,
      text: work?.document.text)
    let decided = decidedRecord(of: document)
    var line = line(entry, failure: decided == nil ? failure : nil)
    line.outcome = decided.map { Outcome(kind: .accepted, record: $0) } ?? outcome
    write(line)
    conclude(
      entry, document, line.outcome?.disposition ?? outcome.disposition, standing: standing,
      bill: work?.bill ?? Bill(), steps: work?.steps ?? [])
  }

  /// What a reviewer decided stands, and is what this run reports.
  private func decidedRecord(of document: Digest) -> Record? {
    do {
      return try outcomes.decidedRecord(of: document)
    } catch {
      halt.fail(error)
      return nil
    }
  }

  private func conclude(
    _ entry: Listing.Entry, _ document: Digest?, _ disposition: Disposition,
    standing: Conclusion.Standing? = nil, bill: Bill = Bill(), steps: [AskStep] = [],
    isNews: Bool = true, isDeferredAlone: Bool = false
  ) {
    let conclusion = Conclusion(
      entry: entry, document: document, disposition: disposition, standing: standing,
      isDeferredAlone: isDeferredAlone)
    if document != nil, isNews { committer.add(conclusion) }
    let summary = state.withLock { summary in
      summary.count(
        disposition, asked: (standing?.attempts ?? 0) > 0,
        findings: standing?.outcome.record.findings ?? [])
      summary.bill += bill
      summary.asks = AskWorth.adding(steps, to: summary.asks)
      return summary
    }
    reporter.concluded(conclusion, summary)
  }

  private func write(_ line: DocumentLine) {
    do {
      try lines?(line)
    } catch {
      halt.fail(error)
    }
  }

  private func line(_ entry: Listing.Entry, failure: Failure?) -> DocumentLine {
    var line = DocumentLine(id: .string(entry.path.description), path: entry.path)
    line.failure = failure
    return line
  }
}

extension Outcome {
  /// What a run says of a document that it brought to this outcome.
  fileprivate var disposition: Disposition {
    kind == .accepted ? .accepted : .deadLettered(failureClass ?? .invalid)
  }
}
