import Foundation
import JSON
import TestSupport
import Testing

/// A window of a headless Chromium, as one test has it: without cookies and memories of others.
final class Browser {
  /// Whether there is one; on a build server its absence is a failure, not a reason to skip.
  static let isUsable = Chromium.isUsable
  static let absence: Comment = "no chromium and chromium-driver: `make test` installs them"

  private let chromium: Chromium

  init() throws {
    chromium = try Chromium.lend()
    try chromium.forget()
    try show(width: 1280, isDark: false)
  }

  deinit { chromium.giveBack() }

  @discardableResult
  private func command(
    _ method: String, _ path: String, _ body: JSONValue? = nil
  ) throws -> JSONValue {
    try chromium.command(method, path, body)
  }

  // MARK: - Windows

  /// Opens a page of sluice's and waits until its script hears keys.
  func open(_ url: String) throws {
    try command("POST", "/url", ["url": .string(url)])
    let isReady = waits(
      until:
        "document.querySelector('main') && document.documentElement.dataset.ready !== undefined")
    #expect(isReady, "\(url.prefix { $0 != "?" })")
  }

  /// The handle of the window that commands go to.
  var window: String {
    get throws { try command("GET", "/window").stringValue ?? "" }
  }

  func openWindow() throws -> String {
    try command("POST", "/window/new", ["type": "tab"])["handle"]?.stringValue ?? ""
  }

  func turn(to window: String) throws {
    try command("POST", "/window", ["handle": .string(window)])
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
    try chromium.chrome(name, parameters)
  }

  /// A picture of what the window shows.
  func screenshot() throws -> Data {
    let text = try command("GET", "/screenshot").stringValue ?? ""
    return Data(base64Encoded: text) ?? Data()
  }

  /// What pages have complained about since the last time: errors and refused scripts.
  func complaints() throws -> [String] {
    let entries = try command("POST", "/se/log", ["type": "browser"]).arrayValue ?? []
    return entries.filter { $0["level"]?.stringValue == "SEVERE" }
      .compactMap { $0["message"]?.stringValue }
  }

  // MARK: - What a page says

  /// The value of an expression in the page.
  @discardableResult
  func value(_ expression: String) throws -> JSONValue {
    try command(
      "POST", "/execute/sync",
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

  /// What axe-core finds to keep people from using the page, of its two gravest kinds.
  ///
  /// Rules of WCAG 2.1, levels A and AA: those of 2.2 take a field that is scrolled below the bar for
  /// one that is too small.
  ///
  /// - Returns: rules, each with the first elements that break it.
  func faults() throws -> [String] {
    let script = try String(contentsOf: Axe.script, encoding: .utf8)
    try command(
      "POST", "/execute/sync",
      ["script": .string(script + "; window.axe = axe; return true"), "args": []])
    let found = try value(
      """
      axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
        resultTypes: ["violations"],
      }).then(({ violations }) => violations
        .filter(({ impact }) => ["serious", "critical"].includes(impact))
        .map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map((one) => one.html.slice(0, 120)).join(" ")))
      """)
    return (found.arrayValue ?? []).compactMap(\.stringValue)
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
      "POST", "/actions",
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
      "POST", "/actions",
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
