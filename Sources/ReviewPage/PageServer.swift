// ReviewPage: the dead-letter queue in a browser.
//
// `PageServer` listens; `ReviewDesk` is what a reviewer works with: the ledger's queue, the decider
// of the Review module, the renderer of pages; `PageRoutes` answers one request.
//
// The decision behind it: everything but listening is a function from a request to an answer, so
// the page is tested without a socket and Hummingbird is known to one file. HTML is made here and
// every text in it is escaped by the type that it is made with; the script in the browser only moves
// the focus, sends edits and puts in what comes back. What a reviewer may do, and what is checked, is
// the Review module's, as for the shell.

import Dispatch
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Serves the review page on loopback.
package struct PageServer: Sendable {
  /// The port that was asked for cannot be had.
  package struct CannotListen: Error, Sendable {
    package let reason: String
  }

  private let desk: ReviewDesk
  private let port: Int
  /// Answers block on the ledger and on workers: never on the threads that serve.
  private let queue = DispatchQueue(label: "sluice.review.answers", attributes: .concurrent)

  /// - Parameters:
  ///   - port: 0 for a free one.
  ///   - desk: what the page is about.
  package init(port: Int, desk: ReviewDesk) {
    self.port = port
    self.desk = desk
  }

  /// Listens until the task is cancelled.
  ///
  /// - Parameter started: is given the address with its secret, once.
  /// - Throws: ``CannotListen``.
  package func run(started: @escaping @Sendable (String) -> Void) async throws {
    let opening = Opening()
    var logger = Logger(label: "sluice.review")
    logger.logLevel = .critical
    let application = Application(
      responder: CallbackResponder<PageContext> { request, context in
        guard let routes = opening.routes.withLock({ $0 }) else {
          return Self.response(.refusal(503, "The page is being opened."))
        }
        return await respond(to: request, routes, context.channel)
      },
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in
        let guarding = PageGuard(port: channel.localAddress?.port ?? port)
        opening.routes.withLock { $0 = PageRoutes(desk: desk, guard: guarding) }
        started("http://127.0.0.1:\(guarding.port)/?token=\(guarding.token)")
      },
      logger: logger)
    do {
      try await application.run()
    } catch let error as IOError {
      throw CannotListen(reason: "\(error)")
    }
  }

  /// The routes, once the port is known that their guard has to know.
  private final class Opening: Sendable {
    let routes = Mutex<PageRoutes?>(nil)
  }

  private func respond(
    to request: Request, _ routes: PageRoutes, _ channel: any Channel
  ) async -> Response {
    var asked = PageRequest(
      method: request.method.rawValue, target: request.head.path ?? "/",
      headers: Self.headers(of: request))
    if let refusal = routes.guard.refusal(of: asked) {
      return Self.response(refusal, closing: refusal.status == 413 ? channel : nil)
    }
    if asked.method == "POST" {
      do {
        let body = try await request.body.collect(upTo: PageGuard.largestBody)
        asked.body = Array(body.readableBytesView)
      } catch {
        return Self.response(PageGuard.tooLarge, closing: channel)
      }
    }
    let answered = asked
    return await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: Self.response(routes.answer(answered))) }
    }
  }

  private static func headers(of request: Request) -> [String: String] {
    var headers: [String: String] = [:]
    for field in request.headers {
      let name = field.name.canonicalName
      headers[name] =
        headers[name].map { $0 + (name == "cookie" ? "; " : ", ") + field.value }
        ?? field.value
    }
    headers["host"] = request.head.authority ?? headers["host"]
    return headers
  }

  /// - Parameter channel: is closed behind the answer: what is still being sent is not waited for.
  private static func response(_ answer: PageAnswer, closing channel: (any Channel)? = nil)
    -> Response
  {
    var fields = HTTPFields()
    for (name, value) in PageGuard.headers.merging(answer.headers, uniquingKeysWith: { $1 }) {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    let bytes = ByteBuffer(bytes: answer.body)
    guard let channel else {
      return Response(
        status: .init(code: answer.status), headers: fields, body: ResponseBody(byteBuffer: bytes))
    }
    fields[.connection] = "close"
    let body = ResponseBody(contentLength: answer.body.count) { writer in
      try await writer.write(bytes)
      try await writer.finish(nil)
      channel.close(promise: nil)
    }
    return Response(status: .init(code: answer.status), headers: fields, body: body)
  }
}

/// A request's context that knows its connection.
private struct PageContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
