private import Dispatch
package import Extraction
private import Glibc
package import JSON

/// Stage 3, Prompt → Reply: asks language models and brings back what they said, or why not.
///
/// The main type is ``OpenAIModelClient``: one model behind an endpoint that speaks OpenAI's chat
/// completions, be it a provider's or the local server that ``ManagedServer`` starts. It keeps a
/// queue of its own, sends as many requests at a time as ``RateWindow`` allows over
/// ``CurlTransport``, and does with each answer what the class of its failure asks for. All that is
/// decided is decided by values that read no clock (``RetryPolicy``, ``Breaker``, ``RateWindow``,
/// `ChatAnswer`); this class moves requests between queue, wire and pause. It never blocks and has
/// no thread of its own. Keys travel in the header `Authorization` and nowhere else.
package final class OpenAIModelClient: ModelClient, @unchecked Sendable {
  /// A request on its way through the queue.
  private final class Job {
    let request: ModelRequest
    let document: Digest
    var completion: (@Sendable (Result<Reply, Failure>) -> Void)?
    /// Of the first attempt, in seconds of ``OpenAIModelClient/now``.
    var startedAt: Double?
    /// Of this attempt.
    var sentAt = 0.0
    var attempts = 0
    var throttles = 0
    var ticket: CurlTransport.Ticket?

    init(
      _ request: ModelRequest, _ document: Digest,
      _ completion: @escaping @Sendable (Result<Reply, Failure>) -> Void
    ) {
      self.request = request
      self.document = document
      self.completion = completion
    }
  }

  let settings: ModelSettings
  let endpoint: any ModelEndpoint
  let transport: CurlTransport
  private let policy: RetryPolicy
  private let schemaAdapter: @Sendable (JSONValue) -> JSONValue?

  /// The one queue: everything below belongs to it.
  private let queue: DispatchQueue
  private var fresh: ArraySlice<Job> = []
  /// What has waited long enough to be sent again.
  private var again: [Job] = []
  private var paused: [ObjectIdentifier: Job] = [:]
  private var inFlight: [ObjectIdentifier: Job] = [:]
  private var window: RateWindow
  private var breaker = Breaker()
  private var rejections = RejectionCount()
  /// Why nothing is sent any more.
  private var closed: Failure?

  /// - Parameters:
  ///   - endpoint: where it answers; ended with the client.
  ///   - transport: may serve many clients.
  ///   - maxInFlight: requests at a time at most.
  ///   - schemaAdapter: makes a prompt's schema one that the provider takes; nil where it cannot
  ///     take it, and the schema goes by the prompt's text alone. Pure.
  package init(
    settings: ModelSettings, endpoint: any ModelEndpoint, transport: CurlTransport,
    maxInFlight: Int, policy: RetryPolicy = RetryPolicy(),
    schemaAdapter: @escaping @Sendable (JSONValue) -> JSONValue? = { $0 }
  ) {
    self.settings = settings
    self.endpoint = endpoint
    self.transport = transport
    self.policy = policy
    self.schemaAdapter = schemaAdapter
    window = RateWindow(maximum: maxInFlight)
    queue = DispatchQueue(label: "sluice.model.\(settings.name)")
  }

  /// Provider, model (a local one by file name and size), temperature and reply limit.
  package var identity: String {
    let model = endpoint.modelIdentity.isEmpty ? settings.model ?? "" : endpoint.modelIdentity
    let parts: JSONValue = [
      "provider": .string(settings.provider.rawValue), "model": .string(model),
      "temperature": JSONValue(settings.temperature),
      "max_output_tokens": JSONValue(settings.maxOutputTokens),
    ]
    return parts.text()
  }

  package func request(for prompt: Prompt, sample: Int) -> ModelRequest {
    let body = ChatBody.bytes(
      prompt, schema: schemaAdapter(prompt.schema), settings: settings, sample: sample)
    var digester = Digester()
    digester.update(part: "model", endpoint.modelIdentity)
    digester.update(body)
    return ModelRequest(body: body, identity: digester.finish())
  }

  package func send(
    _ request: ModelRequest, for document: Digest,
    completion: @escaping @Sendable (Result<Reply, Failure>) -> Void
  ) {
    queue.async {
      if let closed = self.closed { return completion(.failure(closed)) }
      self.fresh.append(Job(request, document, completion))
      self.pump()
    }
  }

  package func shutDown() {
    queue.async {
      self.close(Failure(.modelUnavailable, stage: .request, "the run was interrupted"))
      for job in self.inFlight.values {
        if let ticket = job.ticket { self.transport.cancel(ticket) }
        if let closed = self.closed { self.finish(job, .failure(closed)) }
      }
    }
    endpoint.shutDown()
  }
}

// On the queue: from waiting to the wire.
extension OpenAIModelClient {
  /// Sends what may be sent now.
  private func pump() {
    while closed == nil, let job = next() { start(job) }
  }

  /// A request that pauses keeps its place, so that an outage does not try every document at once.
  private func next() -> Job? {
    let now = now
    if window.allows(inFlight: inFlight.count, now: now), !again.isEmpty {
      return again.removeFirst()
    }
    let places = inFlight.count + paused.count + again.count
    return window.allows(inFlight: places, now: now) ? fresh.popFirst() : nil
  }

  private func start(_ job: Job) {
    inFlight[ObjectIdentifier(job)] = job
    nonisolated(unsafe) let job = job
    endpoint.open { result in
      self.queue.async { self.send(job, result) }
    }
  }

  private func send(_ job: Job, _ result: Result<Endpoint, Failure>) {
    switch result {
    case .failure(let failure):
      inFlight[ObjectIdentifier(job)] = nil
      if failure.closure != nil { close(failure) }
      finish(job, .failure(closed ?? failure))
      pump()
    case .success where job.completion == nil:
      inFlight[ObjectIdentifier(job)] = nil
      endpoint.close()
    case .success(let endpoint):
      job.sentAt = now
      job.startedAt = job.startedAt ?? job.sentAt
      nonisolated(unsafe) let job = job
      job.ticket = transport.send(httpRequest(job.request, to: endpoint)) { result in
        self.queue.async { self.receive(result, for: job, secret: endpoint.apiKey) }
      }
    }
  }

  private func httpRequest(_ request: ModelRequest, to endpoint: Endpoint) -> HTTPRequest {
    let headers = [(name: "Content-Type", value: "application/json")] + endpoint.authorization
    return HTTPRequest(
      .post, url: endpoint.baseURL + "/chat/completions", headers: headers, body: request.body,
      timeout: settings.timeout)
  }
}

// On the queue: from the wire to what comes next.
extension OpenAIModelClient {
  private func receive(
    _ result: Result<HTTPResponse, TransportError>, for job: Job, secret: String?
  ) {
    endpoint.close()
    inFlight[ObjectIdentifier(job)] = nil
    job.ticket = nil
    defer { pump() }
    if job.completion == nil { return }
    switch result {
    case .success(let response):
      let answer = ChatAnswer(
        response, model: settings.name, secret: secret, now: Double(time(nil)))
      act(on: answer, to: job)
    case .failure(.unsendable(let words)):
      close(failure(.modelUnavailable, words, closure: .rejected), completing: job)
    case .failure(let error):
      act(on: .transport(error.description, retryAfter: nil), to: job)
    }
  }

  private func act(on answer: ChatAnswer, to job: Job) {
    switch answer {
    case .transport, .throttled: break
    default:
      breaker.recordSuccess()
      window.recordSuccess()
    }
    switch answer {
    case .reply(let reply):
      rejections.recordSuccess()
      finish(job, .success(reply))
    case .refused(let words): finish(job, .failure(spoken(.refused, words)))
    case .overflow(let words): finish(job, .failure(spoken(.truncated, words)))
    case .rejected(let words): reject(job, words)
    case .unauthorized(let words):
      close(failure(.modelUnavailable, words, closure: .unauthorized), completing: job)
    case .exhausted(let words):
      close(failure(.modelUnavailable, words, closure: .unavailable), completing: job)
    case .throttled(let words, let retryAfter): slowDown(job, words, retryAfter)
    case .transport(let words, let retryAfter): backOff(job, words, retryAfter)
    }
  }

  private func reject(_ job: Job, _ words: String) {
    if rejections.record(words, to: job.document) {
      close(failure(.modelUnavailable, words, closure: .rejected), completing: job)
    } else {
      finish(job, .failure(failure(.refused, words)))
    }
  }

  private func slowDown(_ job: Job, _ words: String, _ retryAfter: Double?) {
    job.throttles += 1
    let now = now
    let pause = retryAfter.map { min($0, policy.maxRetryAfter) }
    window.recordThrottle(sentAt: job.sentAt, now: now, pause: pause)
    // What is not to be sent before, is looked at again then.
    if let pause { queue.asyncAfter(deadline: .now() + pause + 0.001) { self.pump() } }
    let decision = policy.afterThrottle(
      throttles: job.throttles, elapsed: now - (job.startedAt ?? now), retryAfter: retryAfter,
      random: .random(in: 0..<1))
    guard case .retry(let delay) = decision else {
      return finish(job, .failure(failure(.throttled, words)))
    }
    sendAgain(job, after: delay)
  }

  private func backOff(_ job: Job, _ words: String, _ retryAfter: Double?) {
    job.attempts += 1
    if let closed { return finish(job, .failure(closed)) }
    let now = now
    let decision = policy.afterTransportFailure(
      attempts: job.attempts, elapsed: now - (job.startedAt ?? now), retryAfter: retryAfter,
      random: .random(in: 0..<1))
    if case .retry(let delay) = decision { return sendAgain(job, after: delay) }
    breaker.recordFailure(of: job.document)
    let words = job.attempts > 1 ? "\(words) (\(job.attempts) attempts)" : words
    if breaker.isOpen {
      close(failure(.modelUnavailable, words, closure: .unavailable), completing: job)
    } else {
      finish(job, .failure(failure(.transport, words)))
    }
  }

  private func sendAgain(_ job: Job, after delay: Double) {
    if let closed { return finish(job, .failure(closed)) }
    paused[ObjectIdentifier(job)] = job
    nonisolated(unsafe) let job = job
    queue.asyncAfter(deadline: .now() + delay) {
      guard self.paused.removeValue(forKey: ObjectIdentifier(job)) != nil else { return }
      self.again.append(job)
      self.pump()
    }
  }

  private func close(_ failure: Failure, completing job: Job) {
    close(failure)
    finish(job, .failure(closed ?? failure))
  }

  /// Takes nothing more, and lets go of all that waits; what is in flight may still succeed.
  private func close(_ failure: Failure) {
    if closed == nil { closed = failure }
    let waiting = again + Array(paused.values) + Array(fresh)
    (again, paused, fresh) = ([], [:], [])
    for job in waiting { finish(job, .failure(closed ?? failure)) }
  }

  private func finish(_ job: Job, _ result: Result<Reply, Failure>) {
    let completion = job.completion
    job.completion = nil
    completion?(result)
  }

  /// A failure in which the model itself spoke.
  private func spoken(_ failureClass: FailureClass, _ words: String) -> Failure {
    var failure = failure(failureClass, words)
    failure.isFromModel = true
    return failure
  }

  func failure(
    _ failureClass: FailureClass, _ words: String, closure: Failure.Closure? = nil
  ) -> Failure {
    let advice: String? =
      switch closure {
      case .unauthorized:
        "Check the key in the environment variable that api_key_env names, and what it may use."
      case .rejected:
        "The model takes none of these requests: check base_url, model and the schema."
      default: nil
      }
    return Failure(
      failureClass, stage: .request, "model \(settings.name): \(words)", advice: advice,
      closure: closure)
  }

  /// Seconds of a clock that only goes forward.
  private var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}
