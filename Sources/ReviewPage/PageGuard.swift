private import Extraction

/// Who may ask, and for what: everything is refused that did not come from the page itself, opened
/// by the person who started it.
///
/// A page on loopback has enemies in the same browser: another site may send requests to it, embed
/// it, or point a name of its own at 127.0.0.1 (DNS rebinding). So the address is useless without a
/// secret of this start, which is traded for a cookie that no script can read and no other site can
/// send; `Host` must be one of our own; a change needs our own `Origin` and a second secret that
/// stands in our pages only; and what a page may load is ours alone.
package struct PageGuard: Sendable {
  /// Where the page is.
  let port: Int
  /// In the address that is printed.
  package let token: String
  /// In every page, to be sent with every change.
  let changeToken: String
  private let cookie: String
  private let cookieName: String
  private let hosts: Set<String>

  /// Bytes of a body at most: the largest is a record with all its edits.
  package static let largestBody = 1_000_000

  /// - Parameter port: where the page is.
  package init(port: Int) {
    self.port = port
    token = Self.secret()
    changeToken = Self.secret()
    cookie = Self.secret()
    // Cookies do not know ports: two pages in one browser must not share one.
    cookieName = "sluice-review-\(port)"
    hosts = ["127.0.0.1:\(port)", "localhost:\(port)", "[::1]:\(port)"]
  }

  /// Looks at everything but the body.
  ///
  /// - Returns: what to answer instead; nil where the request may go on.
  package func refusal(of request: PageRequest) -> PageAnswer? {
    guard let host = request.headers["host"], hosts.contains(host.lowercased()) else {
      return .refusal(421, "This page answers on its own address only.")
    }
    guard request.method == "GET" || request.method == "POST" else {
      var answer = PageAnswer.refusal(405, "There is nothing to be done so.")
      answer.headers["allow"] = "GET, POST"
      return answer
    }
    if let site = request.headers["sec-fetch-site"], site != "same-origin", site != "none",
      request.method == "POST" || request.headers["sec-fetch-mode"] != "navigate"
    {
      return .refusal(403, "Another site asked for this.")
    }
    if request.method == "GET", request.path == [], let token = request.query["token"] {
      guard Self.isSame(token, self.token) else { return Self.stranger }
      // No redirect: a browser that comes from elsewhere would follow it without the cookie.
      var answer = PageAnswer.html(Self.entry)
      answer.headers["set-cookie"] =
        "\(cookieName)=\(cookie); Path=/; HttpOnly; SameSite=Strict"
      return answer
    }
    guard Self.isSame(request.cookie(cookieName) ?? "", cookie) else { return Self.stranger }
    guard request.method == "POST" else { return nil }
    guard request.headers["origin"]?.lowercased() == "http://" + host.lowercased() else {
      return .refusal(403, "Another site asked for this.")
    }
    guard Self.isSame(request.headers["x-change-token"] ?? "", changeToken) else {
      return .refusal(403, "This page is from an earlier start: load it again.")
    }
    guard request.headers["content-type"]?.hasPrefix("application/json") ?? false else {
      return .refusal(415, "Changes are sent as JSON.")
    }
    if let length = request.headers["content-length"].flatMap({ Int($0) }),
      length > Self.largestBody
    {
      return Self.tooLarge
    }
    return nil
  }

  private static let entry: HTML = """
    <!doctype html><html lang="en"><head><meta charset="utf-8"><title>sluice</title>\
    <link rel="icon" href="/assets/icon.svg"><meta http-equiv="refresh" content="0; url=/"></head>\
    <body><p><a href="/">To the queue</a></p></body></html>
    """

  /// A body over ``largestBody``.
  package static let tooLarge = PageAnswer.refusal(413, "That is too much at once.")

  private static let stranger = PageAnswer.refusal(
    403, "Open the address that sluice review printed: it holds the key to this page.")

  /// What every answer says to the browser.
  package static let headers = [
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
      + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff", "x-frame-options": "DENY",
    "referrer-policy": "no-referrer", "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin", "cache-control": "no-store",
  ]

  /// 256 bits of the system's randomness in hexadecimal.
  private static func secret() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
      let digits = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }

  /// Takes as long whatever is different: digests are compared, not the secrets.
  private static func isSame(_ left: String, _ right: String) -> Bool {
    Digest(of: left) == Digest(of: right)
  }
}
