import JSON

/// A request as far as the page looks at it, whatever server took it.
package struct PageRequest: Sendable {
  /// Such as `GET`.
  package var method: String
  /// As it was sent, with the query.
  package var target: String
  /// By lowercase name; of several with one name all, with commas between.
  package var headers: [String: String]
  package var body: [UInt8]

  package init(
    method: String, target: String, headers: [String: String], body: [UInt8] = []
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
  }

  /// The parts of the path, decoded; nil where it is not written as our own links are.
  ///
  /// A part that holds a slash, or is `.` or `..`, names nothing here.
  var path: [String]? {
    let path = target.prefix { $0 != "?" && $0 != "#" }
    guard path.hasPrefix("/") else { return nil }
    var parts: [String] = []
    for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard let decoded = Self.decoded(part), !decoded.contains("/"), !decoded.contains("\\"),
        decoded != ".", decoded != ".."
      else { return nil }
      parts.append(decoded)
    }
    return parts == [""] ? [] : parts
  }

  /// The query's fields; of two with one name the last stands.
  var query: [String: String] {
    guard let start = target.firstIndex(of: "?") else { return [:] }
    var query: [String: String] = [:]
    for pair in target[target.index(after: start)...].prefix(while: { $0 != "#" })
      .split(separator: "&")
    {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]) else { continue }
      query[name] = parts.count > 1 ? Self.decoded(parts[1]) ?? "" : ""
    }
    return query
  }

  /// The value of a cookie; nil where it was not sent.
  func cookie(_ name: String) -> String? {
    for pair in (headers["cookie"] ?? "").split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      let key = parts.first.map { $0.drop { $0 == " " } }
      if parts.count == 2, key.map(String.init) == name { return String(parts[1]) }
    }
    return nil
  }

  /// The body as JSON; nil where it is none.
  var json: JSONValue? { try? JSONValue(parsing: body) }

  /// Undoes percent encoding; nil where it is broken or not UTF-8.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16), value != 0 else {
          return nil
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// A text as part of a query.
  static func encoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { encoded, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        encoded.unicodeScalars.append(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
  }
}

/// What is sent back.
package struct PageAnswer: Sendable {
  package var status: Int
  package var headers: [String: String]
  package var body: [UInt8]

  init(_ status: Int, _ type: String, _ body: [UInt8]) {
    self.status = status
    headers = ["content-type": type]
    self.body = body
  }

  static func html(_ page: HTML, status: Int = 200) -> PageAnswer {
    PageAnswer(status, "text/html; charset=utf-8", Array(page.text.utf8))
  }

  static func json(_ value: JSONValue, status: Int = 200) -> PageAnswer {
    PageAnswer(status, "application/json", value.utf8())
  }

  /// One sentence, for whoever is not let in.
  static func refusal(_ status: Int, _ sentence: String) -> PageAnswer {
    PageAnswer(status, "text/plain; charset=utf-8", Array((sentence + "\n").utf8))
  }

  static func redirect(to place: String) -> PageAnswer {
    var answer = PageAnswer(303, "text/plain; charset=utf-8", [])
    answer.headers["location"] = place
    return answer
  }
}
