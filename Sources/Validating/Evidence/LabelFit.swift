import JSON

/// How well what the page calls a value says what each field is called.
///
/// For one phrase and one label the harmonic mean of two shares: how much of the phrase the label
/// says, and how much of what the label says is in the phrase. "Total tax" says all of `total`, and
/// something else too; so the field `total tax` fits it better.
final class LabelFit {
  typealias Place = DocumentIndex.Place

  /// A field with what it may be called and what its values are.
  struct Field {
    var pointer: JSONPointer
    var sort: ValueSort
    var phrases: [FieldLabels.Phrase]
  }

  /// How well a place is labelled for a field, and for the best other field of the same sort.
  struct Fit {
    var own: Double
    var other: Double
    /// The field that fits best of the others.
    var otherField: JSONPointer?

    /// From 0, in another field's place, over 0.5, where the page says nothing, to 1.
    var score: Double { (1 + own - max(0, other - own)) / 2 }

    /// Whether the page plainly calls it what the field is called.
    var isNamed: Bool { own >= LabelFit.plain && own >= other }

    /// Whether the page plainly calls it what another field is called.
    var isNamedOtherwise: Bool { other >= LabelFit.plain && own < other / 2 }
  }

  /// From here on a label names a field: it says all of a phrase, and at most half as much again.
  static let plain = 0.8

  let reader: LabelReader
  let fields: [Field]
  private let numbers: [JSONPointer: Int]
  /// The phrases that hold a meaning.
  private var byMeaning: [String: [(field: Int, phrase: Int)]] = [:]
  private var known: [Int32: [Int: Double]] = [:]

  init(_ fields: [Field], _ reader: LabelReader) {
    self.reader = reader
    self.fields = fields
    numbers = Dictionary(
      fields.enumerated().map { ($0.element.pointer, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    for (number, field) in fields.enumerated() {
      for (phrase, meanings) in field.phrases.enumerated() {
        for meaning in meanings { byMeaning[meaning, default: []].append((number, phrase)) }
      }
    }
  }

  /// How a place is labelled for a field.
  func fit(of field: JSONPointer, at place: Place) -> Fit {
    guard let number = numbers[field] else { return Fit(own: 0, other: 0) }
    let all = fits(at: place)
    var fit = Fit(own: all[number] ?? 0, other: 0)
    for (other, value) in all.sorted(by: { $0.key < $1.key })
    where other != number && fields[other].sort == fields[number].sort && value > fit.other {
      fit.other = value
      fit.otherField = fields[other].pointer
    }
    return fit
  }

  /// The phrases for a field.
  func phrases(of field: JSONPointer) -> [FieldLabels.Phrase] {
    numbers[field].map { fields[$0].phrases } ?? []
  }

  private func fits(at place: Place) -> [Int: Double] {
    if let found = known[place.start] { return found }
    var found: [Int: Double] = [:]
    for label in reader.labels(of: place) {
      var seen: Set<Int> = []
      for meaning in Set(label.words.joined()) {
        for (field, phrase) in byMeaning[meaning] ?? []
        where seen.insert(field << 16 | phrase).inserted {
          let fit = label.weight * Self.fit(fields[field].phrases[phrase], label.words)
          found[field] = max(found[field] ?? 0, fit)
        }
      }
    }
    known[place.start] = found
    return found
  }

  /// How well words say a phrase; of a longer label the words nearest the value may do.
  static func fit(_ phrase: FieldLabels.Phrase, _ words: [[String]]) -> Double {
    var best = 0.0
    var (said, shared) = (0, 0)
    var matched: Set<String> = []
    for (count, word) in words.reversed().enumerated() {
      for meaning in word {
        said += 1
        if phrase.contains(meaning) {
          shared += 1
          matched.insert(meaning)
        }
      }
      // A part of a label counts from as many words as the phrase has.
      guard shared > 0, count + 1 >= phrase.count || count + 1 == words.count else { continue }
      let precision = Double(shared) / Double(said)
      let recall = Double(matched.count) / Double(phrase.count)
      best = max(best, 2 * precision * recall / (precision + recall))
    }
    return best
  }
}

/// What kind of value a field has: values of one kind may be taken for one another.
enum ValueSort {
  case number
  case day
  /// A text with digits in it, such as the number of an invoice.
  case identifier
  case text

  init(_ value: JSONValue) {
    switch value {
    case .number: self = .number
    case .string(let text) where DateReader.key(ofISO: text) != nil: self = .day
    case .string(let text) where text.utf8.contains(where: { (0x30...0x39).contains($0) }):
      self = .identifier
    default: self = .text
    }
  }
}
