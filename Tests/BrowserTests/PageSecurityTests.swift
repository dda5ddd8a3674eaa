import Foundation
import JSON
import TestSupport
import Testing

/// Who is not let in, and what is not done for whoever is.
@Suite(.serialized, .enabled(if: BuiltBinary.sluice.isBuilt, "sluice is not built"))
struct PageSecurityTests {
  private let scene: ReviewScene
  private let cookie: String
  private let changeToken: String
  private let id: String

  private static let bill = Bill(ordinal: 12, mistake: .swappedTotal)

  init() throws {
    scene = try ReviewScene([Self.bill])
    try scene.serve()
    let target = String(scene.url.drop { $0 != "?" })
    let opened = try RawHTTP.ask("GET", "/" + target, port: scene.port)
    #expect(opened.status == 200)
    let set = try #require(opened.headers["set-cookie"])
    #expect(set.contains("HttpOnly") && set.contains("SameSite=Strict"))
    cookie = String(set.prefix { $0 != ";" })
    let queue = try RawHTTP.ask(
      "GET", "/", port: scene.port, headers: [("Cookie", String(set.prefix { $0 != ";" }))])
    changeToken = try #require(
      queue.text.firstMatch(of: /change-token" content="([0-9a-f]+)"/).map { String($0.1) })
    id = try scene.id(of: Self.bill.name)
  }

  private func get(_ target: String, _ headers: [(String, String)] = []) throws -> RawHTTP.Answer {
    try RawHTTP.ask("GET", target, port: scene.port, headers: [("Cookie", cookie)] + headers)
  }

  private func accept(_ headers: [(String, String)]) throws -> RawHTTP.Answer {
    let version = try #require(
      try get("/letters/\(id)").text.firstMatch(of: /data-version="([0-9a-f]+)"/)
        .map { String($0.1) })
    let body: JSONValue = [
      "kind": "discard", "reason": "because", "version": .string(version),
    ]
    return try RawHTTP.ask(
      "POST", "/letters/\(id)/decide", port: scene.port, headers: headers, body: Data(body.utf8()))
  }

  private var ours: [(String, String)] {
    [
      ("Cookie", cookie), ("Origin", "http://127.0.0.1:\(scene.port)"),
      ("X-Change-Token", changeToken), ("Content-Type", "application/json"),
    ]
  }

  private func ours(without name: String, with other: String? = nil) -> [(String, String)] {
    ours.filter { $0.0 != name } + (other.map { [(name, $0)] } ?? [])
  }

  @Test func withoutTheCookieNothingIsShown() throws {
    let targets = [
      "/", "/letters/\(id)", "/letters/\(id)/pages/1.png", "/assets/page.js",
      "/group?class=invalid",
      "/?token=" + String(repeating: "0", count: 64), "/?token=",
    ]
    for target in targets {
      let answer = try RawHTTP.ask("GET", target, port: scene.port)
      #expect(answer.status == 403, "\(target)")
      #expect(!answer.text.contains("INV-"))
      #expect(answer.headers["set-cookie"] == nil)
    }
  }

  @Test func anotherNameForThisMachineIsNotAnswered() throws {
    for host in ["evil.example", "evil.example:\(scene.port)", "127.0.0.1", "127.0.0.1:1", ""] {
      let answer = try get("/", [("Host", host)])
      // An empty name is refused before it comes to the page.
      #expect([400, 421].contains(answer.status), "\(host): \(answer.status)")
    }
    #expect(try get("/", [("Host", "localhost:\(scene.port)")]).status == 200)
  }

  @Test func aChangeNeedsItsOriginItsTokenAndJSON() throws {
    let refused = [
      ours(without: "Origin"), ours(without: "Origin", with: "http://evil.example"),
      ours(without: "Origin", with: "null"), ours(without: "X-Change-Token"),
      ours(without: "X-Change-Token", with: String(repeating: "0", count: 64)),
      ours(without: "Cookie"), ours(without: "Content-Type", with: "text/plain"),
      ours + [("Sec-Fetch-Site", "cross-site")],
    ]
    for headers in refused {
      let answer = try accept(headers)
      #expect([403, 415].contains(answer.status), "\(headers)")
    }
    #expect(try scene.lines("dead-letters.jsonl").count == 1)
    #expect(try accept(ours).status == 200)
    #expect(scene.waits(for: Self.bill.name, in: "dead-letters.jsonl") { $0 == nil })
  }

  @Test func pathsLeadNowhereElse() throws {
    let targets = [
      "/assets/../page.css", "/assets/%2e%2e/page.js", "/assets/..%2f..%2fetc%2fpasswd",
      "//etc/passwd", "/letters/../../etc/passwd", "/letters/%00", "/assets/page.js%00.png",
      "/letters/\(id)/pages/..%2f1.png", "/letters/\(id)/pages/0.png",
      "/letters/\(id)/pages/-1.png", "/letters/\(id)/pages/99999999999999999999.png",
      "/letters/\(id)/pages/7.png", "/letters/zzzz",
      "/letters/" + String(repeating: "a", count: 64),
      "/nothing", "/letters", "/" + String(repeating: "a/", count: 2000),
    ]
    for target in targets {
      let answer = try get(target)
      #expect(answer.status == 404, "\(target.prefix(60)): \(answer.status)")
      #expect(!answer.text.contains("root:"))
    }
    for method in ["PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"] {
      let answer = try RawHTTP.ask(method, "/", port: scene.port, headers: [("Cookie", cookie)])
      #expect([400, 405, 501].contains(answer.status), "\(method)")
    }
  }

  @Test func everyAnswerForbidsWhatThePageDoesNotNeed() throws {
    for target in [
      "/", "/letters/\(id)", "/assets/page.css", "/nothing", "/letters/\(id)/pages/1.png",
    ] {
      let headers = try get(target).headers
      let policy = headers["content-security-policy"] ?? ""
      #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(target)")
      #expect(headers["x-content-type-options"] == "nosniff")
      #expect(headers["x-frame-options"] == "DENY")
      #expect(headers["referrer-policy"] == "no-referrer")
    }
  }

  @Test func aHugeBodyIsRefusedAndThePageGoesOn() throws {
    let huge = Data(repeating: UInt8(ascii: " "), count: 100_000_000)
    let answer = try? RawHTTP.ask(
      "POST", "/letters/\(id)/check", port: scene.port, headers: ours, body: huge)
    // Who is cut off while sending may not get to read why.
    #expect(answer == nil || answer?.status == 413)
    let unannounced = try? RawHTTP.ask(
      "POST", "/letters/\(id)/check", port: scene.port,
      headers: ours + [("Content-Length", "2000000")], body: Data(repeating: 32, count: 2_000_000))
    #expect(unannounced == nil || unannounced?.status == 413)
    #expect(try get("/").status == 200)
    let text = try String(
      contentsOfFile: "/proc/\(try #require(scene.pid))/status", encoding: .utf8)
    let resident = try #require(text.firstMatch(of: /VmRSS:\s+(\d+)/).flatMap { Int($0.1) })
    #expect(resident < 400_000, "kilobytes")
  }

  @Test func nonsenseIsAnsweredWithASentence() throws {
    for (action, body) in [
      ("check", #"{"edits":[{"at":"nowhere","text":"1"}]}"#), ("check", "[[[["),
      ("check", #"{"edits":[{"at":"/rows/7/text","text":"1"}]}"#), ("words", "{}"),
      ("words", #"{"at":"/total","page":1,"box":[0,0,1e300,5]}"#),
      ("words", #"{"at":"/total","start":3,"end":2}"#), ("decide", "{}"), ("eat", "{}"),
    ] {
      let answer = try RawHTTP.ask(
        "POST", "/letters/\(id)/\(action)", port: scene.port, headers: ours, body: Data(body.utf8))
      #expect((400..<500).contains(answer.status), "\(action) \(body): \(answer.status)")
    }
    #expect(try scene.lines("dead-letters.jsonl").count == 1)
  }

  @Test func aRetryIsAskedOnlyOfModelsOfTheRouteAndWithinBounds() throws {
    let version = try #require(
      try get("/letters/\(id)").text.firstMatch(of: /data-version="([0-9a-f]+)"/)
        .map { String($0.1) })
    for retry in [
      #"{"rung":"../other"}"#, #"{"max_output_tokens":0}"#, #"{"max_output_tokens":1e9}"#,
      #"{"max_output_tokens":"many"}"#,
    ] {
      let body = #"{"kind":"retry","version":"\#(version)","retry":\#(retry)}"#
      let answer = try RawHTTP.ask(
        "POST", "/letters/\(id)/decide", port: scene.port, headers: ours, body: Data(body.utf8))
      #expect(answer.status == 422, "\(retry): \(answer.status)")
    }
    #expect(try !scene.command("dead-letters", "show", id).stdout.contains("asks again"))
  }

  @Test func anotherAddressThanLoopbackIsRefusedWithASentence() throws {
    let ended = try scene.command("review", "--address", "0.0.0.0")
    #expect(ended.status == 64)
    #expect(ended.stderr.contains("this machine only"))
    #expect(ended.stdout == "")
  }
}
