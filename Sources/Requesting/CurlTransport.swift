import CCurl
private import Dispatch
private import Processes
private import Synchronization

/// Sends HTTP requests: one libcurl multi handle on one serial queue, thousands in flight, no
/// thread for each.
///
/// libcurl says which sockets it waits for and when it wants to be woken; read, write and timer
/// sources of Dispatch do that. Connections are kept and used again. Certificates are verified,
/// redirects are not followed, and a proxy of the environment (`https_proxy` and its like) is used
/// for all but loopback. Every request has a time limit and every response a limit of size.
///
/// Source: "Using the libcurl multi interface with a socket action", libcurl-multi(3).
package final class CurlTransport: @unchecked Sendable {
  /// Names a request that was sent.
  package typealias Ticket = UInt64

  /// Of a response's body, in bytes, unless told otherwise: 32 MB.
  package static let defaultResponseLimit = 32 << 20

  /// The one queue: everything below belongs to it.
  private let queue = DispatchQueue(label: "sluice.transport")
  private let multi: UnsafeMutableRawPointer
  private let sockets: CurlSockets
  private let timer: any DispatchSourceTimer
  private let responseLimit: Int
  private var transfers: [Ticket: Transfer] = [:]
  private let ticketCount = Atomic<Ticket>(0)

  /// - Parameters:
  ///   - connections: to one host, and kept open, at most; what is more waits within its time.
  ///   - responseLimit: of a response's body, in bytes.
  package init(connections: Int, responseLimit: Int = defaultResponseLimit) {
    precondition(Self.isLibraryReady, "libcurl cannot be set up")
    guard let multi = curl_multi_init() else { preconditionFailure("no memory for libcurl") }
    self.multi = multi
    self.responseLimit = responseLimit
    sockets = CurlSockets(queue: queue)
    timer = DispatchSource.makeTimerSource(queue: queue)
    CCurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, connections)
    CCurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connections)
    let this = Unmanaged.passUnretained(self).toOpaque()
    CCurl_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, this)
    CCurl_multi_set_socket_callback(multi) { _, socket, what, transport, _ in
      CurlTransport.of(transport)?.watch(socket, for: what)
      return 0
    }
    CCurl_multi_set_pointer(multi, CURLMOPT_TIMERDATA, this)
    CCurl_multi_set_timer_callback(multi) { _, milliseconds, transport in
      CurlTransport.of(transport)?.setTimer(milliseconds)
      return 0
    }
    timer.setEventHandler { [weak self] in self?.act(on: CURL_SOCKET_TIMEOUT, 0) }
    timer.resume()
  }

  deinit {
    timer.cancel()
    // Open connections are closed through `sockets`, whose queue this is.
    nonisolated(unsafe) let (multi, sockets) = (multi, sockets)
    queue.async {
      CCurl_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, nil)
      CCurl_multi_set_pointer(multi, CURLMOPT_TIMERDATA, nil)
      curl_multi_cleanup(multi)
      withExtendedLifetime(sockets) {}
    }
  }

  /// Sends a request.
  ///
  /// - Parameter completion: called exactly once, on the transport's queue: it must not block.
  /// - Returns: the name of the request for ``cancel(_:)``.
  package func send(
    _ request: HTTPRequest,
    completion: @escaping @Sendable (Result<HTTPResponse, TransportError>) -> Void
  ) -> Ticket {
    let ticket = ticketCount.add(1, ordering: .relaxed).newValue
    queue.async { self.start(request, ticket, completion) }
    return ticket
  }

  /// Gives a request up: it completes with ``TransportError/cancelled``, unless it has completed.
  package func cancel(_ ticket: Ticket) {
    queue.async {
      guard let transfer = self.transfers[ticket] else { return }
      self.end(transfer, .failure(.cancelled))
    }
  }

  /// Whether libcurl is set up for this process.
  private static let isLibraryReady: Bool = {
    // libcurl writes to sockets that the other side has closed, and leaves SIGPIPE to its users.
    InterruptSignals.ignoreBrokenPipes()
    return curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
  }()
}

// On the queue.
extension CurlTransport {
  private func start(
    _ request: HTTPRequest, _ ticket: Ticket,
    _ completion: @escaping @Sendable (Result<HTTPResponse, TransportError>) -> Void
  ) {
    let transfer = Transfer(
      ticket: ticket, owner: self, limit: responseLimit, completion: completion)
    guard let transfer else {
      return completion(.failure(.unsendable("no memory for another request")))
    }
    do throws(TransportError) {
      try transfer.prepare(request, sockets: sockets)
    } catch {
      return completion(.failure(error))
    }
    transfers[ticket] = transfer
    let code = curl_multi_add_handle(multi, transfer.handle)
    if code != CURLM_OK {
      end(transfer, .failure(.unsendable(String(cString: curl_multi_strerror(code)))))
    }
  }

  /// Lets libcurl work on what has happened, then completes what it has finished.
  private func act(on socket: curl_socket_t, _ what: Int32) {
    var running: Int32 = 0
    curl_multi_socket_action(multi, socket, what, &running)
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE,
        let transfer = Transfer.of(easy: message.pointee.easy_handle)
      else { continue }
      end(transfer, transfer.result(CCurl_result(message)))
    }
  }

  private func end(_ transfer: Transfer, _ result: Result<HTTPResponse, TransportError>) {
    curl_multi_remove_handle(multi, transfer.handle)
    transfers[transfer.ticket] = nil
    transfer.completion(result)
  }

  private func watch(_ socket: curl_socket_t, for what: Int32) {
    sockets.watch(socket, for: what) { [weak self] in self?.act(on: $0, $1) }
  }

  /// libcurl must not be called from its own call: also a timer of 0 fires later, on the queue.
  private func setTimer(_ milliseconds: Int) {
    if milliseconds < 0 {
      timer.schedule(deadline: .distantFuture)
    } else {
      timer.schedule(
        deadline: .now() + .milliseconds(milliseconds), leeway: .milliseconds(1))
    }
  }

  private static func of(_ pointer: UnsafeMutableRawPointer?) -> CurlTransport? {
    pointer.map { Unmanaged<CurlTransport>.fromOpaque($0).takeUnretainedValue() }
  }
}
