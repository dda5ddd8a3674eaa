package import Extraction

/// One document between its parsing and its outcome: what was asked, what came back, what it cost.
package struct Work: Sendable {
  package let document: ParsedDocument
  /// Where it was read; nil where its pages are not to be looked at.
  package let file: SourceFile?
  /// The first questions, one for each chunk, in order of chunk.
  package let prompts: [Prompt]
  /// Which of several answers to the same question is wanted; 0 at first.
  package let sample: Int
  /// How a reviewer wants it asked about.
  package let retry: RetrySettings
  /// In the order they were made.
  package var exchanges: [Exchange] = []
  /// The identities of the requests that were answered.
  package var answered: [Digest] = []
  package var bill = Bill()
  /// What was asked again, in order, with what it was worth.
  package var steps: [AskStep] = []
  /// How often something was asked again.
  var rounds = 0
  /// The questions whose worth is not known yet.
  var round: AskRound?
  /// What was seen of its pages.
  var ink = InkCheck()

  package init(
    document: ParsedDocument, prompts: [Prompt], file: SourceFile?, sample: Int = 0,
    retry: RetrySettings = RetrySettings()
  ) {
    self.document = document
    self.file = file
    self.prompts = prompts
    self.sample = sample
    self.retry = retry
  }

  /// A failure that is not the document's own; nil where every model answered.
  var outage: Failure? { exchanges.lazy.compactMap(\.outage).first }

  /// The last word of a model that took no request; nil where none refused.
  var refusal: Failure? {
    for case .failure(let failure) in exchanges.reversed().map(\.result)
    where failure.failureClass == .refused {
      return failure
    }
    return nil
  }

  /// Whether a model spoke in this run: it works.
  var showsThatModelWorks: Bool {
    bill.calls > 0
      || exchanges.contains { exchange in
        if case .failure(let failure) = exchange.result { failure.isFromModel } else { false }
      }
  }

  /// The work without its outages, and their questions for the next model of the route.
  ///
  /// - Parameter rungs: how many models the route has.
  /// - Returns: nil where one of the questions has no model left.
  func climbing(below rungs: Int) -> (prompts: [Prompt], rest: Work)? {
    var prompts: [Prompt] = []
    for exchange in exchanges {
      guard let outage = exchange.outage else { continue }
      var prompt = exchange.prompt
      prompt.rung += 1
      guard FailurePolicy.tries(.nextRung, for: outage.failureClass), prompt.rung < rungs else {
        return nil
      }
      prompts.append(prompt)
    }
    var rest = self
    rest.exchanges.removeAll { $0.outage != nil }
    return (prompts, rest)
  }

  /// The exchanges about one chunk.
  func exchanges(about chunk: Int) -> [Exchange] {
    exchanges.filter { $0.prompt.chunk.index == chunk }
  }
}

extension Exchange {
  /// The failure, where it is not the document's own.
  fileprivate var outage: Failure? {
    guard case .failure(let failure) = result,
      FailurePolicy.of(failure.failureClass).ending == .defer
    else { return nil }
    return failure
  }
}

/// What model calls cost.
package struct Bill: Sendable, Equatable {
  /// Answered by a model in this run.
  package var calls = 0
  /// Answered from the ledger.
  package var stored = 0
  /// Of the calls.
  package var usage = Reply.Usage()
  /// Of the calls, in the user's currency; unpriced models cost nothing.
  package var cost = 0.0

  package init(calls: Int = 0, usage: Reply.Usage = Reply.Usage(), cost: Double = 0) {
    self.calls = calls
    self.usage = usage
    self.cost = cost
  }

  package static func += (left: inout Bill, right: Bill) {
    left.calls += right.calls
    left.stored += right.stored
    left.usage.inputTokens += right.usage.inputTokens
    left.usage.outputTokens += right.usage.outputTokens
    left.usage.cachedTokens += right.usage.cachedTokens
    left.cost += right.cost
  }
}

/// How a document leaves the loop.
package enum Settlement: Sendable {
  /// It has an outcome.
  case outcome(Outcome)
  /// It is left for another run, for a reason that is not its own.
  case deferred(Failure)
}
