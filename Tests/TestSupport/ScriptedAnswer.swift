package import JSON

/// A request as the scripted server received it.
package struct ChatRequest: Sendable {
  /// Counted from 0, in order of arrival at this server, restarts included.
  package let index: Int
  package let method: String
  package let path: String
  /// Names in lower case.
  package let headers: [String: String]
  package let bytes: [UInt8]
  /// `null` where the body is not JSON.
  package let body: JSONValue

  /// What is said before the document.
  package var system: String { content(of: "system") }

  /// The document and the question.
  package var user: String { content(of: "user") }

  private func content(of role: String) -> String {
    let messages = body["messages"]?.arrayValue ?? []
    return messages.first { $0["role"]?.stringValue == role }?["content"]?.stringValue ?? ""
  }
}

/// What the scripted server does with a request.
package indirect enum ScriptedAnswer: Sendable {
  /// A chat completion with this text.
  case content(String, finishReason: String = "stop", usage: ScriptedUsage = ScriptedUsage())
  /// Any response; a `Content-Length` is added.
  case status(Int, headers: [String: String] = [:], body: String = "")
  /// Closes the connection without a word.
  case drop
  /// Waits so many seconds, then does the other thing.
  case delay(Double, then: ScriptedAnswer)
  /// Says nothing, as long as the connection lasts.
  case hang

  /// A chat completion with any message, such as a refusal.
  package static func message(
    _ message: JSONValue, finishReason: String = "stop", usage: ScriptedUsage = ScriptedUsage()
  ) -> ScriptedAnswer {
    let body: JSONValue = [
      "id": "chatcmpl-scripted", "object": "chat.completion", "created": 0, "model": "scripted",
      "choices": [["index": 0, "message": message, "finish_reason": .string(finishReason)]],
      "usage": [
        "prompt_tokens": JSONValue(usage.input), "completion_tokens": JSONValue(usage.output),
        "total_tokens": JSONValue(usage.input + usage.output),
        "prompt_tokens_details": ["cached_tokens": JSONValue(usage.cached)],
      ],
    ]
    return .status(200, headers: ["Content-Type": "application/json"], body: body.text())
  }

  /// An error in the shape of OpenAI's.
  package static func error(
    _ status: Int, _ message: String, code: String? = nil, headers: [String: String] = [:]
  ) -> ScriptedAnswer {
    let body: JSONValue = [
      "error": [
        "message": .string(message), "type": "scripted_error",
        "code": code.map(JSONValue.string) ?? .null,
      ]
    ]
    return .status(status, headers: headers, body: body.text())
  }
}

/// The tokens that a scripted completion claims.
package struct ScriptedUsage: Sendable {
  package var input: Int
  package var output: Int
  package var cached: Int

  package init(input: Int = 100, output: Int = 20, cached: Int = 0) {
    self.input = input
    self.output = output
    self.cached = cached
  }
}
