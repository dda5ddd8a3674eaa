import Extraction
import JSON
import JSONSchema

/// Looks for every value of a record in its document.
///
/// What a value is decides how it is looked for and how much it matters: a number or a day that is
/// not shown is ungrounded, a text only a warning (it may be put in other words). A value of `enum`
/// or `const`, a boolean and the code of a currency are conclusions; they need no place. Zero is a
/// conclusion too, more often than it is printed, so without a place it is a warning.
///
/// Of several places that show a value the nearest to its siblings' is taken (by lines, then bytes),
/// else the first after the row before, else the first; places that another value took come last. Values with one place
/// are settled first. The score is 1 divided by the number of places.
struct EvidenceSearch {
  /// What was found for all values of a record.
  struct Result {
    var evidence: [JSONPointer: Evidence] = [:]
    var findings: [Finding] = []
  }

  private struct Leaf {
    var path: JSONPointer
    var value: JSONValue
    var places: [DocumentIndex.Place]
    /// The document's words for it, where these are the value.
    var literal: String
  }

  let document: ParsedDocument
  let index: DocumentIndex
  let schema: Schema
  let policies: EvidencePolicies

  /// Looks for every value.
  ///
  /// - Parameter scope: the part of the text that a value was read from; nil for all of it.
  func search(_ record: JSONValue, scope: (JSONPointer) -> Range<Int>?) -> Result {
    var result = Result()
    var leaves: [Leaf] = []
    for (path, value) in record.leaves where !value.isNull {
      let policy = policies.policy(at: path)
      guard policy != .off else { continue }
      switch places(of: value, at: path) {
      case .none: continue
      case .conclusion: result.evidence[path] = Evidence(kind: .derived, score: 1)
      case .places(let found, let literal, let gravity):
        if found.isEmpty {
          let severity = policy == .required ? gravity : .warning
          result.findings.append(finding(value, at: path, severity))
        } else {
          let places = within(scope(path), found)
          leaves.append(Leaf(path: path, value: value, places: places, literal: literal))
        }
      }
    }
    settle(leaves, into: &result)
    return result
  }

  /// Whether the document shows every value below a place; false where there is none.
  func shows(_ value: JSONValue, at path: JSONPointer) -> Bool {
    let leaves = value.leaves.filter { !$0.value.isNull }
    return !leaves.isEmpty
      && leaves.allSatisfy { leaf in
        if case .places(let found, _, _) = places(of: leaf.value, at: path.appending(leaf.pointer))
        {
          return !found.isEmpty
        }
        return false
      }
  }

  // MARK: Places

  private enum Lookup {
    case none
    case conclusion
    case places([DocumentIndex.Place], literal: String, ifMissing: Finding.Severity)
  }

  private func places(of value: JSONValue, at path: JSONPointer) -> Lookup {
    let expected = schema.expectation(at: path)
    if expected?.values != nil { return .conclusion }
    switch value {
    case .bool: return .conclusion
    case .number(let number):
      let key = NumberKey.of(number)
      return .places(
        index.places(ofNumber: key), literal: number.literal,
        ifMissing: key == "0" ? .warning : .error)
    case .string(let text): return places(ofText: text, format: expected?.format)
    case .null, .array, .object: return .none
    }
  }

  private func places(ofText text: String, format: String?) -> Lookup {
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { return .none }
    if let day = DateReader.key(ofISO: text) {
      return .places(index.places(ofDay: day), literal: text, ifMissing: .error)
    }
    var found = index.places(ofText: text)
    if Currency.isCode(text) {
      for mark in Currency.marks(of: text) where found.isEmpty {
        found = index.places(ofText: mark)
      }
      if found.isEmpty { return .conclusion }
    }
    if found.isEmpty {
      found = Set(NumberKey.readings(of: text).flatMap { index.places(ofNumber: $0) }).sorted()
    }
    let isDate = format == "date" || format == "date-time"
    return .places(found, literal: text, ifMissing: isDate ? .error : .warning)
  }

  /// The places within a part of the text; all of them where there is none in it.
  private func within(
    _ scope: Range<Int>?, _ places: [DocumentIndex.Place]
  ) -> [DocumentIndex.Place] {
    guard let scope else { return places }
    let inside = places.filter { scope.contains(Int($0.start)) }
    return inside.isEmpty ? places : inside
  }

  private func finding(
    _ value: JSONValue, at path: JSONPointer, _ severity: Finding.Severity
  ) -> Finding {
    let what =
      switch value {
      case .number: "The document does not show this number, in any usual writing."
      case .string(let text) where DateReader.key(ofISO: text) != nil:
        "The document does not show this date, in any usual writing."
      default: "The document does not show this text."
      }
    return Finding(.ungrounded, at: path, severity: severity, what, value: value)
  }

  // MARK: Choice

  private func settle(_ leaves: [Leaf], into result: inout Result) {
    var choice = PlaceChoice(index)
    for leaf in leaves where leaf.places.count == 1 {
      choice.settle(leaf.path, at: leaf.places[0])
      result.evidence[leaf.path] = evidence(leaf, leaf.places[0])
    }
    for leaf in leaves where leaf.places.count > 1 {
      let place = choice.best(of: leaf.places, for: leaf.path)
      choice.settle(leaf.path, at: place)
      result.evidence[leaf.path] = evidence(leaf, place)
    }
  }

  /// Other places that are kept with the best.
  private static let keptRivals = 8

  private func evidence(_ leaf: Leaf, _ place: DocumentIndex.Place) -> Evidence {
    let score = (1000 / Double(leaf.places.count)).rounded() / 1000
    var evidence = shown(leaf, place, score)
    evidence.rivals = leaf.places.lazy.filter { $0 != place }.prefix(Self.keptRivals)
      .map { shown(leaf, $0, score) }
    return evidence
  }

  private func shown(_ leaf: Leaf, _ place: DocumentIndex.Place, _ score: Double) -> Evidence {
    Evidence(
      kind: index.shows(leaf.literal, at: place) ? .exact : .normalised, score: score,
      quote: String(decoding: index.bytes[place.range], as: UTF8.self), range: place.range,
      page: document.page(at: place.range.lowerBound),
      boxes: document.words.boxes(of: place.range))
  }
}
