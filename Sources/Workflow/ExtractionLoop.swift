private import Dispatch
package import Extraction
private import Synchronization

/// The one loop: parse → prompt → request → validate → (ask again), with all its bounds.
///
/// Its methods are the entries: ``Run`` goes through all of them, a ``Filter`` through one.
/// Parsing blocks its caller; everything after is a callback on a queue of the loop's own.
package final class ExtractionLoop: Sendable {
  private let stages: Stages
  private let prices: [ModelSettings.Price?]
  private let bounds: AskBounds
  private let replies: (any ReplyStore)?
  private let storeFailed: @Sendable (any Error) -> Void
  private let queue = DispatchQueue(label: "sluice.loop", attributes: .concurrent)

  /// - Parameters:
  ///   - prices: of the models of the route, in order.
  ///   - asking: what may be spent on asking again about one document.
  ///   - replies: nil in a filter, which has no history.
  ///   - storeFailed: called when a reply could not be kept; the run must not go on.
  package init(
    stages: Stages, prices: [ModelSettings.Price?], asking: AskSettings = AskSettings(),
    replies: (any ReplyStore)?,
    storeFailed: @escaping @Sendable (any Error) -> Void = { _ in }
  ) {
    self.stages = stages
    self.prices = prices
    bounds = AskBounds(settings: asking, prices: prices)
    self.replies = replies
    self.storeFailed = storeFailed
  }

  /// How often a document is asked about again at most, whatever the pipeline allows: on each model
  /// a longer reply, its halves and theirs, the failing paths of one part after the other, and the
  /// step to the next.
  private var maxRounds: Int { 12 * stages.route.count }

  /// Parses a document.
  ///
  /// Blocks.
  package func parse(
    _ path: DocumentPath, _ settings: ParseSettings
  ) throws(Failure) -> ParsedDocument {
    try stages.parser.parse(path, settings)
  }

  /// The first questions about a document.
  ///
  /// - Parameters:
  ///   - retry: how a reviewer wants it asked about.
  ///   - rung: the model of the route that is asked first.
  /// - Throws: ``Failure`` of class `no_text` where there is nothing to ask about.
  package func prompts(
    for document: ParsedDocument, as retry: RetrySettings = RetrySettings(), from rung: Int = 0
  ) throws(Failure) -> [Prompt] {
    let prompts = promptBuilder(retry).prompts(for: document).map { prompt in
      var prompt = prompt
      prompt.rung = rung
      prompt.outputTokens = retry.outputTokens
      return prompt
    }
    guard !prompts.isEmpty else {
      throw Failure(.noText, stage: .prompt, "the document holds no text")
    }
    return prompts
  }

  private func promptBuilder(_ retry: RetrySettings) -> any PromptBuilder {
    retry.hint.map(stages.promptBuilder.hinting) ?? stages.promptBuilder
  }

  /// Asks the first questions of a document, each of the model that it is for.
  package func request(_ work: Work, completion: @escaping @Sendable (Work) -> Void) {
    ask(work.prompts, in: work, completion: completion)
  }

  /// Judges the answers, asks again while that can help, and ends with an outcome or a deferral.
  ///
  /// - Parameter asking: whether it may ask again.
  package func settle(
    _ work: Work, asking: Bool, completion: @escaping @Sendable (Settlement, Work) -> Void
  ) {
    queue.async { [self] in
      if let outage = work.outage {
        guard asking, let climbing = work.climbing(below: stages.route.count) else {
          return completion(.deferred(outage), work)
        }
        askAgain(climbing.prompts, in: climbing.rest, completion: completion)
        return
      }
      var work = work
      let verdict = verdict(on: &work)
      if let round = work.round {
        bounds.close(round, in: &work, errors: verdict.record.errorCount)
      }
      work.round = nil
      switch verdict {
      case .accept(let record), .hold(let record):
        completion(.outcome(.concluding(record)), work)
      case .ask(let asks, let otherwise):
        let prompts = asking && work.rounds < maxRounds ? self.prompts(for: asks, in: work) : []
        work.round = AskRound(first: work.exchanges.count, errors: otherwise.errorCount)
        guard !prompts.isEmpty else {
          return completion(.outcome(.concluding(otherwise)), work)
        }
        askAgain(prompts, in: work, completion: completion)
      }
    }
  }

  /// What all exchanges amount to, with values that can be seen: an `accept` counts only when its
  /// evidence was looked at on the page.
  private func verdict(on work: inout Work) -> Verdict {
    while true {
      let verdict = stages.validator.verdict(
        on: work.document, inkless: work.ink.inkless, work.exchanges)
      guard case .accept(var record) = verdict, let file = work.file else { return verdict }
      if work.ink.look(at: record, in: work.document, file, stages.renderer) { continue }
      guard let finding = work.ink.finding else { return verdict }
      record.findings.insert(finding, at: 0)
      return finding.severity == .error ? .hold(record) : .accept(record)
    }
  }

  // MARK: - Asking

  /// The questions that asks put, less those for which the route has no model left, and those that
  /// the bounds have no room for.
  private func prompts(for asks: [Ask], in work: Work) -> [Prompt] {
    var ordinals: [Int: Int] = [:]
    let room = bounds.room(in: work) ?? .max
    let prompts = asks.compactMap { ask -> Prompt? in
      let past = work.exchanges(about: ask.chunk)
      guard let last = past.last,
        let first = work.prompts.first(where: { $0.chunk.index == ask.chunk })
      else { return nil }
      let rung = ask.kind == .nextRung ? last.prompt.rung + 1 : last.prompt.rung
      guard rung < stages.route.count else { return nil }
      let ordinal = past.count + ordinals[ask.chunk, default: 0]
      ordinals[ask.chunk, default: 0] += 1
      return promptBuilder(work.retry).prompt(
        for: ask, after: first, rung: rung, ordinal: ordinal)
    }
    return Array(prompts.prefix(room))
  }

  private func askAgain(
    _ prompts: [Prompt], in work: Work,
    completion: @escaping @Sendable (Settlement, Work) -> Void
  ) {
    var next = work
    next.rounds += 1
    ask(prompts, in: next) { [self] answered in
      settle(answered, asking: true, completion: completion)
    }
  }

  /// Sends questions side by side; the exchanges are added in order of the questions.
  private func ask(
    _ prompts: [Prompt], in work: Work, completion: @escaping @Sendable (Work) -> Void
  ) {
    let answers = Mutex<[Answer?]>(Array(repeating: nil, count: prompts.count))
    let group = DispatchGroup()
    for (index, prompt) in prompts.enumerated() {
      group.enter()
      send(prompt, in: work) { answer in
        answers.withLock { $0[index] = answer }
        group.leave()
      }
    }
    group.notify(queue: queue) {
      var next = work
      for case .some(let answer) in answers.withLock({ $0 }) { next.add(answer) }
      completion(next)
    }
  }

  /// Sends one question, unless its answer is stored.
  private func send(
    _ prompt: Prompt, in work: Work, completion: @escaping @Sendable (Answer) -> Void
  ) {
    let client = stages.route[prompt.rung]
    let request = client.request(for: prompt, sample: work.sample)
    if let stored = storedReply(to: request, sample: work.sample) {
      var bill = Bill()
      bill.stored = 1
      return completion(
        Answer(
          exchange: Exchange(prompt: prompt, result: .success(stored)),
          request: request.identity, bill: bill))
    }
    client.send(request, for: work.document.sha256) { [self] result in
      queue.async { [self] in
        switch result {
        case .success(let reply):
          completion(keep(reply, to: request, prompt: prompt, sample: work.sample))
        case .failure(let failure):
          let exchange = Exchange(prompt: prompt, result: .failure(failure))
          completion(Answer(exchange: exchange, request: nil, bill: Bill()))
        }
      }
    }
  }

  private func storedReply(to request: ModelRequest, sample: Int) -> Reply? {
    do {
      return try replies?.reply(to: request.identity, sample: sample)
    } catch {
      storeFailed(error)
      return nil
    }
  }

  /// Stores a reply before anything is made of it.
  private func keep(
    _ reply: Reply, to request: ModelRequest, prompt: Prompt, sample: Int
  ) -> Answer {
    let cost = prices[prompt.rung]?.cost(of: reply.usage) ?? 0
    let bill = Bill(calls: 1, usage: reply.usage, cost: cost)
    do {
      try replies?.store(reply, to: request.identity, sample: sample, prompt: prompt)
    } catch {
      storeFailed(error)
    }
    return Answer(
      exchange: Exchange(prompt: prompt, result: .success(reply)), request: request.identity,
      bill: bill)
  }
}

/// What came of one question.
private struct Answer: Sendable {
  var exchange: Exchange
  /// Nil where there is no reply.
  var request: Digest?
  var bill: Bill
}

extension Work {
  fileprivate mutating func add(_ answer: Answer) {
    exchanges.append(answer.exchange)
    if let request = answer.request { answered.append(request) }
    bill += answer.bill
  }
}

extension Outcome {
  /// Accepted if nothing keeps the record from being published, else a dead letter.
  fileprivate static func concluding(_ record: Record) -> Outcome {
    guard let gravest = record.blockingClass else {
      return Outcome(kind: .accepted, record: record)
    }
    let stage: Stage = [.refused, .transport].contains(gravest) ? .request : .validate
    return Outcome(kind: .deadLettered, stage: stage, record: record)
  }
}
