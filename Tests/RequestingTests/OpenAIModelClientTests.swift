import Dispatch
import Extraction
import JSON
import Synchronization
import TestSupport
import Testing

@testable import Requesting

/// The client against a real HTTP server whose answers are scripted.
@Suite(.serialized) struct OpenAIModelClientTests {
  private static let key = "sk-test-0123456789"
  private let transport = CurlTransport(connections: 128)
  private let fast = RetryPolicy(maxAttempts: 3, baseDelay: 0.01, maxDelay: 0.05)

  private func client(
    _ baseURL: String, maxInFlight: Int = 8, timeout: Double = 30, policy: RetryPolicy? = nil,
    key: String? = Self.key
  ) -> OpenAIModelClient {
    let settings = ModelSettings(
      name: "fast", provider: .openAI, baseURL: baseURL, model: "gpt-x", maxOutputTokens: 100,
      timeout: timeout)
    return OpenAIModelClient(
      settings: settings, endpoint: RemoteEndpoint(baseURL: baseURL + "/", apiKey: key),
      transport: transport, maxInFlight: maxInFlight, policy: policy ?? fast)
  }

  private func prompt(_ user: String) -> Prompt {
    Prompt(
      id: "0.0", chunk: Chunk(index: 0, range: 0..<1), rung: 0, system: "Read.", user: user,
      schema: ["type": "object"])
  }

  private func ask(_ client: OpenAIModelClient, _ user: String = "a") -> Result<Reply, Failure> {
    Waiter.wait {
      client.send(client.request(for: prompt(user)), for: Digest(of: user), completion: $0)
    }
  }

  private func failure(_ result: Result<Reply, Failure>) -> Failure? {
    guard case .failure(let failure) = result else { return nil }
    // Whatever happens, the key is in no failure.
    #expect(!"\(failure)".contains("sk-test") && !"\(failure)".contains(Self.key.suffix(6)))
    return failure
  }

  @Test func sendsTheBodyThatTheServerTakesAndReadsItsReply() throws {
    let server = try ScriptedChatServer { _ in
      .content(#"{"a":1}"#, usage: ScriptedUsage(input: 9, output: 2, cached: 4))
    }
    let reply = try ask(client(server.baseURL), "é\"").get()
    #expect(
      reply
        == Reply(
          text: #"{"a":1}"#, finishReason: .stop,
          usage: .init(inputTokens: 9, outputTokens: 2, cachedTokens: 4), model: "fast"))
    let request = try #require(server.requests.first)
    #expect(
      String(decoding: request.bytes, as: UTF8.self)
        == #"{"model":"gpt-x","messages":[{"role":"system","content":"Read."},"#
        + #"{"role":"user","content":"é\""}],"temperature":0,"max_tokens":100,"#
        + #""response_format":{"type":"json_schema","json_schema":{"name":"record","#
        + #""schema":{"type":"object"},"strict":true}},"stream":false}"#)
    #expect(request.headers["authorization"] == "Bearer \(Self.key)")
    #expect(request.headers["content-type"] == "application/json")
    #expect(request.path == "/v1/chat/completions")
  }

  @Test func checksThatTheEndpointAnswersAndNothingElse() throws {
    let server = try ScriptedChatServer { _ in .content("") }
    #expect(client(server.baseURL).obstacle() == nil)
    #expect(server.count == 0)
    server.stop()
    #expect(client(server.baseURL).obstacle()?.closure == .unavailable)
    #expect(client("ftp://127.0.0.1").obstacle()?.closure == .rejected)
  }

  @Test func givesOneRequestOneIdentityWhateverURLAndKey() {
    let first = client("http://127.0.0.1:1").request(for: prompt("a"))
    let second = client("http://127.0.0.1:2", key: "other").request(for: prompt("a"))
    #expect(first.identity == second.identity)
    #expect(first.identity != client("http://127.0.0.1:1").request(for: prompt("b")).identity)
    var longer = prompt("a")
    longer.outputScale = 2
    let scaled = client("http://127.0.0.1:1").request(for: longer)
    #expect(scaled.identity != first.identity)
    #expect(String(decoding: scaled.body, as: UTF8.self).contains(#""max_tokens":200"#))
  }

  @Test func asksForAnotherSampleInAnotherWay() {
    let model = client("http://127.0.0.1:1")
    let first = model.request(for: prompt("a"))
    #expect(model.request(for: prompt("a"), sample: 0).identity == first.identity)
    let second = model.request(for: prompt("a"), sample: 1)
    #expect(String(decoding: second.body, as: UTF8.self).contains(#""temperature":0.5,"seed":1,"#))
    #expect(model.request(for: prompt("a"), sample: 2).identity != second.identity)
  }

  @Test func retriesAfterAServerErrorAndABrokenConnection() throws {
    let server = try ScriptedChatServer { request in
      switch request.index {
      case 0: .status(500, body: "oops")
      case 1: .drop
      default: .content("done")
      }
    }
    #expect(try ask(client(server.baseURL)).get().text == "done")
    #expect(server.count == 3)
  }

  @Test func retriesAfterATimeout() throws {
    let server = try ScriptedChatServer { $0.index == 0 ? .hang : .content("done") }
    #expect(try ask(client(server.baseURL, timeout: 0.5)).get().text == "done")
  }

  @Test func waitsAsLongAsTooManyRequestsAsksAndCountsNoAttempt() throws {
    let server = try ScriptedChatServer { request in
      request.index < 5
        ? .error(429, "slow down", headers: ["Retry-After": "0.2"]) : .content("done")
    }
    let start = DispatchTime.now()
    #expect(try ask(client(server.baseURL)).get().text == "done")
    #expect(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds >= 1_000_000_000)
    #expect(server.count == 6)
  }

  @Test func givesUpOnTooManyRequestsWhenTheTotalTimeIsOver() throws {
    let server = try ScriptedChatServer { _ in
      .error(429, "slow down", headers: ["Retry-After": "60"])
    }
    let policy = RetryPolicy(totalTime: 30)
    let failure = failure(ask(client(server.baseURL, policy: policy)))
    #expect(failure?.failureClass == .throttled)
    #expect(failure?.closure == nil)
  }

  @Test func failsADocumentAloneWhileOthersSucceed() throws {
    let server = try ScriptedChatServer { $0.user == "bad" ? .status(503) : .content("done") }
    let client = client(server.baseURL)
    for _ in 0..<4 {
      let failure = failure(ask(client, "bad"))
      #expect(failure?.failureClass == .transport)
      #expect(failure?.closure == nil)
      #expect(failure?.message.contains("HTTP 503 (3 attempts)") == true)
      #expect(try ask(client, "good").get().text == "done")
    }
  }

  @Test func closesTheModelAfterThreeDocumentsWithoutAnAnswer() throws {
    let server = try ScriptedChatServer { _ in .drop }
    let client = client(server.baseURL)
    #expect(failure(ask(client, "1"))?.failureClass == .transport)
    #expect(failure(ask(client, "2"))?.failureClass == .transport)
    let third = failure(ask(client, "3"))
    #expect(third?.failureClass == .modelUnavailable)
    #expect(third?.closure == .unavailable)
    let count = server.count
    #expect(failure(ask(client, "4")) == third)
    #expect(server.count == count)
  }

  @Test func completesWhatIsQueuedWhenTheModelCloses() throws {
    let server = try ScriptedChatServer { _ in .status(500) }
    let client = client(server.baseURL, maxInFlight: 3)
    let results = all(client, (0..<50).map { "\($0)" })
    let failures = results.compactMap(failure)
    #expect(failures.count == 50)
    #expect(failures.filter { $0.closure == .unavailable }.count >= 47)
    #expect(server.count < 20)
  }

  @Test(arguments: [401, 403])
  func closesTheModelThatDoesNotTakeTheKey(status: Int) throws {
    let server = try ScriptedChatServer { _ in
      .error(status, "Incorrect API key provided: \(Self.key)")
    }
    let client = client(server.baseURL)
    for user in ["1", "2"] {
      let failure = failure(ask(client, user))
      #expect(failure?.failureClass == .modelUnavailable)
      #expect(failure?.closure == .unauthorized)
    }
    #expect(server.count == 1)
  }

  @Test(arguments: [400, 404, 413, 422])
  func closesTheModelThatTakesNoneOfThreeDocuments(status: Int) throws {
    let server = try ScriptedChatServer { request in
      .error(status, "no such thing (request \(request.index))")
    }
    let client = client(server.baseURL)
    for user in ["1", "2"] {
      let failure = failure(ask(client, user))
      #expect(failure?.failureClass == .refused)
      #expect(failure?.closure == nil)
      #expect(failure?.message.contains("HTTP \(status): no such thing") == true)
    }
    #expect(failure(ask(client, "3"))?.closure == .rejected)
    #expect(failure(ask(client, "4"))?.closure == .rejected)
    #expect(server.count == 3)
  }

  @Test func keepsAModelThatHasAnsweredBefore() throws {
    let server = try ScriptedChatServer { $0.index == 0 ? .content("x") : .error(400, "no") }
    let client = client(server.baseURL)
    _ = try ask(client, "0").get()
    for user in 1..<6 { #expect(failure(ask(client, "\(user)"))?.closure == nil) }
  }

  @Test func takesContextOverflowForTruncated() throws {
    let server = try ScriptedChatServer { _ in
      .error(400, "maximum context length is 8192 tokens", code: "context_length_exceeded")
    }
    let client = client(server.baseURL)
    for user in 0..<5 {
      let failure = failure(ask(client, "\(user)"))
      #expect(failure?.failureClass == .truncated)
      #expect(failure?.closure == nil)
    }
  }

  @Test func reportsRefusalAndContentFilter() throws {
    let server = try ScriptedChatServer { request in
      request.index == 0
        ? .message(["role": "assistant", "content": nil, "refusal": "I cannot help"])
        : .content("{", finishReason: "content_filter")
    }
    let client = client(server.baseURL)
    let refusal = failure(ask(client))
    #expect(refusal?.failureClass == .refused)
    #expect(refusal?.message.contains("I cannot help") == true)
    #expect(failure(ask(client))?.failureClass == .refused)
    #expect(server.count == 2)
  }

  @Test func handsOnAReplyThatHadNoRoom() throws {
    let server = try ScriptedChatServer { _ in .content("{\"a\"", finishReason: "length") }
    let reply = try ask(client(server.baseURL)).get()
    #expect(reply.finishReason == .length)
    #expect(reply.text == "{\"a\"")
  }

  @Test func takesGarbageForATransportFailure() throws {
    let server = try ScriptedChatServer { _ in .status(200, body: "<html>login</html>") }
    let failure = failure(ask(client(server.baseURL)))
    #expect(failure?.failureClass == .transport)
    #expect(failure?.message.contains("not JSON") == true)
    #expect(server.count == 3)
  }

  @Test func givesUpEverythingWhenItIsShutDown() throws {
    let server = try ScriptedChatServer { request in
      request.user == "1" ? .status(503, headers: ["Retry-After": "100"]) : .hang
    }
    let client = client(server.baseURL, maxInFlight: 2)
    let results = all(client, (0..<20).map { "\($0)" }) {
      // One in flight, one in its pause, the rest queued.
      while server.count < 2 {}
      client.shutDown()
    }
    for result in results {
      let failure = failure(result)
      #expect(failure?.failureClass == .modelUnavailable)
      #expect(failure?.message.contains("interrupted") == true)
      #expect(failure?.closure == nil)
    }
    #expect(failure(ask(client, "later"))?.message.contains("interrupted") == true)
  }

  @Test func sendsHundredsWithAHundredInFlightAndSlowsDownWhenAsked() throws {
    let server = try ScriptedChatServer { request in
      request.index % 50 == 49 ? .error(429, "slow") : .delay(0.05, then: .content(request.user))
    }
    let client = client(server.baseURL, maxInFlight: 100)
    let users = (0..<500).map { "\($0)" }
    let results = all(client, users)
    #expect(try results.map { try $0.get().text } == users)
    #expect(server.mostInFlight > 50 && server.mostInFlight <= 100)
  }

  /// Sends all at once and waits for each; the results in order.
  private func all(
    _ client: OpenAIModelClient, _ users: [String], then: () -> Void = {}
  ) -> [Result<Reply, Failure>] {
    let results = Mutex([Result<Reply, Failure>?](repeating: nil, count: users.count))
    let group = DispatchGroup()
    for (index, user) in users.enumerated() {
      group.enter()
      client.send(client.request(for: prompt(user)), for: Digest(of: user)) { result in
        results.withLock { results in
          precondition(results[index] == nil, "completed twice")
          results[index] = result
        }
        group.leave()
      }
    }
    then()
    precondition(group.wait(timeout: .now() + 120) == .success, "never completed")
    return results.withLock { $0.compactMap { $0 } }
  }
}
