import Extraction
import JSON

/// What a response of a chat completions endpoint amounts to, from the response alone.
enum ChatAnswer: Sendable {
  case reply(Reply)
  /// The model or its provider declined this document.
  case refused(String)
  /// The prompt does not fit the context.
  case overflow(String)
  /// The request was not taken (400, 404, 413, 422 and their like).
  case rejected(String)
  /// The key was not taken (401, 403).
  case unauthorized(String)
  /// No request is taken until somebody pays.
  case exhausted(String)
  /// Too many requests (429); the seconds that the provider asks for.
  case throttled(String, retryAfter: Double?)
  /// The way to the model failed; the seconds that the provider asks for.
  case transport(String, retryAfter: Double?)

  /// - Parameters:
  ///   - model: its name in the pipeline.
  ///   - secret: the key, to be kept out of all words.
  ///   - now: seconds since 1970, for a `Retry-After` that is a date.
  init(_ response: HTTPResponse, model: String, secret: String?, now: Double) {
    let body = try? JSONValue(
      parsing: response.body, options: .init(depthLimit: 64, duplicateKeys: .keepLast))
    if (200..<300).contains(response.status) {
      self = Self.completion(body, response, model: model, secret: secret, now: now)
    } else {
      let error = ProviderError(body, response.body, secret: secret)
      self = Self.refusal(response.status, error, response, now: now)
    }
  }

  private static func completion(
    _ body: JSONValue?, _ response: HTTPResponse, model: String, secret: String?, now: Double
  ) -> ChatAnswer {
    guard let body else {
      return .transport(
        "the model's server answered with something that is not JSON", retryAfter: nil)
    }
    guard let choice = body["choices"]?[0], let message = choice["message"] else {
      let error = ProviderError(body, [], secret: secret)
      // Some gateways put an error into a 200.
      if let status = error.status { return refusal(status, error, response, now: now) }
      let words = error.message.isEmpty ? "" : ": \(error.message)"
      return .transport("the model's server answered without choices\(words)", retryAfter: nil)
    }
    if let refusal = message["refusal"]?.stringValue, !refusal.isEmpty {
      return .refused("the model declined: \(Words.line(refusal, without: secret))")
    }
    let finishReason = choice["finish_reason"]?.stringValue
    if finishReason == "content_filter" {
      return .refused("the provider's content filter stopped the reply")
    }
    guard let text = text(of: message["content"]) else {
      return .transport("the model's server answered without content", retryAfter: nil)
    }
    return .reply(
      Reply(
        text: text, finishReason: finishReason == "length" ? .length : .stop, usage: usage(body),
        model: model))
  }

  /// A string, or a list of parts of which those with text count; null, as some servers write it
  /// when there was no room for an answer, is an empty text.
  private static func text(of content: JSONValue?) -> String? {
    switch content {
    case .string(let text): text
    case .array(let parts): parts.compactMap { $0["text"]?.stringValue }.joined()
    case .null: ""
    default: nil
    }
  }

  private static func usage(_ body: JSONValue) -> Reply.Usage {
    let usage = body["usage"]
    let input = max(0, usage?["prompt_tokens"]?.intValue ?? 0)
    let cached =
      usage?["prompt_tokens_details"]?["cached_tokens"]?.intValue
      ?? usage?["prompt_cache_hit_tokens"]?.intValue ?? body["timings"]?["cache_n"]?.intValue ?? 0
    return Reply.Usage(
      inputTokens: input, outputTokens: max(0, usage?["completion_tokens"]?.intValue ?? 0),
      cachedTokens: min(max(0, cached), input))
  }

  private static func refusal(
    _ status: Int, _ error: ProviderError, _ response: HTTPResponse, now: Double
  ) -> ChatAnswer {
    let text = "HTTP \(status)" + (error.message.isEmpty ? "" : ": \(error.message)")
    let retryAfter = response.header("retry-after").flatMap { RetryAfter.seconds($0, now: now) }
    switch status {
    case 401, 403: return .unauthorized(text)
    case 402: return .exhausted(text)
    case 429 where error.isExhausted: return .exhausted(text)
    case 429: return .throttled(text, retryAfter: retryAfter)
    case 408, 425, 500...: return .transport(text, retryAfter: retryAfter)
    case 300..<400: return .rejected("\(text) (redirects are not followed)")
    default:
      if error.isOverflow { return .overflow(text) }
      return error.isContentFilter ? .refused(text) : .rejected(text)
    }
  }
}
