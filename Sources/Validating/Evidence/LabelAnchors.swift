import JSON

/// The values of the page that stand plainly at a field's label.
///
/// Found from the label's side: each place where the page says all the words of one of the field's
/// phrases is followed to the value right of it or below it.
struct LabelAnchors {
  typealias Place = DocumentIndex.Place

  private let labels: LabelFit
  private let index: DocumentIndex
  private var known: [JSONPointer: (place: Place, fit: Double)?] = [:]
  private lazy var words = WordsByMeaning(index.vocabulary)
  private lazy var days = index.daysByStart
  private lazy var numbers = index.numbersByStart
  /// Lines that are no anchors: those of a list's elements.
  private let rows: Set<Int>

  /// Places of a label that are looked at.
  private static let window = 64
  /// Tokens behind a label among which its value is looked for.
  private static let reach = 10

  init(_ labels: LabelFit, except rows: Set<Int> = []) {
    self.labels = labels
    self.rows = rows
    index = labels.reader.index
  }

  /// The value of a sort that stands most plainly at a field's label, the first of equals; nil where
  /// none does, or each fits another field as well.
  ///
  /// - Parameter isAmount: whether only numbers with decimals come into question.
  mutating func best(
    of field: JSONPointer, _ sort: ValueSort, isAmount: Bool = false
  ) -> (place: Place, fit: Double)? {
    if let found = known[field] { return found }
    var best: (place: Place, fit: Double)?
    for phrase in labels.phrases(of: field) {
      for token in tokens(saying: phrase) {
        for value in candidates(near: token) {
          guard let place = place(of: value, sort), !index.seen([place]).isEmpty,
            !rows.contains(index.line(of: place.start)), !isAmount || index.isAmount(place)
          else { continue }
          let fit = labels.fit(of: field, at: place)
          guard fit.isNamed else { continue }
          if (fit.own, -place.start) > (best?.fit ?? 0, -(best?.place.start ?? 0)) {
            best = (place, fit.own)
          }
        }
      }
    }
    known[field] = .some(best)
    return best
  }

  /// The places of the rarest meaning of a phrase.
  private mutating func tokens(saying phrase: [String]) -> [Int] {
    let places = phrase.map { meaning in
      words[meaning].flatMap { index.vocabulary.places(of: $0) }.map(Int.init)
    }
    return Array((places.min { $0.count < $1.count } ?? []).sorted().prefix(Self.window))
  }

  /// The first tokens with digits behind a label: in its cell, in the next one, in the one below.
  private func candidates(near label: Int) -> [Int] {
    let (layout, tokens) = (index.layout, index.tokens)
    guard let cell = layout.cell(of: tokens.start[label]) else { return [] }
    var found: [Int] = []
    func note(_ first: Int, before end: Int32) {
      let value = (first..<min(first + Self.reach, tokens.count)).first {
        tokens.start[$0] < end && tokens.isDigits($0) && !labels.reader.isInParentheses($0)
      }
      if let value { found.append(value) }
    }
    note(label + 1, before: layout.end[cell])
    let line = layout.cells(ofLine: layout.line(ofCell: cell))
    if cell + 1 < line.upperBound {
      note(tokens.first(from: layout.start[cell + 1]), before: layout.end[cell + 1])
    }
    if let below = layout.below(cell), isAlone(below) {
      note(tokens.first(from: layout.start[below]), before: layout.end[below])
    }
    return found
  }

  /// Whether nothing else stands under a value: the head of a column of a table names no single one.
  private func isAlone(_ cell: Int) -> Bool {
    func bytes(_ cell: Int) -> ArraySlice<UInt8> { index.bytes[index.layout.range(ofCell: cell)] }
    guard let next = index.layout.below(cell), labels.reader.isValue(next) else { return true }
    return bytes(next) == bytes(cell)
  }

  /// The word around a token with digits, where it may be a value of a sort.
  private mutating func place(of token: Int, _ sort: ValueSort) -> Place? {
    let tokens = index.tokens
    if let day = days[tokens.start[token]] { return sort == .day ? day : nil }
    var (first, next) = (token, token + 1)
    while tokens.isGlued(first), !tokens.isSign(first - 1, in: ":#(") { first -= 1 }
    while tokens.isGlued(next), !tokens.isSign(next, in: ",;)") { next += 1 }
    let word = (first..<next)
    let place = Place(tokens.range(word))
    switch sort {
    case .day, .text: return nil
    case .number:
      guard let number = numbers[place.start] ?? numbers[tokens.start[token]] else { return nil }
      return tokens.isSign(tokens.first(from: number.end), "%") ? nil : number
    case .identifier:
      let isAmount = word.contains { tokens.isSign($0, in: ".,'") && tokens.isDigits($0 + 1) }
      return isAmount || place.range.count < Self.shortestIdentifier ? nil : place
    }
  }

  private static let shortestIdentifier = 4
}

/// The words of a text by what they mean.
private struct WordsByMeaning {
  private var words: [String: [Int32]] = [:]

  init(_ vocabulary: Vocabulary) {
    for number in 0..<Int32(vocabulary.count) {
      let word = vocabulary.word(number)
      guard let first = word.first, !(0x21..<0x41).contains(first) else { continue }
      for meaning in Meanings.of(String(decoding: word, as: UTF8.self)) {
        words[meaning, default: []].append(number)
      }
    }
  }

  subscript(_ meaning: String) -> [Int32] { words[meaning] ?? [] }
}
