private import Dispatch
private import Foundation
private import JSON
private import Synchronization

/// One kept connection of a scripted server; used on the server's queue.
final class ScriptedConnection: @unchecked Sendable {
  private let socket: Int32
  private let source: any DispatchSourceRead
  private weak var server: ScriptedChatServer?
  private var received: [UInt8] = []
  private var isAnswering = false
  private var isClosed = false

  init(_ socket: Int32, server: ScriptedChatServer) {
    self.socket = socket
    self.server = server
    source = DispatchSource.makeReadSource(fileDescriptor: socket, queue: server.queue)
    source.setEventHandler { [weak self] in self?.receive() }
    source.setCancelHandler { Foundation.close(socket) }
    source.resume()
  }

  deinit {
    source.cancel()
  }

  /// From any thread.
  func close() {
    source.cancel()
    shutdown(socket, Int32(SHUT_RDWR))
  }

  private func end() {
    isClosed = true
    source.cancel()
    _ = server?.state.withLock { $0.connections.removeValue(forKey: ObjectIdentifier(self)) }
  }

  private func receive() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(socket, &buffer, buffer.count)
      if count > 0 {
        received.append(contentsOf: buffer[..<count])
      } else if count < 0, errno == EAGAIN || errno == EINTR {
        return answerNext()
      } else {
        return end()
      }
    }
  }

  private func answerNext() {
    guard !isAnswering, let server, let head = HTTPHead(received),
      received.count >= head.length + head.contentLength
    else { return }
    let body = Array(received[head.length..<(head.length + head.contentLength)])
    received.removeFirst(head.length + head.contentLength)
    isAnswering = true
    guard head.method == "POST", head.path.hasSuffix("/chat/completions") else {
      let isHealth = head.path.hasSuffix("/health")
      return respond(isHealth ? 200 : 404, [:], isHealth ? #"{"status":"ok"}"# : "{}")
    }
    let request = server.state.withLock { state in
      let request = ChatRequest(
        index: state.requests.count, method: head.method, path: head.path, headers: head.headers,
        bytes: body, body: (try? JSONValue(parsing: body)) ?? .null)
      state.requests.append(request)
      state.inFlight += 1
      state.mostInFlight = max(state.mostInFlight, state.inFlight)
      return request
    }
    perform(server.script(request))
  }

  private func perform(_ answer: ScriptedAnswer) {
    switch answer {
    case .content(let text, let finishReason, let usage):
      perform(
        .message(
          ["role": "assistant", "content": .string(text)], finishReason: finishReason,
          usage: usage))
    case .status(let status, let headers, let body):
      settle()
      respond(status, headers, body)
    case .drop:
      settle()
      end()
    case .delay(let seconds, let then):
      server?.queue.asyncAfter(deadline: .now() + seconds) { [weak self] in self?.perform(then) }
    case .hang: break
    }
  }

  private func settle() {
    server?.state.withLock { $0.inFlight -= 1 }
  }

  private func respond(_ status: Int, _ headers: [String: String], _ body: String) {
    if isClosed { return }
    var head = "HTTP/1.1 \(status) Scripted\r\nContent-Length: \(body.utf8.count)\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    guard write(Array((head + "\r\n" + body).utf8)) else { return end() }
    isAnswering = false
    answerNext()
  }

  /// False where the other side is gone.
  private func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        rest.removeFirst(count)
      } else if errno == EAGAIN {
        var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        if poll(&descriptor, 1, 5000) <= 0 { return false }
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}

/// What stands before the body of a request.
private struct HTTPHead {
  var method: String
  var path: String
  /// Names in lower case.
  var headers: [String: String] = [:]
  /// In bytes, the empty line included.
  var length: Int

  /// Nil while it is not all there.
  init?(_ bytes: [UInt8]) {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    length = end.upperBound
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    let first = lines[0].split(separator: " ")
    (method, path) = (String(first.first ?? ""), String(first.dropFirst().first ?? ""))
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...]
        .trimmingCharacters(in: .whitespaces)
    }
  }

  var contentLength: Int { headers["content-length"].flatMap { Int($0) } ?? 0 }
}
