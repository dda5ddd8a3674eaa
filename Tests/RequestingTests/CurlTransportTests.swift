import Dispatch
import JSON
import Synchronization
import TestSupport
import Testing

@testable import Requesting

@Suite(.serialized) struct CurlTransportTests {
  private let transport = CurlTransport(connections: 100, responseLimit: 100_000)

  private func send(_ request: HTTPRequest) -> Result<HTTPResponse, TransportError> {
    Waiter.wait { _ = transport.send(request, completion: $0) }
  }

  private func post(
    _ server: ScriptedChatServer, headers: [(name: String, value: String)] = [],
    body: [UInt8] = Array("{}".utf8), timeout: Double = 30
  ) -> HTTPRequest {
    HTTPRequest(
      .post, url: server.baseURL + "/chat/completions", headers: headers, body: body,
      timeout: timeout)
  }

  @Test func carriesHeadersAndALargeBody() throws {
    let server = try ScriptedChatServer { .content($0.headers["x-test"] ?? "") }
    let body =
      Array(#"{"a":""#.utf8) + [UInt8](repeating: 0x61, count: 3_000_000) + Array("\"}".utf8)
    let response = try send(post(server, headers: [("X-Test", "yes")], body: body)).get()
    #expect(response.status == 200)
    #expect(response.header("content-type") == "application/json")
    #expect(String(decoding: response.body, as: UTF8.self).contains(#""content":"yes""#))
    #expect(server.requests.first?.bytes == body)
    #expect(server.requests.first?.headers["expect"] == nil)
  }

  @Test func keepsHundredsOfRequestsInFlightAndCompletesEachOnce() throws {
    let server = try ScriptedChatServer { _ in .delay(0.2, then: .content("x")) }
    let counts = Mutex([Int](repeating: 0, count: 500))
    let group = DispatchGroup()
    for index in 0..<500 {
      group.enter()
      _ = transport.send(post(server, body: Array(#"{"n":\#(index)}"#.utf8), timeout: 60)) {
        result in
        if case .success(let response) = result, response.status == 200 {
          counts.withLock { $0[index] += 1 }
        }
        group.leave()
      }
    }
    #expect(group.wait(timeout: .now() + 60) == .success)
    #expect(counts.withLock { $0.allSatisfy { $0 == 1 } })
    #expect(Set(server.requests.map(\.body.description)).count == 500)
    #expect(server.mostInFlight > 50 && server.mostInFlight <= 100)
  }

  @Test func givesUpWhenTheTimeIsOver() throws {
    let server = try ScriptedChatServer { _ in .hang }
    guard case .failure(.timedOut) = send(post(server, timeout: 0.3)) else {
      Issue.record("not timed out")
      return
    }
  }

  @Test func reportsAConnectionThatBreaks() throws {
    let server = try ScriptedChatServer { _ in .drop }
    guard case .failure(.broken) = send(post(server)) else {
      Issue.record("not broken")
      return
    }
  }

  @Test func reportsThatNobodyListens() throws {
    let server = try ScriptedChatServer { _ in .content("") }
    server.stop()
    guard case .failure(.cannotConnect) = send(post(server)) else {
      Issue.record("not refused")
      return
    }
    try server.restart()
    #expect(try send(post(server)).get().status == 200)
  }

  @Test func refusesAResponseThatIsTooLarge() throws {
    let server = try ScriptedChatServer { _ in
      .content(String(repeating: "x", count: 200_000))
    }
    guard case .failure(.tooLarge(limit: 100_000)) = send(post(server)) else {
      Issue.record("not too large")
      return
    }
  }

  @Test func followsNoRedirect() throws {
    let target = try ScriptedChatServer { _ in .content("stolen") }
    let server = try ScriptedChatServer { _ in
      .status(307, headers: ["Location": target.baseURL + "/chat/completions"])
    }
    #expect(try send(post(server)).get().status == 307)
    #expect(target.count == 0)
  }

  @Test(arguments: [
    "file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "", "http://",
  ])
  func speaksHTTPOnly(url: String) {
    guard case .failure(.unsendable) = send(HTTPRequest(url: url, timeout: 5)) else {
      Issue.record("sent")
      return
    }
  }

  @Test func sendsNoHeaderWithALineBreak() throws {
    let server = try ScriptedChatServer { _ in .content("") }
    let request = post(server, headers: [("Authorization", "Bearer a\r\nX-Evil: 1")])
    guard case .failure(.unsendable(let words)) = send(request) else {
      Issue.record("sent")
      return
    }
    #expect(!words.contains("Bearer"))
    #expect(server.count == 0)
  }

  @Test func givesUpWhatIsCancelled() throws {
    let server = try ScriptedChatServer { _ in .hang }
    let result = Waiter.wait { completion in
      let ticket = transport.send(post(server), completion: completion)
      transport.cancel(ticket)
      transport.cancel(ticket)
    }
    guard case .failure(.cancelled) = result else {
      Issue.record("not cancelled")
      return
    }
  }

  @Test func reusesConnectionsAndSurvivesThoseThatTheServerClosed() throws {
    let server = try ScriptedChatServer { _ in .content("") }
    for _ in 0..<20 {
      for _ in 0..<5 { #expect(try send(post(server)).get().status == 200) }
      server.stop()
      try server.restart()
    }
  }

  @Test(arguments: [
    ("http://127.0.0.1:80/v1", true), ("http://LOCALHOST/v1", true), ("http://[::1]:8080", true),
    ("http://user:secret@127.9.9.9/x", true), ("https://127.0.0.1.example.com", false),
    ("https://api.example.com/127.0.0.1", false), ("http://localhost@example.com", false),
  ])
  func knowsLoopback(url: String, isLoopback: Bool) {
    #expect(Loopback.isHost(of: url) == isLoopback)
  }
}
