package import Foundation

/// HTTP/1.1 in plain sight: what is sent is what the test writes, true or not.
package enum RawHTTP {
  /// What came back.
  package struct Answer: Sendable {
    package var status: Int
    /// By lowercase name.
    package var headers: [String: String]
    package var body: Data

    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) {
      self.description = description
    }
  }

  /// Sends a request to loopback and reads the answer; blocks.
  ///
  /// - Parameters:
  ///   - headers: in the order written; `Host`, `Content-Length` and `Connection` are added where
  ///     they are not given.
  ///   - timeLimit: of each wait, in seconds.
  package static func ask(
    _ method: String, _ target: String, port: Int, headers: [(String, String)] = [],
    body: Data = Data(), timeLimit: Int = 60
  ) throws -> Answer {
    let names = Set(headers.map { $0.0.lowercased() })
    var lines = ["\(method) \(target) HTTP/1.1"]
    if !names.contains("host") { lines.append("Host: 127.0.0.1:\(port)") }
    if !names.contains("content-length") { lines.append("Content-Length: \(body.count)") }
    lines += ["Connection: close"] + headers.map { "\($0.0): \($0.1)" }
    return try exchange(
      Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body, port: port, timeLimit)
  }

  private static func exchange(_ request: Data, port: Int, _ timeLimit: Int) throws -> Answer {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw Failure(description: "no socket") }
    defer { close(socket) }
    var limit = timeval(tv_sec: timeLimit, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure(description: "nobody listens on \(port)") }
    send(request, to: socket)
    return try answer(from: socket)
  }

  /// Sends as much as is taken: who refuses a body need not read it to its end.
  private static func send(_ request: Data, to socket: Int32) {
    request.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      var sent = 0
      while sent < bytes.count {
        let count = Foundation.send(
          socket, start + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
        guard count > 0 else { return }
        sent += count
      }
    }
  }

  private static func answer(from socket: Int32) throws -> Answer {
    var received = Data()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let border = Data("\r\n\r\n".utf8)
    while true {
      if let end = received.range(of: border) {
        var answer = try head(received[..<end.lowerBound])
        let rest = received[end.upperBound...]
        if let length = answer.headers["content-length"].flatMap({ Int($0) }),
          rest.count >= length
        {
          answer.body = Data(rest.prefix(length))
          return answer
        }
      }
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      received.append(contentsOf: buffer[..<count])
    }
    guard let end = received.range(of: border) else {
      throw Failure(description: "the connection was closed without an answer")
    }
    var answer = try head(received[..<end.lowerBound])
    answer.body = Data(received[end.upperBound...])
    return answer
  }

  private static func head(_ bytes: Data) throws -> Answer {
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw Failure(description: "no status: \(lines[0])")
    }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return Answer(status: status, headers: headers, body: Data())
  }
}
