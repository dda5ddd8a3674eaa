import JSON

/// What a provider says about a request that it did not answer, in the shapes that OpenAI,
/// llama.cpp and vLLM use: `{"error":{"message","type","code"}}`, `{"message"}`, `{"detail"}`.
struct ProviderError {
  /// One line without the key; empty where there are no words.
  let message: String
  /// An HTTP status in the body.
  let status: Int?
  /// The words that machines read.
  private let code: String

  /// - Parameters:
  ///   - raw: the response, for where it is not JSON; a page of HTML has no words for us.
  init(_ body: JSONValue?, _ raw: [UInt8], secret: String?) {
    let error = body?["error"] ?? body
    let words =
      error?["message"]?.stringValue ?? error?.stringValue ?? error?["detail"]?.stringValue
      ?? (body == nil && raw.first != UInt8(ascii: "<")
        ? String(decoding: raw.prefix(1000), as: UTF8.self) : "")
    message = Words.line(words, without: secret)
    status = body?["error"]?["code"]?.intValue.flatMap { (300..<600).contains($0) ? $0 : nil }
    code = [error?["code"]?.stringValue, error?["type"]?.stringValue].compactMap { $0 }
      .joined(separator: " ")
  }

  /// Whether the prompt was longer than the context.
  var isOverflow: Bool {
    let words = (message + " " + code).lowercased()
    return [
      "context_length_exceeded", "exceed_context_size", "maximum context length",
      "available context size", "context window", "context length", "prompt is too long",
      "input is too long", "too many tokens", "max_model_len",
    ].contains { words.contains($0) }
  }

  /// Whether waiting does not help: the account has nothing left.
  var isExhausted: Bool { code.contains("insufficient_quota") }

  /// Whether a filter did not let the prompt through.
  var isContentFilter: Bool {
    code.contains("content_filter") || code.contains("content_policy_violation")
  }
}
