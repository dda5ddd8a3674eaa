package import Extraction

/// Where a model answers, and by which key.
package struct Endpoint: Sendable {
  /// Such as `http://127.0.0.1:8080/v1`, without a closing slash.
  package let baseURL: String
  /// Secret; nil where the server asks for none.
  package let apiKey: String?

  /// White space around the key, such as a line end in its file, is no part of it.
  package init(baseURL: String, apiKey: String?) {
    var baseURL = baseURL
    while baseURL.last == "/" { baseURL.removeLast() }
    self.baseURL = baseURL
    let key = apiKey.map(Words.trimmed) ?? ""
    self.apiKey = key.isEmpty ? nil : key
  }

  /// The one header that carries the key; none where there is no key.
  var authorization: [(name: String, value: String)] {
    apiKey.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
  }
}

/// Gives a client the endpoint for one request at a time.
///
/// Its working adapters are
/// ``RemoteEndpoint`` and ``ManagedServer``.
package protocol ModelEndpoint: Sendable {
  /// What makes replies of this endpoint its own beside the request's body; empty where the body
  /// names the model.
  var modelIdentity: String { get }

  /// What is known to keep it from answering, without asking it; nil where nothing is.
  var obstacle: Failure? { get }

  /// Asks for leave to send one request; the completion is called exactly once, on any queue.
  ///
  /// A success is followed by one ``close()``. A failure with a closure is final; one without may
  /// be tried again.
  func open(_ completion: @escaping @Sendable (Result<Endpoint, Failure>) -> Void)

  /// The request has come to its end.
  func close()

  /// Ends what was started; every waiting ``open(_:)`` completes with a failure.
  func shutDown()
}

/// A server that somebody else runs.
package struct RemoteEndpoint: ModelEndpoint {
  private let endpoint: Endpoint

  package init(baseURL: String, apiKey: String?) {
    endpoint = Endpoint(baseURL: baseURL, apiKey: apiKey)
  }

  package var modelIdentity: String { "" }

  package var obstacle: Failure? { nil }

  package func open(_ completion: @escaping @Sendable (Result<Endpoint, Failure>) -> Void) {
    completion(.success(endpoint))
  }

  package func close() {}

  package func shutDown() {}
}
