private import Dispatch
package import Extraction
private import Synchronization

/// Goes through a folder as a ``Run`` would, up to the first question.
///
/// What needs work is parsed and its prompts are made, because only then is it known how long they
/// are and which of them the ledger can answer; no model is contacted and nothing is kept.
package struct Planner: Sendable {
  private let pipeline: Pipeline
  private let source: any DocumentSource
  private let stages: Stages
  private let outcomes: any OutcomeStore
  private let replies: any ReplyStore
  private let estimate: TokenEstimate
  private let keys: Keys
  private let loop: ExtractionLoop

  package init(
    pipeline: Pipeline, source: any DocumentSource, stages: Stages,
    outcomes: any OutcomeStore, replies: any ReplyStore, estimate: TokenEstimate
  ) {
    self.pipeline = pipeline
    self.source = source
    self.stages = stages
    self.outcomes = outcomes
    self.replies = replies
    self.estimate = estimate
    keys = Keys(pipeline, route: stages.route.map(\.identity))
    loop = ExtractionLoop(stages: stages, prices: [], replies: nil)
  }

  /// Blocks.
  ///
  /// - Throws: ``Failure`` where the source cannot be listed; the store's errors.
  package func plan() throws -> Plan {
    let listing = try source.list()
    var plan = Plan(estimate: estimate)
    plan.listed = listing.entries.count
    plan.cost = price == nil ? nil : 0
    let work = try sorted(listing, into: &plan)
    let sum = Mutex<Result<Plan, any Error>>(.success(plan))
    DispatchQueue.concurrentPerform(iterations: work.count) { index in
      let (entry, document) = work[index]
      let share = Result { try look(at: entry, document) }
      sum.withLock { sum in
        sum = sum.flatMap { sum in share.map { Self.adding($0, to: sum, price: price) } }
      }
    }
    return try sum.withLock { try $0.get() }
  }

  private var price: ModelSettings.Price? { pipeline.route.first?.price }

  /// What needs work; the rest is counted.
  private func sorted(
    _ listing: Listing, into plan: inout Plan
  ) throws -> [(Listing.Entry, Digest)] {
    var work: [(Listing.Entry, Digest)] = []
    var claimed: Set<Digest> = []
    for entry in listing.entries {
      if entry.size > pipeline.source.maxBytes {
        plan.skipped[.filtered, default: 0] += 1
        continue
      }
      let document: Digest
      do {
        document = try outcomes.sightedContent(of: entry) ?? source.digest(of: entry.path)
      } catch let failure as Failure where failure.stage == .source {
        plan.unreadableFiles += 1
        continue
      }
      if !claimed.insert(document).inserted {
        plan.skipped[.duplicate, default: 0] += 1
      } else if try outcomes.standingKey(of: document) == keys.standing(document)
        || outcomes.isDecided(document, under: pipeline.schemaDigest)
      {
        plan.skipped[.unchanged, default: 0] += 1
      } else {
        work.append((entry, document))
      }
    }
    return work
  }

  /// What one document adds to a plan.
  private struct Share {
    var failure: FailureClass?
    var isUnreadable = false
    var questions = 0
    var stored = 0
    var input = 0.0
    var output = 0.0
  }

  private func look(at entry: Listing.Entry, _ document: Digest) throws -> Share {
    var share = Share()
    do {
      let parsed = try loop.parse(
        entry.path.resolved(against: pipeline.source.base), pipeline.parse)
      let sample = try outcomes.sample(of: document)
      let retry = try outcomes.retrySettings(of: document)
      for prompt in try loop.prompts(for: parsed, as: retry, from: pipeline.rung(of: retry)) {
        let request = stages.route[prompt.rung].request(for: prompt, sample: sample)
        if try replies.reply(to: request.identity, sample: sample) != nil {
          share.stored += 1
        } else {
          let usage = estimate.usage(of: prompt)
          share.questions += 1
          share.input += usage.input
          share.output += usage.output
        }
      }
    } catch let failure as Failure {
      if failure.stage == .source {
        share.isUnreadable = true
      } else {
        share.failure = failure.failureClass
      }
    }
    return share
  }

  private static func adding(
    _ share: Share, to plan: Plan, price: ModelSettings.Price?
  ) -> Plan {
    var plan = plan
    if share.isUnreadable {
      plan.unreadableFiles += 1
    } else if let failure = share.failure {
      plan.unaskable[failure, default: 0] += 1
    } else {
      plan.toAsk += 1
      if share.questions == 0 { plan.answered += 1 }
    }
    plan.questions += share.questions
    plan.storedReplies += share.stored
    plan.inputTokens += share.input
    plan.outputTokens += share.output
    if let price {
      plan.cost = (plan.inputTokens * price.input + plan.outputTokens * price.output) / 1_000_000
    }
    return plan
  }
}

/// The history of a pipeline that never ran.
package struct NoHistory: OutcomeStore, ReplyStore {
  package init() {}

  package func sightedContent(of entry: Listing.Entry) throws -> Digest? { nil }
  package func standingKey(of document: Digest) throws -> Digest? { nil }
  package func isDecided(_ document: Digest, under schema: Digest) throws -> Bool { false }
  package func decidedRecord(of document: Digest) throws -> Record? { nil }
  package func sample(of document: Digest) throws -> Int { 0 }
  package func retrySettings(of document: Digest) throws -> RetrySettings { RetrySettings() }
  package func deferrals(of document: Digest) throws -> Int { 0 }
  package func reply(to request: Digest, sample: Int) throws -> Reply? { nil }

  // Nothing is kept.
  package func askAgain(
    about classes: Set<FailureClass>?, at paths: [DocumentPath]?
  ) throws {}
  package func commit(_ conclusions: [Conclusion]) throws {}
  package func markGone(except listing: Listing) throws {}
  package func publish() throws {}
  package func store(
    _ reply: Reply, to request: Digest, sample: Int, prompt: Prompt
  ) throws {}
}
