import JSON

/// Values in the words of an error message, kept short.
struct Found: CustomStringConvertible {
  private static let longest = 60

  let description: String

  /// What was found: `the string "12,50"`, `the number 7`, `an array of 3 elements`.
  init(_ value: JSONValue) {
    description =
      switch value {
      case .null, .bool: value.text()
      case .number(let number): "the number \(Self.shortened(number.literal))"
      case .string(let string): "the string \(Self.quoted(string))"
      case .array(let values): "an array of \(Self.count(values.count, "element"))"
      case .object(let members): "an object of \(Self.count(members.count, "property"))"
      }
  }

  /// A number as it is written, its end left out when it is long.
  static func literal(_ number: JSONNumber) -> String {
    shortened(number.literal)
  }

  /// The values one of which is expected; all when they are few.
  static func list(_ values: [JSONValue]) -> String {
    let shown = values.prefix(20).map { shortened($0.text()) }
    switch shown.count {
    case 0: return "no value at all"
    case 1: return shown[0]
    default:
      let rest = values.count - shown.count
      return "one of " + shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
  }

  /// A string in quotes, its end left out when it is long.
  static func quoted(_ text: String) -> String {
    shortened(JSONValue.string(text).text())
  }

  /// A number with its noun.
  static func count(_ count: Int, _ noun: String) -> String {
    guard count != 1 else { return "1 \(noun)" }
    return "\(count) " + (noun.hasSuffix("y") ? noun.dropLast() + "ies" : noun + "s")
  }

  private static func shortened(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > longest else { return text }
    return String(scalars.prefix(longest)) + "…"
  }
}
