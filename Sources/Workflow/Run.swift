private import Dispatch
package import Extraction
private import Synchronization

/// One execution of a pipeline over its folder.
///
/// Intake walks the listing in order of path and decides by ledger and size what needs work; what
/// does goes through the ``ExtractionLoop``; every document ends in one disposition, is committed
/// and counted. Made for one ``start()``.
package final class Run: Sendable {
  /// Which documents are asked about again although nothing has changed.
  package enum Again: Sendable, Hashable {
    /// Dead letters of these classes.
    case deadLetters(Set<FailureClass>)
    /// All but those that a reviewer decided.
    case all
  }

  /// How much is done at a time, and how far.
  package struct Options: Sendable {
    /// Documents parsed at a time.
    package var jobs: Int
    /// Requests in flight at a time.
    package var maxInFlight: Int
    /// Only the first so many documents by path.
    package var limit: Int?
    /// What is asked about again; nil for nothing.
    package var again: Again?
    /// Is handed each finished line, as the filter `validate` would write it; an error ends the
    /// run.
    package var lines: (@Sendable (DocumentLine) throws -> Void)?

    package init(
      jobs: Int, maxInFlight: Int, limit: Int? = nil, again: Again? = nil,
      lines: (@Sendable (DocumentLine) throws -> Void)? = nil
    ) {
      self.jobs = jobs
      self.maxInFlight = maxInFlight
      self.limit = limit
      self.again = again
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
  private let conclusions: Conclusions
  private let gate: Gate
  private let parsers: DispatchSemaphore
  private let halt: Halt
  private let queue = DispatchQueue(label: "sluice.run", attributes: .concurrent)
  /// Contents that a document of this run stands for.
  private let claimed = Mutex<Set<Digest>>([])

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
      stages: stages, prices: pipeline.route.map(\.price), asking: pipeline.ask, replies: replies,
      storeFailed: { halt.fail($0) })
    conclusions = Conclusions(
      keys: keys, outcomes: outcomes, reporter: reporter, halt: halt, lines: options.lines)
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
    conclusions.began(listed: listing.entries.count)
    try askAgain(listing)
    takeIn(listing)
    gate.waitUntilEmpty()
    conclusions.finish()
    if let error = halt.error { throw error }
    // An empty folder is more often one that is not mounted than one whose documents all went.
    if !listing.entries.isEmpty { try outcomes.markGone(except: listing) }
    try outcomes.publish()
    var summary = conclusions.summary
    summary.seconds = (clock.now - began) / .seconds(1)
    summary.isInterrupted = halt.isInterrupted
    return summary
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

  /// Stored before the first request, so that a run that is cut short is taken up by the next.
  private func askAgain(_ listing: Listing) throws {
    let paths = options.limit.map { listing.entries.prefix($0).map(\.path) }
    switch options.again {
    case .deadLetters(let classes): try outcomes.askAgain(about: classes, at: paths)
    case .all: try outcomes.askAgain(about: nil, at: paths)
    case nil: break
    }
  }

  private func takeIn(_ listing: Listing) {
    for (index, entry) in listing.entries.enumerated() {
      if let limit = options.limit, index >= limit {
        conclusions.skip(entry, nil, .limit)
      } else if entry.size > pipeline.source.maxBytes {
        conclusions.skip(entry, nil, .filtered)
      } else if let reason = halt.reason {
        conclusions.leave(entry, nil, reason)
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
        return conclusions.skip(entry, document, skip, isNews: sighted == nil)
      }
      gate.enter()
      parsers.wait()
      queue.async { self.process(entry, document) }
    } catch {
      conclusions.stop(entry, nil, at: error)
    }
  }

  /// Nil where the content needs work, which is then claimed for the caller.
  private func reasonToSkip(_ document: Digest) throws -> Disposition.Skip? {
    guard claimed.withLock({ $0.insert(document).inserted }) else { return .duplicate }
    if try outcomes.standingKey(of: document) == keys.standing(document) { return .unchanged }
    return try outcomes.isDecided(document, under: pipeline.schemaDigest) ? .unchanged : nil
  }

  // MARK: - One document

  private func process(_ entry: Listing.Entry, _ sighted: Digest) {
    guard let work = prepare(entry, sighted) else { return gate.leave(unloading: 0) }
    let load = work.document.footprint
    gate.load(load)
    reporter.entered(.request, entry)
    loop.request(work) { [self] answered in
      loop.settle(answered, asking: true) { [self] settlement, settled in
        conclusions.settle(entry, settlement, settled)
        gate.leave(unloading: load)
      }
    }
  }

  /// Parses a document and makes its prompts; nil where it has come to its end already.
  private func prepare(_ entry: Listing.Entry, _ sighted: Digest) -> Work? {
    defer { parsers.signal() }
    var content = sighted
    do {
      if let reason = halt.reason {
        conclusions.leave(entry, content, reason)
        return nil
      }
      reporter.entered(.parse, entry)
      let path = entry.path.resolved(against: pipeline.source.base)
      let document = try loop.parse(path, pipeline.parse)
      conclusions.parsed(document)
      content = document.sha256
      // The file may have changed between the look at it and its parsing: what was read counts.
      if content != sighted, let skip = try reasonToSkip(content) {
        conclusions.skip(entry, content, skip)
        return nil
      }
      let sample = try outcomes.sample(of: content)
      let retry = try outcomes.retrySettings(of: content)
      let rung = pipeline.rung(of: retry)
      if let wanted = retry.rung, pipeline.route[rung].name != wanted {
        reporter.note("\(entry.path): the route has no model \(wanted) any more, so it begins anew")
      }
      return Work(
        document: document, prompts: try loop.prompts(for: document, as: retry, from: rung),
        file: SourceFile(path: path, sha256: content, settings: pipeline.parse), sample: sample,
        retry: retry)
    } catch {
      conclusions.stop(entry, content, at: error)
      return nil
    }
  }
}
