private import Dispatch
package import Extraction
private import Synchronization

/// One document's way through the loop once more, with the replies that are stored and no other.
///
/// Questions are made anew, and those that were asked before are answered from the store, so what
/// comes out is the conversation that led to the record: as long as ``Keys/record(_:replies:sample:)``
/// of its answers is the key of what stands, it is that very one.
package struct Replay: Sendable {
  package let document: ParsedDocument
  /// All that was asked; a question without a stored reply has a failure.
  package let work: Work
  /// Nil where a reply is missing.
  package let outcome: Outcome?
  /// What a record of these answers is made from.
  package let recordKey: Digest

  /// Blocks.
  ///
  /// - Parameters:
  ///   - document: parsed.
  ///   - file: where its pages are looked at, as the run does.
  /// - Throws: ``Failure`` where the document has nothing to ask about; the store's errors.
  package init(
    of document: ParsedDocument, in file: SourceFile, by pipeline: Pipeline, stages: Stages,
    outcomes: any OutcomeStore, replies: any ReplyStore
  ) throws {
    self.document = document
    var stages = stages
    stages.route = stages.route.map(StoredRepliesModelClient.init)
    let troubles = Mutex<(any Error)?>(nil)
    let loop = ExtractionLoop(
      stages: stages, prices: pipeline.route.map(\.price), asking: pipeline.ask, replies: replies,
      storeFailed: { error in troubles.withLock { $0 = $0 ?? error } })
    let sample = try outcomes.sample(of: document.sha256)
    let retry = try outcomes.retrySettings(of: document.sha256)
    let start = Work(
      document: document,
      prompts: try loop.prompts(for: document, as: retry, from: pipeline.rung(of: retry)),
      file: file, sample: sample, retry: retry)
    let ended = Mutex<(Settlement, Work)?>(nil)
    let done = DispatchSemaphore(value: 0)
    loop.request(start) { answered in
      loop.settle(answered, asking: true) { settlement, work in
        ended.withLock { $0 = (settlement, work) }
        done.signal()
      }
    }
    done.wait()
    if let trouble = troubles.withLock({ $0 }) { throw trouble }
    let (settlement, work) = ended.withLock { $0 } ?? (nil, start)
    self.work = work
    outcome = if case .outcome(let outcome) = settlement { outcome } else { nil }
    recordKey = Keys(pipeline, route: stages.route.map(\.identity))
      .record(document.sha256, replies: work.answered, sample: sample)
  }
}

/// Makes requests as a model would, and sends none.
private struct StoredRepliesModelClient: ModelClient {
  let model: any ModelClient

  var identity: String { model.identity }

  func request(for prompt: Prompt, sample: Int) -> ModelRequest {
    model.request(for: prompt, sample: sample)
  }

  func send(
    _ request: ModelRequest, for document: Digest,
    completion: @escaping @Sendable (Result<Reply, Failure>) -> Void
  ) {
    completion(
      .failure(Failure(.modelUnavailable, stage: .request, "no reply to this is stored")))
  }

  func shutDown() {}
}
