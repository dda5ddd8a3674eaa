import Extraction
import JSON

/// A record for people: one line a value, with a mark before each that something is wrong with.
///
/// A row of a table, an object of scalars, stands on one line while it fits and nothing in
/// it is marked.
struct RecordListing {
  /// Lines of one record at most.
  static let lineLimit = 200
  /// Columns of one value at most.
  static let valueWidth = 72

  private let record: Record
  private let marks: [JSONPointer: Finding.Severity]
  private(set) var lines: [String] = []

  init(_ record: Record) {
    self.record = record
    var marks: [JSONPointer: Finding.Severity] = [:]
    for finding in record.findings where marks[finding.path] != .error {
      marks[finding.path] = finding.severity
    }
    self.marks = marks
    append(record.value, at: .root, key: nil, isLast: true)
    addAbsentees()
    if lines.count > Self.lineLimit {
      let rest = lines.count - Self.lineLimit
      lines.removeLast(rest)
      lines.append("    … \(rest) more lines")
    }
  }

  private mutating func append(
    _ value: JSONValue, at pointer: JSONPointer, key: String?, isLast: Bool
  ) {
    let label = key.map { TerminalText.cut(JSONValue.string($0).text(), to: 40) + ": " } ?? ""
    let comma = isLast ? "" : ","
    if key == nil, !pointer.isRoot, let row = row(value, at: pointer) {
      return add(row + comma, at: pointer)
    }
    switch value {
    case .object(let members) where !members.isEmpty:
      add(label + "{", at: pointer)
      for (index, member) in members.enumerated() {
        append(
          member.value, at: pointer.appending(member.key), key: member.key,
          isLast: index == members.count - 1)
      }
      add("}" + comma, at: pointer, isOpening: false)
    case .array(let values) where !values.isEmpty:
      add(label + "[", at: pointer)
      for (index, value) in values.enumerated() {
        append(
          value, at: pointer.appending(index), key: nil, isLast: index == values.count - 1)
      }
      add("]" + comma, at: pointer, isOpening: false)
    default:
      let shown = TerminalText.cut(value.text(), to: Self.valueWidth)
      let why = record.missing[pointer].map { "   (\(Self.words($0)))" } ?? ""
      add(label + shown + comma + why, at: pointer)
    }
  }

  /// The text of an element of an array on one line; nil where it does not go.
  private func row(_ value: JSONValue, at pointer: JSONPointer) -> String? {
    guard case .object(let members) = value, !members.isEmpty,
      !members.values.contains(where: \.isContainer),
      !members.keys.contains(where: { isNoted(pointer.appending($0)) })
    else { return nil }
    let parts = members.map { "\(JSONValue.string($0.key).text()): \($0.value.text())" }
    let text = TerminalText.safe("{ " + parts.joined(separator: ", ") + " }")
    return TerminalText.columns(text) <= Self.valueWidth ? text : nil
  }

  private func isNoted(_ pointer: JSONPointer) -> Bool {
    marks[pointer] != nil || record.missing[pointer] != nil
  }

  private mutating func add(_ text: String, at pointer: JSONPointer, isOpening: Bool = true) {
    let mark = isOpening && !pointer.isRoot ? Self.mark(marks[pointer]) : " "
    lines.append(
      "  \(mark) " + String(repeating: "  ", count: pointer.tokens.count) + text)
  }

  /// Places that findings and `missing` speak of and that the record does not have.
  private mutating func addAbsentees() {
    let places = Set(marks.keys).union(record.missing.keys)
    for place in places.sorted() where record.value[place] == nil {
      let why = record.missing[place].map(Self.words) ?? "not in the record"
      lines.append("  \(Self.mark(marks[place])) \(TerminalText.cut("\(place)", to: 60)): \(why)")
    }
  }

  private static func mark(_ severity: Finding.Severity?) -> String {
    switch severity {
    case .error: "!"
    case .warning: "~"
    case nil: " "
    }
  }

  private static func words(_ missing: Record.Missing) -> String {
    switch missing {
    case .absent: "the document does not say"
    case .notAsked: "not asked"
    case .held: "kept back"
    }
  }
}
