import Extraction
import JSON
import JSONSchema

/// Finds the places that show one value: what it is decides how it is looked for.
///
/// A number and a day are looked for in any writing; a text by its words, the code of a currency
/// also by its signs, a text that is a number also as one. A value of `enum` or `const`, a boolean
/// and the code of a currency are conclusions; they need no place.
struct ValueLookup {
  /// What was found.
  enum Result {
    /// There is nothing to look for.
    case nothing
    /// The value is concluded from the document, not read in it.
    case conclusion
    case places([DocumentIndex.Place], isFuzzy: Bool = false, ifMissing: Finding.Severity = .error)
  }

  let index: DocumentIndex
  let schema: Schema

  /// The places of a value.
  func places(of value: JSONValue, at path: JSONPointer) -> Result {
    let expected = schema.expectation(at: path)
    if expected?.values != nil { return .conclusion }
    switch value {
    case .bool: return .conclusion
    case .number(let number):
      let key = NumberKey(number)
      // Nothing, and one of something, are conclusions more often than they are printed.
      let isImplied = key.isZero || key.isOne && path.innermostElement != nil
      let places = index.places(ofNumber: key)
      return .places(
        places.isEmpty ? self.places(ofFactor: number, at: path) : places,
        ifMissing: isImplied ? .warning : .error)
    case .string(let text): return places(ofText: text)
    case .null, .array, .object: return .nothing
    }
  }

  /// Where a table says what its numbers are to be multiplied with, if that is asked for.
  private func places(ofFactor number: JSONNumber, at path: JSONPointer) -> [DocumentIndex.Place] {
    guard let factor = number.intValue,
      FieldLabels.meanings(ofName: path.lastToken ?? "").contains("scale")
    else { return [] }
    let search = TextSearch(index: index)
    return NumberWords.factors(factor).flatMap { search.places(of: $0, isStrict: true).places }
      .sorted()
  }

  private static let softHyphen = "\u{AD}"

  private func places(ofText text: String) -> Result {
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      return .nothing
    }
    if let day = DateReader.key(ofISO: text) { return .places(index.places(ofDay: day)) }
    let search = TextSearch(index: index)
    if Currency.isCode(text) {
      let found = ([text] + Currency.marks(of: text)).lazy
        .map { search.places(of: $0, isStrict: true).places }.first { !$0.isEmpty }
      return found.map { .places($0) } ?? .conclusion
    }
    var found = search.places(of: text)
    if found.places.isEmpty, text.contains(Self.softHyphen) {
      // Where a word may be parted the page may have two.
      found = search.places(of: text.replacing(Self.softHyphen, with: " "))
    }
    guard found.places.isEmpty else { return .places(found.places, isFuzzy: found.isFuzzy) }
    let numbers = NumberKey.readings(of: text).flatMap { index.places(ofNumber: $0) }
    return .places(Set(numbers).sorted())
  }
}
