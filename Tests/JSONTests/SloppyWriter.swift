import JSON
import TestSupport

/// Writes a value as a careless model does: each flaw at random, none of which leaves a doubt about
/// the value.
struct SloppyWriter {
  private(set) var text = ""
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// A value of words, numbers, literals, arrays and objects.
  mutating func makeValue(depth: Int = 0) -> JSONValue {
    switch Int.random(in: depth == 0 ? 5...6 : 0...(depth > 3 ? 4 : 6), using: &generator) {
    case 0: return nil
    case 1: return JSONValue(Bool.random(using: &generator))
    case 2: return JSONValue(Int.random(in: -9999...9999, using: &generator))
    case 3: return JSONValue(Double(Int.random(in: 0...9999, using: &generator)) / 8)
    case 4: return .string(words())
    case 5:
      let count = Int.random(in: 1...4, using: &generator)
      return .array((0..<count).map { _ in makeValue(depth: depth + 1) })
    default:
      var members = JSONObject()
      for index in 0..<Int.random(in: 1...5, using: &generator) {
        members["key_\(index)"] = makeValue(depth: depth + 1)
      }
      return .object(members)
    }
  }

  private mutating func words() -> String {
    let all = [
      "total", "Kühn & Söhne", "12 Main Street", "no. 7", "see (b)", "50 %", "to be, or not",
    ]
    let count = Int.random(in: 1...3, using: &generator)
    return (0..<count).map { _ in all.randomElement(using: &generator) ?? "x" }
      .joined(separator: " ")
  }

  /// Writes prose, a fence and the value.
  mutating func write(_ value: JSONValue) {
    let isFenced = Bool.random(using: &generator)
    if chance() { text += "Here is what I found:\n" }
    text += isFenced ? "```json\n" : ""
    self.value(value)
    text += isFenced ? "\n```" : "\n"
    if chance() { text += "\nAnything else?" }
  }

  private mutating func chance(in times: Int = 3) -> Bool {
    Int.random(in: 0..<times, using: &generator) == 0
  }

  private mutating func value(_ value: JSONValue) {
    switch value {
    case .null: text += chance() ? "None" : "null"
    case .bool(let bool): text += chance() ? (bool ? "True" : "False") : "\(bool)"
    case .number(let number): text += number.literal
    case .string(let string): quoted(string)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { comma() }
        self.value(value)
      }
      close("]")
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { comma() }
        if chance() { text += member.key } else { quoted(member.key) }
        text += chance() ? " : " : ": "
        self.value(member.value)
      }
      close("}")
    }
  }

  private mutating func quoted(_ string: String) {
    let quotes = [("\"", "\""), ("\"", "\""), ("'", "'"), ("“", "”")]
    let (open, close) = quotes.randomElement(using: &generator) ?? ("\"", "\"")
    text += open + string + close
  }

  /// A comma, now and then with a comment or a line break, and sometimes the break alone.
  private mutating func comma() {
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: text += "\n"
    case 1: text += ", // a note\n"
    case 2: text += " , /* a, note */ "
    default: text += chance() ? ",\n" : ", "
    }
  }

  private mutating func close(_ bracket: String) {
    if chance() { text += "," }
    if chance() { text += "\n" }
    text += bracket
  }
}
