import JSON

/// The values of the page that stand plainly at a field's label.
///
/// Found from the label's side: each place where the page says all the words of one of the field's
/// phrases is followed to the value right of it or below it.
struct LabelAnchors {
  typealias Place = DocumentIndex.Place

  private let labels: LabelFit
  private let index: DocumentIndex
  private var known: [JSONPointer: [Place]] = [:]
  private lazy var words = WordsByMeaning(index.vocabulary)
  private lazy var days = index.dayStarts

  /// Places of a label that are looked at.
  private static let window = 64
  /// Tokens behind a label among which its value is looked for.
  private static let reach = 6

  init(_ labels: LabelFit) {
    self.labels = labels
    index = labels.reader.index
  }

  /// The values of a sort that stand at a field's label, in order; none of them fits another field
  /// as well.
  mutating func values(of field: JSONPointer, _ sort: ValueSort) -> [Place] {
    if let found = known[field] { return found }
    var found: Set<Place> = []
    for phrase in labels.phrases(of: field) {
      for token in tokens(saying: phrase) {
        for value in candidates(near: token) where isValue(value, sort) {
          let place = Place(index.tokens.range(value..<(value + 1)))
          if labels.fit(of: field, at: place).isNamed { found.insert(place) }
        }
      }
    }
    let result = found.sorted()
    known[field] = result
    return result
  }

  /// The places of the rarest meaning of a phrase.
  private mutating func tokens(saying phrase: FieldLabels.Phrase) -> [Int] {
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
        tokens.start[$0] < end && tokens.isDigits($0)
      }
      if let value { found.append(value) }
    }
    note(label + 1, before: layout.end[cell])
    let line = layout.cells(ofLine: layout.line(ofCell: cell))
    if cell + 1 < line.upperBound {
      note(tokens.first(from: layout.start[cell + 1]), before: layout.end[cell + 1])
    }
    if let below = layout.below(cell) {
      note(tokens.first(from: layout.start[below]), before: layout.end[below])
    }
    return found
  }

  private mutating func isValue(_ token: Int, _ sort: ValueSort) -> Bool {
    let isDay = days.contains(index.tokens.start[token])
    return (sort == .day) == isDay
  }
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
