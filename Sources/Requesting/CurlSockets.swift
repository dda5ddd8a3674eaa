import CCurl
import Dispatch
private import Glibc

/// The sockets of a ``CurlTransport``: watches them for libcurl, and closes them.
///
/// Dispatch unregisters a cancelled source a little later. Were the socket closed meanwhile and its
/// number given to the next one, that one's source would be taken for registered and never fire. So
/// libcurl leaves the closing to us, and a socket is closed after its last source is gone.
///
/// Used on the queue of its transport only.
final class CurlSockets {
  private struct Watch {
    var read: (any DispatchSourceRead)?
    var write: (any DispatchSourceWrite)?
  }

  private let queue: DispatchQueue
  private var watches: [curl_socket_t: Watch] = [:]
  /// Sources of a socket that are not unregistered yet.
  private var lingering: [curl_socket_t: Int] = [:]
  private var isToClose: Set<curl_socket_t> = []

  /// - Parameter queue: that of the transport.
  init(queue: DispatchQueue) {
    self.queue = queue
  }

  /// Has this object open and close what a transfer needs.
  func attach(to handle: UnsafeMutableRawPointer) {
    CCurl_set_open_callback(handle) { _, _, address in
      guard let address = address?.pointee else { return CURL_SOCKET_BAD }
      // A child process must not inherit it.
      let type = address.socktype | Int32(SOCK_CLOEXEC.rawValue)
      return socket(address.family, type, address.protocol)
    }
    CCurl_set_close_callback(handle) { sockets, socket in
      guard let sockets else { return 1 }
      Unmanaged<CurlSockets>.fromOpaque(sockets).takeUnretainedValue().close(socket)
      return 0
    }
    CCurl_set_pointer(
      handle, CURLOPT_CLOSESOCKETDATA, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Watches a socket for what libcurl wants to know of it.
  ///
  /// - Parameters:
  ///   - what: a `CURL_POLL_` constant.
  ///   - onReady: is given a `CURL_CSELECT_` constant.
  func watch(
    _ socket: curl_socket_t, for what: Int32,
    onReady: @escaping @Sendable (curl_socket_t, Int32) -> Void
  ) {
    let wantsRead = what == CURL_POLL_IN || what == CURL_POLL_INOUT
    let wantsWrite = what == CURL_POLL_OUT || what == CURL_POLL_INOUT
    var watch = watches[socket] ?? Watch()
    if wantsRead, watch.read == nil {
      let source = DispatchSource.makeReadSource(fileDescriptor: socket, queue: queue)
      start(source, on: socket) { onReady(socket, CURL_CSELECT_IN) }
      watch.read = source
    } else if !wantsRead, let source = watch.read {
      source.cancel()
      watch.read = nil
    }
    if wantsWrite, watch.write == nil {
      let source = DispatchSource.makeWriteSource(fileDescriptor: socket, queue: queue)
      start(source, on: socket) { onReady(socket, CURL_CSELECT_OUT) }
      watch.write = source
    } else if !wantsWrite, let source = watch.write {
      source.cancel()
      watch.write = nil
    }
    watches[socket] = wantsRead || wantsWrite ? watch : nil
  }

  private func start(
    _ source: any DispatchSourceProtocol, on socket: curl_socket_t,
    onReady: @escaping @Sendable () -> Void
  ) {
    lingering[socket, default: 0] += 1
    // A source that is cancelled on its own queue calls its handler no more.
    source.setEventHandler(handler: onReady)
    let end = DispatchWorkItem { self.sourceEnded(on: socket) }
    source.setCancelHandler(handler: end)
    source.resume()
  }

  private func sourceEnded(on socket: curl_socket_t) {
    let rest = (lingering[socket] ?? 1) - 1
    lingering[socket] = rest > 0 ? rest : nil
    if rest == 0, isToClose.remove(socket) != nil { Glibc.close(socket) }
  }

  private func close(_ socket: curl_socket_t) {
    if lingering[socket] == nil {
      Glibc.close(socket)
    } else {
      isToClose.insert(socket)
    }
  }
}
