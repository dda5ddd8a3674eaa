package import JSON

/// A part of a document that fits into one prompt: consecutive blocks.
package struct Chunk: Sendable, Hashable {
  /// Counted from 0 within the document.
  package var index: Int
  /// Its part of the document's text.
  package var range: Range<Int>

  package init(index: Int, range: Range<Int>) {
    self.index = index
    self.range = range
  }
}

/// One question to a model: what is said, and the schema that its reply must fit.
///
/// ``system`` is the same for every document of a pipeline and ``user`` begins with the fenced
/// document, so that prompt caches serve one prefix to all; an ask comes after the document.
package struct Prompt: Sendable, Hashable {
  /// Unique in its document: chunk and ordinal, `0.0` for the first question about the first chunk.
  package var id: String
  /// The part of the document it is about.
  package var chunk: Chunk
  /// The model of the route that it is for, counted from 0.
  package var rung: Int
  /// What is asked again; nil for the first question.
  package var ask: Ask?
  /// What is said before the document.
  package var system: String
  /// The fenced document and what is asked of it.
  package var user: String
  /// The JSON Schema of the reply.
  package var schema: JSONValue
  /// By how much the reply limit is multiplied: 1, or more after a truncated reply.
  package var outputScale: Int
  /// Tokens of the reply at most, before they are multiplied; nil for the model's own limit.
  package var outputTokens: Int?

  package init(
    id: String, chunk: Chunk, rung: Int, ask: Ask? = nil, system: String, user: String,
    schema: JSONValue, outputScale: Int = 1, outputTokens: Int? = nil
  ) {
    self.id = id
    self.chunk = chunk
    self.rung = rung
    self.ask = ask
    self.system = system
    self.user = user
    self.schema = schema
    self.outputScale = outputScale
    self.outputTokens = outputTokens
  }
}

/// What is still to be asked about one chunk.
///
/// Its paths, and the patch that answers it, are pointers into that chunk's own reply.
package struct Ask: Sendable, Hashable {
  /// How it is asked.
  package enum Kind: String, Sendable, Hashable {
    /// The failing paths only.
    case paths
    /// The same question with room for a longer reply.
    case moreTokens = "more_tokens"
    /// The same question to the next model of the route.
    case nextRung = "next_rung"
    /// A part of the question: these paths only, of this part of the text only, because an answer
    /// to all of it does not fit into a reply.
    case split
  }

  /// The chunk, counted from 0.
  package var chunk: Int
  package var kind: Kind
  /// What is to be answered; empty for the whole question.
  package var paths: [JSONPointer]
  /// The part of the document's text that is asked about, within the chunk's; nil for all of it.
  package var range: Range<Int>?
  /// Why: what was wrong with the answers so far.
  package var findings: [Finding]

  package init(
    chunk: Int, kind: Kind, paths: [JSONPointer] = [], range: Range<Int>? = nil,
    findings: [Finding]
  ) {
    self.chunk = chunk
    self.kind = kind
    self.paths = paths
    self.range = range
    self.findings = findings
  }

  /// Whether something was asked before it; a question that was split from the start is a first one.
  package var isAgain: Bool { kind != .split || !findings.isEmpty }
}
