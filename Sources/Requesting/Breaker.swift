package import Extraction

/// Tells an outage from a document's own bad luck, as a value.
///
/// It counts distinct documents whose requests were given up, with no success between them. When it
/// opens it stays open: the model is closed for the run, because a batch that goes on against a
/// dead endpoint only turns one outage into a thousand failures.
package struct Breaker: Sendable, Equatable {
  /// Documents that open it.
  package let limit: Int
  private var failed: Set<Digest> = []
  /// Whether the model is taken for gone.
  package private(set) var isOpen = false

  package init(limit: Int = 3) {
    self.limit = limit
  }

  /// A request was given up after its last attempt.
  package mutating func recordFailure(of document: Digest) {
    failed.insert(document)
    if failed.count >= limit { isOpen = true }
  }

  /// Somebody answered.
  package mutating func recordSuccess() {
    failed = []
  }
}

/// Tells a model that takes no request at all from a document that it does not take, as a value.
///
/// The same answer to the first few distinct documents, before any success, is a mistake in the
/// settings: a wrong model name, a wrong URL, a schema that the provider does not take.
package struct RejectionCount: Sendable, Equatable {
  /// Documents that close the model.
  package let limit: Int
  private var answer: String?
  private var documents: Set<Digest> = []
  private var isSettled = false

  package init(limit: Int = 3) {
    self.limit = limit
  }

  /// A document's request was not taken.
  ///
  /// - Parameter answer: the status and the provider's words.
  /// - Returns: whether the model takes nothing.
  package mutating func record(_ answer: String, to document: Digest) -> Bool {
    // Numbers, of requests and of tokens, differ from answer to answer.
    let answer = answer.filter { !$0.isNumber }
    if let first = self.answer, first != answer { isSettled = true }
    if isSettled { return false }
    self.answer = answer
    documents.insert(document)
    return documents.count >= limit
  }

  /// The model took a request: it takes some.
  package mutating func recordSuccess() {
    isSettled = true
  }
}
