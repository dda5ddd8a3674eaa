package import Extraction
package import JSON
import JSONSchema

/// Other values that a document offers for a place of a record, for a person to choose from.
///
/// First those that the evidence itself names as rivals; then numbers and dates on lines that hold
/// words of the property's name, or labels that its description quotes.
package struct RivalValues: Sendable {
  package struct Rival: Sendable {
    package var value: JSONValue
    /// The words of the document, with their place.
    package var evidence: Evidence
  }

  /// So many as there are digits to choose by, less those nobody reads.
  private static let most = 5
  /// Words of a date at most.
  private static let widest = 4

  private let decider: Decider
  private let document: ParsedDocument
  private let lines: [PrintedLine]

  package init(in document: ParsedDocument, by decider: Decider) {
    self.document = document
    self.decider = decider
    lines = PrintedLine.all(of: document.text)
  }

  /// The rivals of what stands at a place; none where only one value is to be found.
  package func rivals(of value: JSONValue, at place: JSONPointer, _ evidence: Evidence?) -> [Rival] {
    var rivals: [Rival] = []
    func add(_ range: Range<Int>, _ rival: JSONValue?) {
      guard let rival, rival != value, !rivals.contains(where: { $0.value == rival }) else {
        return
      }
      rivals.append(
        Rival(value: rival, evidence: Evidence(pointing: range, at: rival, in: document)))
    }
    for rival in evidence?.rivals ?? [] {
      guard let range = rival.range, let quote = rival.quote else { continue }
      add(range, decider.values.value(of: quote, at: place))
    }
    let expected = decider.schema.expectation(at: place)
    let types = expected?.types ?? .all
    let isDate = types.contains(.string) && expected?.format == "date"
    guard expected?.values == nil, isDate || !types.contains(.string) else {
      return Array(rivals.prefix(Self.most))
    }
    for line in ranked(for: place) where rivals.count < Self.most {
      for (range, value) in values(in: line, at: place, widest: isDate ? Self.widest : 1) {
        add(range, value)
      }
    }
    return Array(rivals.prefix(Self.most))
  }

  /// Lines with a word of the property's name or label, the closest first.
  private func ranked(for place: JSONPointer) -> [PrintedLine] {
    let names = (place.lastToken ?? "").lowercased().split(separator: "_").map(String.init)
    let description = decider.schema.annotation("description", at: place)?.stringValue ?? ""
    let quoted = description.split(separator: "\"", omittingEmptySubsequences: false)
      .enumerated().filter { $0.offset % 2 == 1 }
      .map { $0.element.lowercased().filter { $0.isLetter || $0.isNumber } }
    let scored = lines.enumerated().compactMap { index, line -> (score: Int, index: Int)? in
      let words = Set(line.words.map(\.folded))
      let joined = line.words.map(\.folded).joined()
      let score =
        names.filter(words.contains).count
        + quoted.filter { !$0.isEmpty && joined.contains($0) }.count * 2
      return score > 0 ? (score, index) : nil
    }
    return scored.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.prefix(8)
      .map { lines[$0.index] }
  }

  /// What the words of a line can be read as, in order; of overlapping readings the widest.
  private func values(
    in line: PrintedLine, at place: JSONPointer, widest: Int
  ) -> [(range: Range<Int>, value: JSONValue)] {
    var found: [(range: Range<Int>, value: JSONValue)] = []
    for width in (1...widest).reversed() {
      for start in line.words.indices where start + width <= line.words.count {
        let words = line.words[start..<(start + width)]
        let range = line.words[start].range.lowerBound..<line.words[start + width - 1].range.upperBound
        guard words.contains(where: { $0.folded.contains(where: \.isNumber) }),
          !found.contains(where: { $0.range.overlaps(range) }),
          let value = decider.values.value(of: String(document.text(in: range)), at: place)
        else { continue }
        found.append((range, value))
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}
