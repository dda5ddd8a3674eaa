import Foundation

/// A set of scalars by properties of Unicode, as ICU knows them.
struct ScalarSet: Sendable {
  private let expression: NSRegularExpression?

  /// The set of an expression in ICU's syntax that matches single scalars, as we wrote it.
  init(icu source: String) {
    expression = try? NSRegularExpression(pattern: "\\A(?:\(source))\\z")
    assert(expression != nil, "no set: \(source)")
  }

  /// Whether ICU knows the properties of an expression.
  static func exists(icu source: String) -> Bool {
    (try? NSRegularExpression(pattern: source)) != nil
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    let text = String(Character(scalar))
    let range = NSRange(location: 0, length: text.utf16.count)
    return expression?.firstMatch(in: text, range: range) != nil
  }
}
