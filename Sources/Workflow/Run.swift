private import Dispatch
package import Extraction
private import JSON
private import Synchronization

/// One execution of a pipeline over its folder.
///
/// Intake walks the listing in order of path and decides by ledger and size what needs work; what
/// does goes through the ``ExtractionLoop``; every document ends in one disposition, is committed
/// and counted. Made for one ``start()``.
package final class Run: Sendable {
  /// How much is done at a time, and how far.
  package struct Options: Sendable {
    /// Documents parsed at a time.
    package var jobs: Int
    /// Requests in flight at a time.
    package var maxInFlight: Int
    /// Only the first so many documents by path.
    package var limit: Int?
    /// Is handed each finished line, as the filter `validate` would write it; an error ends the
    /// run.
    package var lines: (@Sendable (DocumentLine) throws -> Void)?

    package init(
      jobs: Int, maxInFlight: Int, limit: Int? = nil,
      lines: (@Sendable (DocumentLine) throws -> Void)? = nil
    ) {
      self.jobs = jobs
      self.maxInFlight = maxInFlight
      self.limit = limit
      self.lines = lines
    }
  }

  private let pipeline: Pipeline
  private let source: any DocumentSource
  private let stages: Stages
  private let outcomes: any OutcomeStore
  private let options: Options
  private let reporter: any RunReporter
  private let keys: Keys
  private let loop: ExtractionLoop
  private let committer: Committer
  private let gate: Gate
  private let parsers: DispatchSemaphore
  private let queue = DispatchQueue(label: "sluice.run", attributes: .concurrent)
  private let state = Mutex(State())
  private let halt: Halt
  private let refusals = EarlyRefusals()

  private struct State {
    var summary = RunSummary()
    /// Contents that a document of this run stands for.
    var claimed: Set<Digest> = []
  }

  /// How long requests in flight may go on after an interruption, in seconds.
  private static let grace = 10
  /// What parsed documents under way may weigh, in bytes.
  private static let room = 128_000_000

  package init(
    pipeline: Pipeline, source: any DocumentSource, stages: Stages,
    outcomes: any OutcomeStore, replies: any ReplyStore, options: Options,
    reporter: any RunReporter
  ) {
    self.pipeline = pipeline
    self.source = source
    self.stages = stages
    self.outcomes = outcomes
    self.options = options
    self.reporter = reporter
    let halt = Halt()
    self.halt = halt
    keys = Keys(pipeline, route: stages.route.map(\.identity))
    loop = ExtractionLoop(
      stages: stages, prices: pipeline.route.map(\.price), replies: replies,
      storeFailed: { halt.fail($0) })
    committer = Committer(outcomes) { halt.fail($0) }
    gate = Gate(maxCount: options.maxInFlight + 2 * options.jobs, maxBytes: Self.room)
    parsers = DispatchSemaphore(value: options.jobs)
  }

  /// Runs from first to last.
  ///
  /// Blocks.
  ///
  /// - Throws: ``Failure`` where the source cannot be listed; the store's error where something
  ///   could not be kept, after all that is under way has ended.
  package func start() throws -> RunSummary {
    let clock = ContinuousClock()
    let began = clock.now
    let listing = try source.list()
    state.withLock { $0.summary.listed = listing.entries.count }
    reporter.began(listed: listing.entries.count)
    takeIn(listing)
    gate.waitUntilEmpty()
    refusals.settle(isModelAtFault: false)
    committer.flush()
    if let error = halt.error { throw error }
    // An empty folder is more often one that is not mounted than one whose documents all went.
    if !listing.entries.isEmpty { try outcomes.markGone(except: listing) }
    try outcomes.publish()
    return state.withLock {
      $0.summary.seconds = (clock.now - began) / .seconds(1)
      $0.summary.isInterrupted = halt.isInterrupted
      return $0.summary
    }
  }

  /// Takes in no more, and gives what is under way a few seconds to end.
  ///
  /// Does not block.
  package func interrupt() {
    guard halt.interrupt() else { return }
    queue.asyncAfter(deadline: .now() + .seconds(Self.grace)) { [stages] in
      stages.parser.shutDown()
      for model in stages.route { model.shutDown() }
    }
  }

  // MARK: - Intake

  private func takeIn(_ listing: Listing) {
    for (index, entry) in listing.entries.enumerated() {
      if let limit = options.limit, index >= limit {
        conclude(entry, nil, .skipped(.limit))
      } else if entry.size > pipeline.source.maxBytes {
        conclude(entry, nil, .skipped(.filtered))
      } else if let reason = halt.reason {
        conclude(entry, nil, .deferred(reason))
      } else {
        takeIn(entry)
      }
    }
  }

  private func takeIn(_ entry: Listing.Entry) {
    do {
      let sighted = try outcomes.sightedContent(of: entry)
      let document = try sighted ?? source.digest(of: entry.path)
      if let skip = try reasonToSkip(document) {
        return conclude(entry, document, .skipped(skip), isNews: sighted == nil)
      }
      gate.enter()
      parsers.wait()
      queue.async { self.process(entry, document) }
    } catch let failure as Failure {
      reporter.note("\(entry.path): \(failure.message)")
      conclude(entry, nil, .deferred(.unreadableFile))
    } catch {
      halt.fail(error)
      conclude(entry, nil, .deferred(.interrupted))
    }
  }

  /// Nil where the content needs work, which is then claimed for the caller.
  private func reasonToSkip(_ document: Digest) throws -> Disposition.Skip? {
    guard state.withLock({ $0.claimed.insert(document).inserted }) else { return .duplicate }
    return try outcomes.standingKey(of: document) == keys.standing(document) ? .unchanged : nil
  }

  // MARK: - One document

  private func process(_ entry: Listing.Entry, _ sighted: Digest) {
    let work: Work
    do {
      defer { parsers.signal() }
      guard let prepared = try prepare(entry, sighted) else { return gate.leave(unloading: 0) }
      work = prepared
    } catch {
      stop(entry, sighted, at: error)
      return gate.leave(unloading: 0)
    }
    let load = work.document.footprint
    gate.load(load)
    loop.request(work) { [self] answered in
      loop.settle(answered, asking: true) { [self] settlement, settled in
        conclude(entry, settlement, settled)
        gate.leave(unloading: load)
      }
    }
  }

  /// Parses a document and makes its prompts; nil where the content turned out to need no work.
  private func prepare(_ entry: Listing.Entry, _ sighted: Digest) throws -> Work? {
    let path = entry.path.resolved(against: pipeline.source.base)
    let document = try loop.parse(path, pipeline.parse)
    state.withLock { $0.summary.pages += max(1, document.pages.count) }
    // The file may have changed between the look at it and its parsing: what was read counts.
    if document.sha256 != sighted, let skip = try reasonToSkip(document.sha256) {
      conclude(entry, document.sha256, .skipped(skip), isNews: true)
      return nil
    }
    return Work(
      document: document, prompts: try loop.prompts(for: document),
      sample: try outcomes.sample(of: document.sha256))
  }

  /// A document that never came to a question.
  private func stop(_ entry: Listing.Entry, _ document: Digest, at error: any Error) {
    guard let failure = error as? Failure else {
      halt.fail(error)
      return conclude(entry, document, .deferred(.interrupted))
    }
    if let reason = halt.reason {
      conclude(entry, document, .deferred(reason))
    } else if failure.stage == .source {
      reporter.note("\(entry.path): \(failure.message)")
      conclude(entry, document, .deferred(.unreadableFile))
    } else {
      conclude(entry, document, outcome: Outcome(deadLetter: failure), work: nil, failure: failure)
    }
  }

  // MARK: - Conclusions

  private func conclude(_ entry: Listing.Entry, _ settlement: Settlement, _ work: Work) {
    if !work.answered.isEmpty { refusals.settle(isModelAtFault: false) }
    switch settlement {
    case .outcome(let outcome) where outcome.failureClass == .refused:
      refusals.add { [self] isModelAtFault in
        if isModelAtFault {
          conclude(entry, work.document.sha256, .deferred(.modelUnavailable), bill: work.bill)
        } else {
          conclude(entry, work.document.sha256, outcome: outcome, work: work, failure: nil)
        }
      }
    case .outcome(let outcome):
      conclude(entry, work.document.sha256, outcome: outcome, work: work, failure: nil)
    case .deferred(let failure):
      leave(entry, work, for: failure)
    }
  }

  /// Leaves a document for the next run.
  private func leave(_ entry: Listing.Entry, _ work: Work, for failure: Failure) {
    let document = work.document.sha256
    let isAlone = failure.closure == nil && !halt.isInterrupted
    if isAlone, hasFailedBefore(document) {
      return conclude(
        entry, document, outcome: Outcome(deadLetter: failure), work: work, failure: failure)
    }
    if failure.closure != nil, halt.closeModels() {
      refusals.settle(isModelAtFault: failure.closure == .rejected)
      state.withLock { $0.summary.outage = failure }
      reporter.note("\(failure.message): what is left waits for the next run")
    } else if isAlone {
      reporter.note("\(entry.path): \(failure.message)")
    }
    write(line(entry, failure: failure))
    conclude(
      entry, document, .deferred(halt.isInterrupted ? .interrupted : .modelUnavailable),
      bill: work.bill, isDeferredAlone: isAlone)
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

  private func conclude(
    _ entry: Listing.Entry, _ document: Digest, outcome: Outcome, work: Work?, failure: Failure?
  ) {
    let standing = Conclusion.Standing(
      outcome: outcome, standingKey: keys.standing(document),
      recordKey: keys.record(
        document, replies: work?.answered ?? [], sample: work?.sample ?? 0),
      attempts: work?.exchanges.count ?? 0, cost: work?.bill.cost ?? 0)
    var line = line(entry, failure: failure)
    line.outcome = outcome
    write(line)
    conclude(
      entry, document, outcome.disposition, standing: standing, bill: work?.bill ?? Bill())
  }

  private func conclude(
    _ entry: Listing.Entry, _ document: Digest?, _ disposition: Disposition,
    standing: Conclusion.Standing? = nil, bill: Bill = Bill(), isNews: Bool = true,
    isDeferredAlone: Bool = false
  ) {
    let conclusion = Conclusion(
      entry: entry, document: document, disposition: disposition, standing: standing,
      isDeferredAlone: isDeferredAlone)
    if document != nil, isNews { committer.add(conclusion) }
    let summary = state.withLock {
      $0.summary.count(disposition, asked: (standing?.attempts ?? 0) > 0)
      $0.summary.bill += bill
      return $0.summary
    }
    reporter.concluded(conclusion, summary)
  }

  private func write(_ line: DocumentLine) {
    do {
      try options.lines?(line)
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
  var disposition: Disposition {
    kind == .accepted ? .accepted : .deadLettered(failureClass ?? .invalid)
  }
}
