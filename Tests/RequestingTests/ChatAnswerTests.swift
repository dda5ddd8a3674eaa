import Extraction
import JSON
import Testing

@testable import Requesting

@Suite struct ChatAnswerTests {
  private func answer(
    _ status: Int, _ body: String, _ headers: [(name: String, value: String)] = []
  ) -> ChatAnswer {
    ChatAnswer(
      HTTPResponse(status: status, headers: headers, body: Array(body.utf8)), model: "m",
      secret: "sk-secret-12345", now: 0)
  }

  @Test func readsTextFinishReasonAndUsage() throws {
    let body = """
      {"choices":[{"finish_reason":"length","message":{"role":"assistant","content":"{}"}}],
      "usage":{"prompt_tokens":31,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":7}}}
      """
    guard case .reply(let reply) = answer(200, body) else {
      Issue.record("no reply")
      return
    }
    #expect(
      reply
        == Reply(
          text: "{}", finishReason: .length,
          usage: .init(inputTokens: 31, outputTokens: 5, cachedTokens: 7), model: "m"))
  }

  @Test(arguments: [
    (#""timings":{"cache_n":9}"#, 9), (#""usage_":0"#, 0), (#""timings":{"cache_n":99}"#, 40),
  ])
  func readsTheCachedTokensOfLlamaCpp(member: String, cached: Int) {
    let body = """
      {"choices":[{"finish_reason":"stop","message":{"content":"x"}}],
      "usage":{"prompt_tokens":40,"completion_tokens":5},\(member)}
      """
    guard case .reply(let reply) = answer(200, body) else {
      Issue.record("no reply")
      return
    }
    #expect(reply.usage.cachedTokens == cached)
  }

  @Test(arguments: [
    ("null", ""), (#"[{"type":"text","text":"a"},{"type":"text","text":"b"}]"#, "ab"),
    (#""a""#, "a"),
  ])
  func readsContentInAnyOfItsShapes(content: String, text: String) {
    let body = #"{"choices":[{"finish_reason":null,"message":{"content":\#(content)}}]}"#
    guard case .reply(let reply) = answer(200, body) else {
      Issue.record("no reply")
      return
    }
    #expect(reply.text == text)
    #expect(reply.finishReason == .stop)
  }

  @Test(arguments: [
    #"{"choices":[{"finish_reason":"stop","message":{"content":null,"refusal":"I can't"}}]}"#,
    #"{"choices":[{"finish_reason":"content_filter","message":{"content":"{"}}]}"#,
  ])
  func takesRefusalAndContentFilterForRefused(body: String) {
    guard case .refused = answer(200, body) else {
      Issue.record("not refused")
      return
    }
  }

  @Test(arguments: [
    "", "<html>502</html>", "{}", "[]", #"{"choices":[]}"#, #"{"choices":[{"message":{}}]}"#,
    #"{"choices":[{"message":{"content":3}}]}"#, #"{"error":"overloaded"}"#, "\u{0}",
  ])
  func takesA200WithoutACompletionForTransport(body: String) {
    guard case .transport(let words, nil) = answer(200, body) else {
      Issue.record("not transport")
      return
    }
    #expect(!words.isEmpty && words.count < 400 && !words.contains("\n"))
  }

  @Test(arguments: [
    #"{"error":{"message":"This model's maximum context length is 4096 tokens.","code":"context_length_exceeded"}}"#,
    #"{"error":{"code":400,"message":"request (6030 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error"}}"#,
    #"{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 9000","code":400}"#,
  ])
  func recognisesContextOverflow(body: String) {
    guard case .overflow = answer(400, body) else {
      Issue.record("not overflow")
      return
    }
  }

  @Test(arguments: [
    (500, "transport"), (502, "transport"), (529, "transport"), (408, "transport"),
    (429, "throttled"), (401, "unauthorized"), (403, "unauthorized"), (402, "exhausted"),
    (400, "rejected"), (404, "rejected"), (413, "rejected"), (422, "rejected"),
    (301, "rejected"),
  ])
  func sortsByStatus(status: Int, name: String) {
    #expect(String(describing: answer(status, "{}")).hasPrefix(name + "("))
  }

  @Test func knowsThatAnEmptyAccountIsNotARate() {
    let body = #"{"error":{"message":"You exceeded your quota","code":"insufficient_quota"}}"#
    guard case .exhausted = answer(429, body) else {
      Issue.record("not exhausted")
      return
    }
  }

  @Test func takesTheStatusThatAGatewayPutsIntoA200() {
    guard case .throttled = answer(200, #"{"error":{"code":429,"message":"slow"}}"#) else {
      Issue.record("not throttled")
      return
    }
  }

  @Test func keepsTheKeyOutOfTheProvidersWords() {
    for words in ["wrong key sk-secret-12345.", "wrong key sk-sec***12345", "key=sk-secret-1"] {
      guard case .unauthorized(let text) = answer(401, #"{"error":{"message":"\#(words)"}}"#)
      else {
        Issue.record("not unauthorized")
        return
      }
      #expect(text.hasPrefix("HTTP 401: ") && text.contains("[key]") && !text.contains("sk-sec"))
    }
  }

  @Test func boundsTheProvidersWordsToOneShortLine() {
    let long = String(repeating: "word\\n\\t ", count: 1000)
    guard case .rejected(let text) = answer(400, #"{"error":{"message":"\#(long)"}}"#) else {
      Issue.record("not rejected")
      return
    }
    #expect(text.count < 320 && !text.contains("\n"))
  }
}
