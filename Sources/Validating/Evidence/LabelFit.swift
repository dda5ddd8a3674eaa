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

    /// Whether its values may be taken for those of another.
    func isRival(of other: Field) -> Bool {
      sort == other.sort
        && pointer.innermostElement?.parent == other.pointer.innermostElement?.parent
    }
  }

  /// How well a place is labelled for a field, and for the best other field of the same sort.
  struct Fit {
    var own: Double
    var other: Double
    /// The other fields that fit better, or nearly as well as the best of them; best first.
    var others: [JSONPointer] = []

    /// From 0, in another field's place, over 0.5, where the page says nothing, to 1.
    var score: Double { (1 + own - max(0, other - own)) / 2 }

    /// Whether the page plainly calls it what the field is called.
    var isNamed: Bool { own >= LabelFit.plain && own >= other }

    /// Whether the page plainly calls it what another field is called, and not what this one is.
    var isNamedOtherwise: Bool {
      other >= LabelFit.plain && own < LabelFit.plain && other - own >= LabelFit.clear
    }
  }

  /// From here on a label names a field: it says all of a phrase, and at most half as much again.
  static let plain = 0.8
  /// From here on one label is clearly better than another.
  static let clear = 0.25

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

  /// How a place is labelled for a field; other fields are those outside lists, whose heads may
  /// stand over a sum as well.
  func fit(of field: JSONPointer, at place: Place) -> Fit {
    guard let number = numbers[field] else { return Fit(own: 0, other: 0) }
    let all = fits(at: place)
    var fit = Fit(own: all[number] ?? 0, other: 0)
    let others = all.filter { $0.key != number && fields[$0.key].isRival(of: fields[number]) }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    fit.other = others.first?.value ?? 0
    fit.others = others.filter { fit.other - $0.value < Self.clear }.map { fields[$0.key].pointer }
    return fit
  }

  /// The phrases for a field, without what its values say of themselves.
  func phrases(of field: JSONPointer) -> [FieldLabels.Phrase] {
    guard let field = numbers[field].map({ fields[$0] }) else { return [] }
    return Array(Set(field.phrases.map { Self.telling($0, field.sort.implied) }))
      .sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// What of a phrase tells its field from others; all of it where nothing else does.
  private static func telling(
    _ phrase: FieldLabels.Phrase, _ implied: Set<String>
  ) -> FieldLabels.Phrase {
    let rest = phrase.filter { !implied.contains($0) }
    return rest.isEmpty ? phrase : rest
  }

  private func fits(at place: Place) -> [Int: Double] {
    if let found = known[place.start] { return found }
    var found: [Int: Double] = [:]
    for label in reader.labels(of: place) {
      var seen: Set<Int> = []
      for meaning in Set(label.words.joined()) {
        for (field, phrase) in byMeaning[meaning] ?? []
        where seen.insert(field << 16 | phrase).inserted {
          let fit =
            label.weight
            * Self.fit(
              fields[field].phrases[phrase], label.words, implied: fields[field].sort.implied)
          found[field] = max(found[field] ?? 0, fit)
        }
      }
    }
    known[place.start] = found
    return found
  }

  /// How well words say a phrase; of a sentence the words nearest the value do.
  ///
  /// - Parameter implied: what the value says of itself. Where something else is said, it does not
  ///   count: that a customer number is a number makes it no invoice number.
  static func fit(
    _ phrase: FieldLabels.Phrase, _ words: [[String]], implied: Set<String>
  ) -> Double {
    var best = 0.0
    var (said, shared) = (0, 0)
    var matched: Set<String> = []
    let sought = telling(phrase, implied)
    let isTold = words.joined().contains { !implied.contains($0) }
    for (count, word) in words.reversed().enumerated() {
      for meaning in word where !isTold || !implied.contains(meaning) {
        said += 1
        if sought.contains(meaning) {
          shared += 1
          matched.insert(meaning)
        }
      }
      guard shared > 0, count + 1 == words.count || count + 1 >= Self.longestLabel else { continue }
      let precision = Double(shared) / Double(said)
      let recall = Double(matched.count) / Double(sought.count)
      best = max(best, 2 * precision * recall / (precision + recall))
    }
    return best
  }

  /// From more words on it is a sentence.
  private static let longestLabel = 4
}

/// What kind of value a field has: values of one kind may be taken for one another.
enum ValueSort {
  case number
  case day
  /// A text with digits in it, such as the number of an invoice.
  case identifier
  case text

  /// Whether a value of one sort may be written for a value of the other.
  func isKin(to other: ValueSort) -> Bool {
    self == other || [self, other].allSatisfy { $0 == .text || $0 == .identifier }
  }

  /// What such a value says of itself.
  var implied: Set<String> {
    switch self {
    case .number: ["amount"]
    case .day: ["date"]
    case .identifier, .text: ["name", "number"]
    }
  }

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
