/// Markup in which every text is escaped.
///
/// Made by interpolation: what is literal in the code stands as it is, a text that is interpolated is
/// escaped, markup that is interpolated is taken as markup. So a document, a model or a file name
/// has no way to bring a tag or an attribute into a page.
struct HTML: Sendable, Hashable {
  private(set) var text: String

  /// Nothing.
  static let empty = HTML(raw: "")

  private init(raw: String) {
    text = raw
  }

  static func + (left: HTML, right: HTML) -> HTML { HTML(raw: left.text + right.text) }

  static func += (left: inout HTML, right: HTML) { left.text += right.text }

  /// The text with the five signs escaped that mean something to HTML, and without controls.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    escaped.unicodeScalars.reserveCapacity(text.unicodeScalars.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension HTML: ExpressibleByStringInterpolation {
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity * 2)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }

    mutating func appendInterpolation(_ value: String) { text += HTML.escaped(value) }

    mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      text += HTML.escaped(value.description)
    }

    mutating func appendInterpolation(_ markup: HTML) { text += markup.text }
  }

  init(stringLiteral literal: String) { self.init(raw: literal) }

  init(stringInterpolation: StringInterpolation) { self.init(raw: stringInterpolation.text) }
}

extension Sequence where Element == HTML {
  /// One after the other.
  func joined() -> HTML { reduce(into: .empty) { $0 += $1 } }
}
