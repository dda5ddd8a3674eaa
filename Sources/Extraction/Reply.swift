/// What a model answered to one prompt.
package struct Reply: Sendable, Hashable {
  /// Why the model stopped (OpenTelemetry `gen_ai.response.finish_reasons`).
  package enum FinishReason: String, Sendable, Hashable {
    /// It had said all.
    case stop
    /// It had no more room.
    case length
  }

  /// Tokens of one exchange (OpenTelemetry `gen_ai.usage.*`).
  package struct Usage: Sendable, Hashable {
    /// Of the prompt, cached ones included.
    package var inputTokens: Int
    /// Of the reply.
    package var outputTokens: Int
    /// Of the prompt, those that came from a cache.
    package var cachedTokens: Int

    package init(inputTokens: Int = 0, outputTokens: Int = 0, cachedTokens: Int = 0) {
      self.inputTokens = inputTokens
      self.outputTokens = outputTokens
      self.cachedTokens = cachedTokens
    }
  }

  /// The model's words, meant to be JSON.
  package var text: String
  package var finishReason: FinishReason
  package var usage: Usage
  /// The model's name in the pipeline.
  package var model: String

  package init(text: String, finishReason: FinishReason, usage: Usage, model: String) {
    self.text = text
    self.finishReason = finishReason
    self.usage = usage
    self.model = model
  }
}

/// A prompt with what came of it.
package struct Exchange: Sendable {
  package var prompt: Prompt
  package var result: Result<Reply, Failure>

  package init(prompt: Prompt, result: Result<Reply, Failure>) {
    self.prompt = prompt
    self.result = result
  }
}
