import Foundation
import JSON
import TestSupport
import Testing

/// A headless Chromium, driven by WebDriver (<https://www.w3.org/TR/webdriver2/>).
final class Browser {
  /// Whether there is one; on a build server its absence is a failure, not a reason to skip.
  static let isUsable =
    ProcessInfo.processInfo.environment["CI"] == "true"
    || [driver, chromium].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
  static let absence: Comment = "no chromium and chromium-driver: `make test` installs them"

  private static let driver = "/usr/bin/chromedriver"
  private static let chromium = "/usr/bin/chromium"

  private let process: RunningBinary
  private let port: Int
  private var session = ""

  init() throws {
    process = try BuiltBinary(path: Self.driver).start(["--port=0"])
    var found: Int?
    let line = /started successfully on port (\d+)/
    let isListening = process.waits(timeLimit: 30) { [process] in
      found = process.stdout.firstMatch(of: line).flatMap { Int($0.1) }
      return found != nil
    }
    port = found ?? 0
    try #require(isListening, "chromedriver: \(process.stderr)")
    let started = try command(
      "POST", "/session",
      [
        "capabilities": [
          "alwaysMatch": [
            "goog:chromeOptions": [
              "binary": .string(Self.chromium),
              "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--hide-scrollbars", "--window-size=1280,800",
              ],
            ],
            "goog:loggingPrefs": ["browser": "ALL"],
          ]
        ]
      ])
    session = "/session/" + (try #require(started["sessionId"]?.stringValue))
    try show(width: 1280, isDark: false)
  }

  deinit {
    if !session.isEmpty { _ = try? command("DELETE", session) }
    process.signalled(SIGTERM)
  }

  /// One command; throws what the driver says went wrong.
  @discardableResult
  private func command(_ method: String, _ path: String, _ body: JSONValue? = nil) throws
    -> JSONValue
  {
    let answer = try RawHTTP.ask(
      method, path, port: port, headers: [("Content-Type", "application/json")],
      body: body.map { Data($0.utf8()) } ?? Data())
    let value = try JSONValue(parsing: [UInt8](answer.body))["value"] ?? .null
    guard answer.status == 200 else {
      throw RawHTTP.Failure(description: "\(path): \(value["message"]?.stringValue ?? answer.text)")
    }
    return value
  }

  // MARK: - Windows

  /// Opens a page of sluice's and waits until its script hears keys.
  func open(_ url: String) throws {
    try command("POST", session + "/url", ["url": .string(url)])
    let isReady = waits(
      until:
        "document.querySelector('main') && document.documentElement.dataset.ready !== undefined")
    #expect(isReady, "\(url.prefix { $0 != "?" })")
  }

  /// The handle of the window that commands go to.
  var window: String {
    get throws { try command("GET", session + "/window").stringValue ?? "" }
  }

  func openWindow() throws -> String {
    try command("POST", session + "/window/new", ["type": "tab"])["handle"]?.stringValue ?? ""
  }

  func turn(to window: String) throws {
    try command("POST", session + "/window", ["handle": .string(window)])
  }

  /// Shows the page so wide, as a phone does below 600, in light or dark.
  func show(width: Int, isDark: Bool) throws {
    let height = width < 600 ? 844 : 800
    try chrome(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": JSONValue(width), "height": JSONValue(height), "deviceScaleFactor": 1,
        "mobile": JSONValue(width < 600),
      ])
    try chrome(
      "Emulation.setEmulatedMedia",
      [
        "features": [
          ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"],
          ["name": "prefers-reduced-motion", "value": "reduce"],
        ]
      ])
  }

  private func chrome(_ name: String, _ parameters: JSONValue) throws {
    try command(
      "POST", session + "/goog/cdp/execute", ["cmd": .string(name), "params": parameters])
  }

  /// A picture of what the window shows.
  func screenshot() throws -> Data {
    let text = try command("GET", session + "/screenshot").stringValue ?? ""
    return Data(base64Encoded: text) ?? Data()
  }

  /// What pages have complained about since the last time: errors and refused scripts.
  func complaints() throws -> [String] {
    let entries = try command("POST", session + "/se/log", ["type": "browser"]).arrayValue ?? []
    return entries.filter { $0["level"]?.stringValue == "SEVERE" }
      .compactMap { $0["message"]?.stringValue }
  }

  // MARK: - What a page says

  /// The value of an expression in the page.
  @discardableResult
  func value(_ expression: String) throws -> JSONValue {
    try command(
      "POST", session + "/execute/sync",
      ["script": .string("return (\(expression))"), "args": []])
  }

  func text(_ expression: String) throws -> String { try value(expression).stringValue ?? "" }

  /// Waits until an expression is true; a page may be between two documents meanwhile.
  func waits(timeLimit: Double = 20, until expression: String) -> Bool {
    let deadline = Date(timeIntervalSinceNow: timeLimit)
    while Date() < deadline {
      if (try? value("Boolean(\(expression))")) == true { return true }
      usleep(15_000)
    }
    return false
  }

  // MARK: - What a person does

  /// Presses keys, one after the other.
  func press(_ keys: Key...) throws { try press(keys) }

  func press(_ keys: [Key]) throws {
    let actions = keys.flatMap { key -> [JSONValue] in
      let codes = key.codes.map { JSONValue.string($0) }
      return codes.map { ["type": "keyDown", "value": $0] }
        + codes.reversed().map { ["type": "keyUp", "value": $0] }
    }
    try command(
      "POST", session + "/actions",
      ["actions": [["type": "key", "id": "keyboard", "actions": .array(actions)]]])
  }

  /// Drags the mouse, or a finger, from one point of the window to another.
  ///
  /// - Parameter finger: how long a finger is held before it moves, in milliseconds; nil for a mouse.
  func drag(
    from start: (Double, Double), to end: (Double, Double), finger: Int? = nil
  ) throws {
    func move(_ point: (Double, Double), _ duration: Int) -> JSONValue {
      [
        "type": "pointerMove", "duration": JSONValue(duration), "origin": "viewport",
        "x": JSONValue(Int(point.0)), "y": JSONValue(Int(point.1)),
      ]
    }
    try command(
      "POST", session + "/actions",
      [
        "actions": [
          [
            "type": "pointer", "id": .string(finger == nil ? "mouse" : "finger"),
            "parameters": ["pointerType": .string(finger == nil ? "mouse" : "touch")],
            "actions": [
              move(start, 0), ["type": "pointerDown", "button": 0],
              ["type": "pause", "duration": JSONValue(finger ?? 0)],
              move(end, 60),
              ["type": "pointerUp", "button": 0],
            ],
          ]
        ]
      ])
  }
}

/// A key, or several held at once.
struct Key: ExpressibleByStringLiteral {
  /// As WebDriver numbers them.
  let codes: [String]

  init(stringLiteral character: String) { codes = [character] }

  private init(_ codes: [String]) { self.codes = codes }

  static let enter = Key(["\u{E007}"])
  static let escape = Key(["\u{E00C}"])
  static let delete = Key(["\u{E017}"])
  static let backspace = Key(["\u{E003}"])
  static let tab = Key(["\u{E004}"])

  static func alt(_ character: String) -> Key { Key(["\u{E00A}", character]) }
  static func control(_ key: Key) -> Key { Key(["\u{E009}"] + key.codes) }

  /// The keys of a text.
  static func typing(_ text: String) -> [Key] { text.map { Key(stringLiteral: String($0)) } }
}
