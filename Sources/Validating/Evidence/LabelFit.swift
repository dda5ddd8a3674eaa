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

    /// Whether any of its names says more than its values say of themselves.
    var saysMoreThanItsSort: Bool {
      phrases.contains { !sort.implied.isSuperset(of: $0.own) }
    }

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

  /// Places of one value whose labels are read.
  static let readPlaces = 64
  /// From here on a label names a field: it says all of a phrase, and at most half as much again.
  static let plain = 0.8
  /// From here on a label names a field rather than not.
  static let told = 0.5
  /// From here on one label is clearly better than another.
  static let clear = 0.25

  /// What it counts that a date is called a date, for a field that is called more than that.
  private static let ofSort = 0.75
  /// What the name of the object counts for one of its members.
  private static let ofObject = 0.45

  let reader: LabelReader
  let fields: [Field]
  private let numbers: [JSONPointer: Int]
  /// The phrases that hold a meaning.
  private var byMeaning: [String: [(field: Int, phrase: Int)]] = [:]
  private var known: [Int32: [Int: Double]] = [:]
  private lazy var roles = fields.map(SumRole.init(of:))

  init(_ fields: [Field], _ reader: LabelReader) {
    self.reader = reader
    self.fields = fields
    numbers = Dictionary(
      fields.enumerated().map { ($0.element.pointer, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    for (index, field) in fields.enumerated() {
      for (number, phrase) in field.phrases.enumerated() {
        for meaning in phrase.meanings { byMeaning[meaning, default: []].append((index, number)) }
      }
    }
  }

  /// What part the numbers of a field have in an account; nil for a field that tells none.
  func role(of field: JSONPointer) -> SumRole? {
    numbers[field].flatMap { roles[$0] }
  }

  /// How a place is labelled for a field; other fields are those outside lists, whose heads may
  /// stand over a sum as well.
  func fit(of field: JSONPointer, at place: Place) -> Fit {
    guard let number = numbers[field] else { return Fit(own: 0, other: 0) }
    let all = fits(at: place)
    var fit = Fit(own: all[number] ?? 0, other: 0)
    let isMember = field.parent?.isRoot == false
    let others = all.filter { other, _ in
      // What stands under the name of an object may be any of its members.
      other != number && fields[other].isRival(of: fields[number])
        && !(fit.own > 0 && isMember && fields[other].pointer.parent == field.parent)
    }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    fit.other = others.first?.value ?? 0
    fit.others = others.filter { fit.other - $0.value < Self.clear }.map { fields[$0.key].pointer }
    return fit
  }

  /// How well the best labelled of some places is labelled for each field that any label speaks of.
  func fits(at places: some Sequence<Place>) -> [JSONPointer: Double] {
    places.reduce(into: [:]) { best, place in
      for (field, fit) in fits(at: place) {
        best[fields[field].pointer] = max(best[fields[field].pointer] ?? 0, fit)
      }
    }
  }

  /// What the phrases that name a field mean, without what its values say of themselves.
  func phrases(of field: JSONPointer) -> [[String]] {
    guard let field = numbers[field].map({ fields[$0] }) else { return [] }
    let naming = field.phrases.filter { !$0.isOuter }
    return Array(Set(naming.map { Self.telling($0.meanings, field.sort.implied) }))
      .sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// What of a phrase tells its field from others; all of it where nothing else does.
  private static func telling(_ meanings: [String], _ implied: Set<String>) -> [String] {
    let rest = meanings.filter { !implied.contains($0) }
    return rest.isEmpty ? meanings : rest
  }

  private func fits(at place: Place) -> [Int: Double] {
    if let found = known[place.start] { return found }
    var found: [Int: Double] = [:]
    for label in reader.labels(of: place) {
      var seen: Set<Int> = []
      for meaning in Set(label.words.joined()) {
        for (field, phrase) in byMeaning[meaning] ?? []
        where seen.insert(field << 16 | phrase).inserted {
          let fit = label.weight * self.fit(fields[field], phrase, label.words)
          found[field] = max(found[field] ?? 0, fit)
        }
      }
    }
    known[place.start] = found
    return found
  }

  private func fit(_ field: Field, _ phrase: Int, _ words: [[String]]) -> Double {
    let phrase = field.phrases[phrase]
    let fit = Self.fit(phrase.meanings, words, implied: field.sort.implied)
    // The object's name alone does not name one of its members.
    let own = phrase.own.filter { !field.sort.implied.contains($0) }
    if phrase.isOuter { return Self.ofObject * fit }
    if own.isEmpty { return field.saysMoreThanItsSort ? Self.ofSort * fit : fit }
    return words.joined().contains { own.contains($0) } ? fit : 0
  }

  /// How well words say a phrase; of a sentence the words nearest the value do.
  ///
  /// - Parameter implied: what the value says of itself. Where something else is said, it does not
  ///   count: that a customer number is a number makes it no invoice number.
  static func fit(
    _ phrase: [String], _ words: [[String]], implied: Set<String>
  ) -> Double {
    var best = 0.0
    var (said, shared) = (0.0, 0.0)
    var matched: Set<String> = []
    let sought = telling(phrase, implied)
    let isTold = words.joined().contains { !implied.contains($0) }
    for (count, word) in words.reversed().enumerated() {
      for meaning in word where !isTold || !implied.contains(meaning) {
        let weight = Meanings.weight(of: meaning)
        said += weight
        if sought.contains(meaning) {
          shared += weight
          matched.insert(meaning)
        }
      }
      guard shared > 0, count + 1 == words.count || count + 1 >= Self.longestLabel else { continue }
      let precision = shared / said
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

extension JSONValue {
  /// Whether it is a text of signs alone, such as `%` and `€`.
  var isSign: Bool {
    guard let text = stringValue else { return false }
    return !text.unicodeScalars.contains {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
  }
}
