import Foundation
import JSON

/// One change to a perfect reply that makes it wrong.
struct Forgery {
  enum Kind: String, CaseIterable {
    case digit = "a digit changed"
    case date = "a date changed"
    case name = "a name changed"
    case swap = "two fields' values swapped"
    case rowMoved = "a value of another row"
    case rowDropped = "a row dropped"
    case rowInvented = "a row invented"
    case otherNumber = "another number of the page"
    case otherPage = "a value of the wrong page"

    /// What the project holds itself to.
    var aim: Double {
      switch self {
      case .digit, .date, .name, .rowInvented: 0.97
      case .swap, .rowMoved: 0.9
      case .rowDropped, .otherNumber, .otherPage: 0.8
      }
    }
  }

  var kind: Kind
  var record: JSONValue
  /// For the list of misses.
  var told: String
}

/// Makes seeded forgeries of one perfect reply.
struct Forger {
  typealias Leaf = (pointer: JSONPointer, value: JSONValue)

  let record: JSONValue
  let visible: VisibleValues
  /// The texts of the pages; one where there are none.
  let pages: [String]
  /// The values that a person can see.
  let leaves: [Leaf]
  var random: SeededRandom

  /// How often each kind is tried on one document.
  private static let tries = 6
  private static let names = [
    "Halvorsen", "Castellano", "Brightwater", "Moreau", "Oberhauser", "Tanaka", "Quillfeather",
    "Vandersteen", "Ashgrove", "Lindqvist",
  ]

  /// Different forgeries of all kinds that the record allows.
  mutating func forgeries() -> [Forgery] {
    var made: [Forgery] = []
    for kind in Forgery.Kind.allCases {
      var seen: Set<JSONValue> = [record]
      for _ in 0..<Self.tries {
        guard let forgery = forge(kind), seen.insert(forgery.record).inserted else { continue }
        made.append(forgery)
      }
    }
    return made
  }

  private mutating func forge(_ kind: Forgery.Kind) -> Forgery? {
    switch kind {
    case .digit: changed(kind, where: Self.hasDigit, Self.withAnotherDigit)
    case .date:
      changed(
        kind, where: { $0.stringValue.flatMap(VisibleValues.day) != nil }, Self.withAnotherDay)
    case .name:
      changed(kind, where: { $0.stringValue != nil && !Self.hasDigit($0) }, Self.withAnotherName)
    case .swap: swapped()
    case .rowMoved: withValueOfAnotherRow()
    case .rowDropped: withRowsChanged(kind)
    case .rowInvented: withRowsChanged(kind)
    case .otherNumber: withAnotherNumber(kind, from: pages)
    case .otherPage: withAnotherNumber(kind, from: pages)
    }
  }

  // MARK: One value

  private mutating func changed(
    _ kind: Forgery.Kind, where fits: (JSONValue) -> Bool,
    _ change: (JSONValue, inout SeededRandom) -> JSONValue?
  ) -> Forgery? {
    let candidates = leaves.filter { fits($0.value) }
    guard let leaf = candidates.randomElement(using: &random) else { return nil }
    for _ in 0..<8 {
      guard let value = change(leaf.value, &random), value != leaf.value, !visible.shows(value)
      else { continue }
      return replacing([(leaf.pointer, value)], kind)
    }
    return nil
  }

  private func replacing(_ changes: [Leaf], _ kind: Forgery.Kind) -> Forgery {
    var forged = record
    for change in changes { forged.set(change.value, at: change.pointer) }
    let told = changes.map { change in
      "\(change.pointer) \(record[change.pointer]?.text() ?? "") → \(change.value.text())"
    }
    return Forgery(kind: kind, record: forged, told: told.joined(separator: ", "))
  }

  private static func hasDigit(_ value: JSONValue) -> Bool {
    switch value {
    case .number: true
    case .string(let text): VisibleValues.day(text) == nil && text.contains(where: \.isNumber)
    default: false
    }
  }

  private static func withAnotherDigit(
    _ value: JSONValue, _ random: inout SeededRandom
  ) -> JSONValue? {
    let text = value.stringValue ?? value.text()
    let digits = text.indices.filter { text[$0].isASCII && text[$0].isNumber }
    guard let place = digits.randomElement(using: &random) else { return nil }
    let digit = Character(String(Int.random(in: 1...9, using: &random)))
    let forged = text.replacingCharacters(in: place...place, with: String(digit))
    if value.stringValue != nil { return .string(forged) }
    return JSONNumber(literal: forged).map { .number($0) }
  }

  private static func withAnotherDay(
    _ value: JSONValue, _ random: inout SeededRandom
  ) -> JSONValue? {
    guard var day = value.stringValue.flatMap(VisibleValues.day) else { return nil }
    switch Int.random(in: 0..<3, using: &random) {
    case 0: day.day = Int.random(in: 1...28, using: &random)
    case 1: day.month = Int.random(in: 1...12, using: &random)
    default: day.year = (day.year ?? 2000) + (Bool.random(using: &random) ? 1 : -1)
    }
    return .string(String(format: "%04d-%02d-%02d", day.year ?? 0, day.month ?? 0, day.day ?? 0))
  }

  private static func withAnotherName(
    _ value: JSONValue, _ random: inout SeededRandom
  ) -> JSONValue? {
    var words = (value.stringValue ?? "").split(separator: " ", omittingEmptySubsequences: false)
    let long = words.indices.filter { words[$0].count > 3 && words[$0].first?.isUppercase == true }
    guard let place = long.randomElement(using: &random),
      let name = names.randomElement(using: &random)
    else { return nil }
    words[place] = name[...]
    return .string(words.joined(separator: " "))
  }

  // MARK: Two values

  private enum Sort { case number, day, text }

  private static func sort(of value: JSONValue) -> Sort {
    if case .number = value { return .number }
    return value.stringValue.flatMap(VisibleValues.day) == nil ? .text : .day
  }

  private mutating func swapped() -> Forgery? {
    guard let one = leaves.randomElement(using: &random) else { return nil }
    let others = leaves.filter { other in
      other.value != one.value && Self.sort(of: other.value) == Self.sort(of: one.value)
        && other.pointer.lastToken != one.pointer.lastToken
        && Self.row(of: other.pointer) == Self.row(of: one.pointer)
    }
    guard let other = others.randomElement(using: &random) else { return nil }
    return replacing([(one.pointer, other.value), (other.pointer, one.value)], .swap)
  }

  /// The innermost list element that holds a place.
  private static func row(of pointer: JSONPointer) -> JSONPointer? {
    pointer.tokens.lastIndex { Int($0) != nil }.map {
      JSONPointer(Array(pointer.tokens.prefix($0 + 1)))
    }
  }

  private mutating func withValueOfAnotherRow() -> Forgery? {
    let inRows = leaves.filter { Self.row(of: $0.pointer) != nil && $0.value.numberValue != nil }
    guard let one = inRows.randomElement(using: &random), let row = Self.row(of: one.pointer),
      let list = row.parent
    else { return nil }
    let tail = one.pointer.tokens.dropFirst(row.tokens.count)
    let others = inRows.filter { other in
      guard let otherRow = Self.row(of: other.pointer) else { return false }
      return otherRow != row && otherRow.parent == list && other.value != one.value
        && other.pointer.tokens.dropFirst(otherRow.tokens.count) == tail
    }
    guard let other = others.randomElement(using: &random) else { return nil }
    return replacing([(one.pointer, other.value)], .rowMoved)
  }

  // MARK: Rows

  private mutating func withRowsChanged(_ kind: Forgery.Kind) -> Forgery? {
    var lists = Set(leaves.compactMap { Self.row(of: $0.pointer)?.parent }).sorted()
    lists = lists.filter { (record[$0]?.arrayValue?.first?.objectValue) != nil }
    guard let list = lists.randomElement(using: &random), var rows = record[list]?.arrayValue,
      rows.count > 1, let index = rows.indices.randomElement(using: &random),
      // Of a row that shows nothing nobody can say whether it is there.
      leaves.contains(where: { Self.row(of: $0.pointer) == list.appending(index) })
    else { return nil }
    var row = rows[index]
    if kind == .rowDropped {
      rows.remove(at: index)
    } else {
      guard let invented = inventedRow(like: list.appending(index)) else { return nil }
      row = invented
      rows.insert(row, at: index + 1)
    }
    var forged = record
    forged.set(.array(rows), at: list)
    return Forgery(kind: kind, record: forged, told: "\(list.appending(index)) \(row.text())")
  }

  /// The row once more, as it is or with all that can be seen of it changed.
  private mutating func inventedRow(like place: JSONPointer) -> JSONValue? {
    guard var row = record[place] else { return nil }
    if Bool.random(using: &random) { return row }
    var changes = 0
    for leaf in row.leaves {
      let changed =
        Self.hasDigit(leaf.value)
        ? Self.withAnotherDigit(leaf.value, &random) : Self.withAnotherName(leaf.value, &random)
      guard let changed, changed != leaf.value, !visible.shows(changed) else { continue }
      row.set(changed, at: leaf.pointer)
      changes += 1
    }
    return changes > 0 ? row : nil
  }

  // MARK: Other numbers of the page

  private mutating func withAnotherNumber(
    _ kind: Forgery.Kind, from pages: [String]
  ) -> Forgery? {
    let scalars = leaves.filter { Self.row(of: $0.pointer) == nil && Self.hasDigit($0.value) }
    guard let leaf = scalars.randomElement(using: &random) else { return nil }
    var pages = pages
    if kind == .otherPage {
      let elsewhere = pages.filter { !Self.holds(leaf.value, $0) }
      guard elsewhere.count < pages.count else { return nil }
      pages = elsewhere
    }
    let number = leaf.value.numberValue
    let pattern =
      number == nil
      ? "(?<=\\s)[A-Z0-9][A-Z0-9/-]{3,}(?=\\s)"
      : number?.isInteger == true && number?.literal.contains(".") == false
        ? "(?<=\\s)[0-9]{1,6}(?=\\s)" : "(?<=\\s)[0-9]{1,3}(?:[.,][0-9]{3})*[.,][0-9]{2}(?=\\s)"
    let found = pages.flatMap { Self.matches(of: pattern, in: $0) }.compactMap { text in
      number == nil ? Self.identifier(text) : Self.amount(text)
    }
    let others = found.filter { value in value != leaf.value && value.numberValue != 0 }
    guard let value = others.randomElement(using: &random) else { return nil }
    return replacing([(leaf.pointer, value)], kind)
  }

  private static func holds(_ value: JSONValue, _ page: String) -> Bool {
    VisibleValues(text: page).shows(value)
  }

  private static func matches(of pattern: String, in text: String) -> [String] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
    return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap {
      Range($0.range, in: text).map { String(text[$0]) }
    }
  }

  private static func identifier(_ text: String) -> JSONValue? {
    text.count(where: \.isNumber) >= 3 ? .string(text) : nil
  }

  private static func amount(_ text: String) -> JSONValue? {
    guard let last = text.lastIndex(where: { ".,".contains($0) }) else {
      return JSONNumber(literal: text).map { .number($0) }
    }
    let whole = text[..<last].filter(\.isNumber)
    return JSONNumber(literal: "\(Int(whole) ?? 0).\(text[text.index(after: last)...])")
      .map { .number($0) }
  }
}

/// SplitMix64: the same sequence on every machine.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  /// - Parameter text: whose bytes are the seed.
  init(_ text: String) {
    state = text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
