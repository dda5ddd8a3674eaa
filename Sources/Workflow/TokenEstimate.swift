package import Extraction

/// What questions will cost in tokens, judged by questions that were answered before.
///
/// Pure. It serves plans alone: where chunks end never depends on it.
package struct TokenEstimate: Sendable, Equatable {
  /// UTF-8 bytes for one token of a prompt, system text and schema included.
  package private(set) var bytesPerToken: Double
  /// Tokens of one reply.
  package private(set) var replyTokens: Double
  /// Calls for each first question: what is asked again is counted in.
  package private(set) var callsPerQuestion = 1.0
  /// Of how many stored replies it is made; 0 for a guess, whose replies are as long as they may be.
  package private(set) var replies = 0

  /// - Parameters:
  ///   - exchanges: answered ones of any pipeline; those that begin as this one's prompts count.
  ///   - system: the system text of this pipeline.
  ///   - chunking: for the guess.
  ///   - maxReplyTokens: for the guess.
  package init(
    from exchanges: [Exchange], system: String, chunking: ChunkSettings, maxReplyTokens: Int
  ) {
    bytesPerToken = Double(chunking.bytesPerToken)
    replyTokens = Double(maxReplyTokens)
    let answered = exchanges.compactMap { exchange -> (prompt: Prompt, usage: Reply.Usage)? in
      guard exchange.prompt.system == system, case .success(let reply) = exchange.result,
        reply.usage.inputTokens > 0
      else { return nil }
      return (exchange.prompt, reply.usage)
    }
    let first = answered.count { $0.prompt.ask == nil }
    guard first > 0 else { return }
    let bytes = answered.reduce(0) { $0 + Self.bytes(of: $1.prompt) }
    bytesPerToken = Double(bytes) / Double(answered.reduce(0) { $0 + $1.usage.inputTokens })
    let output = answered.reduce(0) { $0 + $1.usage.outputTokens }
    replyTokens = Double(output) / Double(answered.count)
    callsPerQuestion = Double(answered.count) / Double(first)
    replies = answered.count
  }

  /// What a first question takes, with what is asked again on the average.
  package func usage(of prompt: Prompt) -> (input: Double, output: Double) {
    (
      Double(Self.bytes(of: prompt)) / bytesPerToken * callsPerQuestion,
      replyTokens * callsPerQuestion
    )
  }

  /// The schema goes with the request, but servers make a grammar of it: it costs no token.
  private static func bytes(of prompt: Prompt) -> Int {
    prompt.system.utf8.count + prompt.user.utf8.count
  }
}
