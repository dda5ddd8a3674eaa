import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

/// A headless Chromium, driven by WebDriver (<https://www.w3.org/TR/webdriver2/>).
///
/// To start one takes as long as most tests: it is lent to one after the other, and ends with the
/// process.
final class Chromium: Sendable {
  static let isUsable =
    ProcessInfo.processInfo.environment["CI"] == "true"
    || [driver, chromium].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

  private static let driver = "/usr/bin/chromedriver"
  private static let chromium = "/usr/bin/chromium"

  private static let all = Mutex<[Chromium]>([])
  private static let idle = Mutex<[Chromium]>([])

  private let process: RunningBinary
  /// Where the browser keeps its profile; a socket in it may have no long path.
  private let folder: URL
  private let port: Int
  private let session: String

  /// One that nobody has.
  static func lend() throws -> Chromium {
    if let free = idle.withLock({ $0.popLast() }) { return free }
    let started = try Chromium()
    let isFirst = all.withLock { all in
      all.append(started)
      return all.count == 1
    }
    if isFirst { atexit { Chromium.quitAll() } }
    return started
  }

  func giveBack() { Self.idle.withLock { $0.append(self) } }

  private init() throws {
    let name = UUID().uuidString.prefix(8)
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("chromium-\(name)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    process = try BuiltBinary(path: Self.driver).start(
      ["--port=0"], environment: ["TMPDIR": folder.path])
    var found: Int?
    let line = /started successfully on port (\d+)/
    let isListening = process.waits(timeLimit: 30) { [process] in
      found = process.stdout.firstMatch(of: line).flatMap { Int($0.1) }
      return found != nil
    }
    port = found ?? 0
    try #require(isListening, "chromedriver: \(process.stderr)")
    let started = try Self.command(port, "POST", "/session", Self.capabilities)
    session = "/session/" + (try #require(started["sessionId"]?.stringValue))
  }

  private static let capabilities: JSONValue = [
    "capabilities": [
      "alwaysMatch": [
        "goog:chromeOptions": [
          "binary": .string(chromium),
          "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--hide-scrollbars", "--window-size=1280,800",
          ],
        ],
        "goog:loggingPrefs": ["browser": "ALL"],
      ]
    ]
  ]

  private static func quitAll() {
    for started in all.withLock({ $0 }) { started.quit() }
  }

  private func quit() {
    // Whether the browser has heard it or not: its driver ends, and it with its driver.
    _ = try? command("DELETE", "")
    process.signalled(SIGTERM)
    _ = process.wait(timeLimit: 5)
    try? FileManager.default.removeItem(at: folder)
  }

  /// One command of this browser; throws what the driver says went wrong.
  @discardableResult
  func command(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
    try Self.command(port, method, session + path, body)
  }

  private static func command(
    _ port: Int, _ method: String, _ path: String, _ body: JSONValue?
  ) throws -> JSONValue {
    let answer = try RawHTTP.ask(
      method, path, port: port, headers: [("Content-Type", "application/json")],
      body: body.map { Data($0.utf8()) } ?? Data())
    let value = try JSONValue(parsing: [UInt8](answer.body))["value"] ?? .null
    guard answer.status == 200 else {
      throw RawHTTP.Failure(description: "\(path): \(value["message"]?.stringValue ?? answer.text)")
    }
    return value
  }

  /// One command of Chromium's own.
  func chrome(_ name: String, _ parameters: JSONValue) throws {
    try command("POST", "/goog/cdp/execute", ["cmd": .string(name), "params": parameters])
  }

  /// Leaves its first window alone, empty, and nothing of what was done in it.
  func forget() throws {
    try command("DELETE", "/actions")
    let windows = try command("GET", "/window/handles").arrayValue ?? []
    for window in windows.reversed() {
      try command("POST", "/window", ["handle": window])
      if window != windows.first { try command("DELETE", "/window") }
    }
    try command("POST", "/url", ["url": "about:blank"])
    try chrome("Network.clearBrowserCookies", [:])
    try command("POST", "/se/log", ["type": "browser"])
  }
}
