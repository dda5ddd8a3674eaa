private import Dispatch
package import Extraction
private import Synchronization

extension OpenAIModelClient {
  /// What keeps the model from answering; nil where nothing is seen.
  ///
  /// Blocks, and costs nothing. A remote endpoint is asked for its list of models: what counts is that it answers and takes
  /// the key. Of a managed server the files are looked for; none is started.
  ///
  /// - Parameter timeout: for the answer, in seconds.
  package func obstacle(timeout: Double = 20) -> Failure? {
    if let obstacle = endpoint.obstacle { return obstacle }
    if settings.provider == .llamaCPP { return nil }
    let found = Found()
    let done = DispatchSemaphore(value: 0)
    endpoint.open { result in
      switch result {
      case .failure(let failure):
        found.failure.withLock { $0 = failure }
        done.signal()
      case .success(let place):
        _ = self.transport.send(self.modelsRequest(to: place, timeout: timeout)) { result in
          let obstacle = self.obstacle(in: result, secret: place.apiKey)
          found.failure.withLock { $0 = obstacle }
          self.endpoint.close()
          done.signal()
        }
      }
    }
    done.wait()
    return found.failure.withLock { $0 }
  }

  private func modelsRequest(to place: Endpoint, timeout: Double) -> HTTPRequest {
    HTTPRequest(
      url: place.baseURL + "/models", headers: place.authorization, timeout: timeout)
  }

  /// An endpoint need not have a list, so an answer is enough, unless it says that something is
  /// wrong.
  private func obstacle(
    in result: Result<HTTPResponse, TransportError>, secret: String?
  ) -> Failure? {
    switch result {
    case .failure(.unsendable(let words)):
      failure(.modelUnavailable, words, closure: .rejected)
    case .failure(let error):
      failure(.modelUnavailable, error.description, closure: .unavailable)
    case .success(let response):
      switch ChatAnswer(response, model: settings.name, secret: secret, now: 0) {
      case .unauthorized(let words):
        failure(.modelUnavailable, words, closure: .unauthorized)
      case .transport(let words, _) where response.status >= 500:
        failure(.modelUnavailable, words, closure: .unavailable)
      default: nil
      }
    }
  }

  private final class Found: Sendable {
    let failure = Mutex<Failure?>(nil)
  }
}
