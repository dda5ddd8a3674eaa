import JSON
import JSONSchema

/// What a document may call a field: phrases made of meanings.
///
/// From the property's name, split into words; its `title`; what its `description` puts between
/// quotation marks (but not where it says what the field is not); and its `x-labels`, a list of
/// texts in any language. A member of an object is also called what the object is called, but that
/// does not tell it from the other members.
struct FieldLabels {
  static let keyword = "x-labels"

  /// Words that may name a field.
  struct Phrase: Hashable {
    /// What the words mean, each meaning once.
    var meanings: [String]
    /// What of it names the field itself, and not the object that it is a member of.
    var own: [String]

    /// Whether it names nothing but the object.
    var isOuter: Bool { own.isEmpty }
  }

  private let schema: Schema
  private var known: [JSONPointer: [Phrase]] = [:]

  init(_ schema: Schema) {
    self.schema = schema
  }

  /// The field that a place belongs to: the rows of a list have the same.
  static func field(of path: JSONPointer) -> JSONPointer {
    JSONPointer(path.tokens.map { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? "0" : $0 })
  }

  /// The phrases for a place of the record.
  mutating func phrases(for path: JSONPointer) -> [Phrase] {
    let field = Self.field(of: path)
    if let phrases = known[field] { return phrases }
    var phrases = own(field)
    let isElement = Int(field.lastToken ?? "") != nil
    if isElement, let list = field.parent {
      phrases += own(list)
    } else if let object = field.parent, Int(object.lastToken ?? "") == nil, !object.isRoot {
      let outer = own(object)
      phrases += outer.flatMap { outer in
        phrases.map { Phrase(meanings: Self.unique(outer.meanings + $0.own), own: $0.own) }
      }
      phrases += outer.map { Phrase(meanings: $0.meanings, own: []) }
    }
    let result = Array(Set(phrases.filter { !$0.meanings.isEmpty })).sorted {
      $0.meanings.lexicographicallyPrecedes($1.meanings)
    }
    known[field] = result
    return result
  }

  /// What the words of a property's name mean, each meaning once.
  static func meanings(ofName name: String) -> [String] {
    unique(Meanings.words(of: spaced(name)).flatMap(Meanings.of))
  }

  private func own(_ field: JSONPointer) -> [Phrase] {
    var texts = field.lastToken.map { [Self.spaced($0)] } ?? []
    if let title = schema.annotation("title", at: field)?.stringValue { texts.append(title) }
    let labels = schema.annotation(Self.keyword, at: field)
    texts += labels?.arrayValue?.compactMap(\.stringValue) ?? labels?.stringValue.map { [$0] } ?? []
    if let text = schema.annotation("description", at: field)?.stringValue {
      texts += Self.quoted(in: text)
    }
    return texts.map { text in
      let meanings = Self.unique(Meanings.words(of: text).flatMap(Meanings.of))
      return Phrase(meanings: meanings, own: meanings)
    }
  }

  private static func unique(_ words: [String]) -> [String] {
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted }
  }

  /// A property's name in words: `invoiceNumber`, `invoice_number` and `invoice-number` are alike.
  private static func spaced(_ name: String) -> String {
    var text = ""
    var last: Character = " "
    for character in name {
      if character.isUppercase, last.isLowercase { text.append(" ") }
      text.append(character == "_" ? " " : character)
      last = character
    }
    return text
  }

  /// What stands between quotation marks in sentences that do not begin with a negation.
  private static func quoted(in description: String) -> [String] {
    let sentences = description.split(separator: ". ", omittingEmptySubsequences: true)
    return sentences.flatMap { sentence -> [String] in
      let start = sentence.drop { !$0.isLetter }.lowercased()
      guard !["not ", "never ", "no "].contains(where: start.hasPrefix),
        !["e.g.", "example", "such as"].contains(where: sentence.lowercased().contains)
      else { return [] }
      let parts = sentence.split(separator: "\"", omittingEmptySubsequences: false)
      return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
  }
}

/// The meanings of words.
enum Meanings {
  /// The words of a text, folded, without those that name nothing.
  static func words(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    let tokens = TokenColumns(bytes)
    return (0..<tokens.count).compactMap { index in
      guard tokens.kind[index] == .letters || tokens.kind[index] == .ideograph else { return nil }
      let word = tokens.folded(index, bytes)
      return FieldWords.fillers.contains(word) ? nil : word
    }
  }

  /// What a folded word means: one meaning, the two of a compound, or itself.
  static func of(_ word: String) -> [String] {
    if let meaning = simple(word) { return [meaning] }
    // The words that compounds are made of have four letters and more.
    guard word.utf8.count >= 8 else { return [word] }
    let bytes = Array(word.utf8)
    let lengths = stride(from: min(bytes.count - 1, 14), through: 4, by: -1)
    let head = lengths.lazy.compactMap { simple(text(bytes.prefix($0))) }.first
    let tail = lengths.lazy.compactMap { simple(text(bytes.suffix($0))) }.first
    let parts = [head, tail].compactMap { $0 }
    if parts.isEmpty { return [word] }
    // A half that is known names less than the whole: Grundpreis is a price, but which?
    if parts.count == 1 { return [parts[0], rest + word] }
    return parts[0] == parts[1] ? [parts[0]] : parts
  }

  /// How much a meaning counts: what is not known of a compound half as much as a word.
  static func weight(of meaning: String) -> Double { meaning.hasPrefix(rest) ? 0.5 : 1 }

  /// Marks a compound of which half is known.
  private static let rest = "~"

  private static func simple(_ word: String) -> String? {
    if let meaning = FieldWords.meanings[word] { return meaning }
    guard word.hasSuffix("s"), word.utf8.count > 4 else { return nil }
    return FieldWords.meanings[String(word.dropLast())]
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
