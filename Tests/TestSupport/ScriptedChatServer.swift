import Dispatch
private import Foundation
import Synchronization

/// A model's server that answers from a script.
///
/// It fakes the model only: what stands between is real. It listens on a loopback port, speaks
/// HTTP/1.1 with kept connections, and reads real requests from real sockets, so a client is tested
/// with its own transport, time-outs and broken connections. `POST …/chat/completions` is answered
/// by the script, `GET /health` with 200, anything else with 404. It knows `Content-Length` bodies
/// only, and no TLS. One serial queue does it all, so thousands of connections cost no threads;
/// the script is called on that queue and must not block: a pause is ``ScriptedAnswer/delay(_:then:)``.
package final class ScriptedChatServer: Sendable {
  /// Answers one request.
  package typealias Script = @Sendable (ChatRequest) -> ScriptedAnswer

  /// Sources may be used from any thread; their protocol does not say so.
  struct Listener: @unchecked Sendable {
    let source: any DispatchSourceRead
  }

  struct State {
    var listener: Listener?
    var connections: [ObjectIdentifier: ScriptedConnection] = [:]
    var requests: [ChatRequest] = []
    var inFlight = 0
    var mostInFlight = 0
  }

  /// The port it listens on, also while it is stopped.
  package let port: UInt16
  let queue = DispatchQueue(label: "scripted-chat-server")
  let script: Script
  let state = Mutex(State())

  /// Listens on a free port from now on.
  package init(_ script: @escaping Script) throws {
    self.script = script
    let (descriptor, port) = try ListeningSocket.open()
    self.port = port
    accept(on: descriptor)
  }

  deinit {
    stop()
  }

  /// What a pipeline has as `base_url`.
  package var baseURL: String { "http://127.0.0.1:\(port)/v1" }

  /// Chat requests so far, in order of arrival.
  package var requests: [ChatRequest] { state.withLock { $0.requests } }

  /// How many chat requests came so far.
  package var count: Int { state.withLock { $0.requests.count } }

  /// The most chat requests that were unanswered at one time.
  package var mostInFlight: Int { state.withLock { $0.mostInFlight } }

  /// Closes the port and all connections, whose answers are not given; blocks until then.
  package func stop() {
    let (listener, connections) = state.withLock { state in
      defer { (state.listener, state.connections, state.inFlight) = (nil, [:], 0) }
      return (state.listener, Array(state.connections.values))
    }
    guard let listener = listener?.source else { return }
    let closed = DispatchGroup()
    closed.enter()
    listener.setCancelHandler { [handle = listener.handle] in
      close(Int32(handle))
      closed.leave()
    }
    listener.cancel()
    for connection in connections { connection.close() }
    closed.wait()
  }

  /// Listens on the same port again.
  package func restart() throws {
    stop()
    accept(on: try ListeningSocket.open(port: port).descriptor)
  }

  private func accept(on descriptor: Int32) {
    let listener = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    listener.setEventHandler { [weak self] in
      while let self {
        let socket = Foundation.accept(descriptor, nil, nil)
        guard socket >= 0 else { return }
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        let connection = ScriptedConnection(socket, server: self)
        self.state.withLock { $0.connections[ObjectIdentifier(connection)] = connection }
      }
    }
    let kept = Listener(source: listener)
    state.withLock { $0.listener = kept }
    listener.resume()
  }
}

/// A listening TCP socket on loopback.
enum ListeningSocket {
  /// Opens one on a free port.
  ///
  /// Below those that the system gives to outgoing connections: while a server that is to come back
  /// is away, none of them can take its port.
  static func open() throws -> (descriptor: Int32, port: UInt16) {
    for _ in 0..<100 {
      if let socket = try? open(port: .random(in: 10_000..<32_000)) { return socket }
    }
    return try open(port: 0)
  }

  /// Opens one.
  ///
  /// - Parameter port: 0 for one that the system chooses.
  static func open(port: UInt16) throws -> (descriptor: Int32, port: UInt16) {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_INET, type, 0)
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, size) == 0 && listen(descriptor, 4096) == 0
          && getsockname(descriptor, address, &size) == 0
      }
    }
    guard descriptor >= 0, code else {
      let error = POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      close(descriptor)
      throw error
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }
}
