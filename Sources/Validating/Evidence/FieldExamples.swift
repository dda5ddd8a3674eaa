private import Foundation
import JSON
import JSONSchema

/// What a schema shows of the texts that a field may hold: `examples`, and what its description
/// quotes after `e.g.`, `example` or `such as`.
struct FieldExamples {
  let texts: [String]

  /// Examples that show what all texts have.
  private static let fewest = 2
  /// Words of an example that is a sentence, or near it.
  private static let fewestWords = 4

  init(of field: JSONPointer, in schema: Schema) {
    let listed = schema.annotation("examples", at: field)?.arrayValue ?? []
    let description = schema.annotation("description", at: field)?.stringValue ?? ""
    texts = listed.compactMap(\.stringValue) + Self.quoted(in: description)
  }

  /// Whether a text lacks what all examples have: letters, digits, a sign, the length of a sentence.
  func rulesOut(_ text: String) -> Bool {
    guard let first = texts.first else { return false }
    if !text.contains(where: \.isWhitespace), text.contains(where: \.isNumber),
      texts.allSatisfy({ $0.split(separator: " ").count >= Self.fewestWords })
    {
      return true
    }
    guard texts.count >= Self.fewest else { return false }
    let common = texts.dropFirst().reduce(Self.features(of: first)) {
      $0.intersection(Self.features(of: $1))
    }
    return !common.isSubset(of: Self.features(of: text))
  }

  /// The kinds of characters in a text: a letter and a digit stand for all, a sign for itself.
  private static func features(of text: String) -> Set<Character> {
    Set(
      text.compactMap { character in
        if character.isLetter { return "a" }
        if character.isNumber { return "0" }
        return signs.contains(character) ? character : nil
      })
  }

  /// Signs that are a part of what they stand in.
  private static let signs: Set<Character> = [".", ":", "/", "-", "@", "#"]

  private static func quoted(in description: String) -> [String] {
    let lowercased = description.lowercased()
    guard
      let start = ["e.g.", "example", "such as"].compactMap({ lowercased.range(of: $0) })
        .map({ lowercased.distance(from: lowercased.startIndex, to: $0.upperBound) }).min()
    else { return [] }
    var texts: [String] = []
    var rest = description.dropFirst(start)
    while let open = rest.firstIndex(where: { "'\"“‘".contains($0) }) {
      rest = rest[rest.index(after: open)...]
      // An apostrophe is followed by a letter.
      guard
        let close = rest.indices.first(where: { index in
          "'\"”’".contains(rest[index]) && rest[rest.index(after: index)...].first?.isLetter != true
        })
      else { break }
      texts.append(String(rest[..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return texts
  }
}
