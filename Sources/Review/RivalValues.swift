package import Extraction
package import JSON
import JSONSchema

/// Other values that a document offers for a place of a record, for a person to choose from.
///
/// First those that the evidence itself names as rivals; then numbers and dates of the document.
package struct RivalValues: Sendable {
  package struct Rival: Sendable {
    package var value: JSONValue
    /// The words of the document, with their place.
    package var evidence: Evidence

    package init(value: JSONValue, evidence: Evidence) {
      self.value = value
      self.evidence = evidence
    }
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

  /// The rivals of what stands at a place, the likeliest first; none where there is no other value.
  ///
  /// - Parameter record: what it belongs to: values that show another of its places are less likely.
  package func rivals(at place: JSONPointer, in record: Record) -> [Rival] {
    let value = record.value[place] ?? .null
    let named = (record.evidence[place]?.rivals ?? []).compactMap { evidence -> Rival? in
      guard let quote = evidence.quote, let read = decider.values.value(of: quote, at: place) else {
        return nil
      }
      return Rival(value: read, evidence: evidence)
    }
    var rivals: [Rival] = []
    for rival in named + offered(at: place, insteadOf: value, in: record)
    where rival.value != value && !rivals.contains(where: { $0.value == rival.value }) {
      rivals.append(rival)
    }
    return Array(rivals.prefix(Self.most))
  }

  /// Numbers and dates of the document: those beside words of the property's name or of labels that
  /// its description quotes, those that look like what stands there, those that show nothing else.
  private func offered(
    at place: JSONPointer, insteadOf value: JSONValue, in record: Record
  ) -> [Rival] {
    let expected = decider.schema.expectation(at: place)
    let types = expected?.types ?? .all
    let isDate = types.contains(.string) && expected?.format == "date"
    guard expected?.values == nil, isDate || !types.contains(.string) else { return [] }
    let taken = record.evidence.filter { $0.key != place }.compactMap(\.value.range)
    let words = labels(of: place)
    let siblings =
      place.tokens.count < 2
      ? []
      : record.evidence.filter { other, evidence in
        other != place && other.parent == place.parent
      }.compactMap(\.value.range)
    var offers: [(score: Int, rival: Rival)] = []
    for line in lines {
      let label = words.filter { line.folded.contains($0) }.count
      for (range, read) in values(in: line, at: place, widest: isDate ? Self.widest : 1) {
        let isFree = !taken.contains { $0.overlaps(range) }
        let isInRow = siblings.contains { line.range.overlaps($0) }
        // A bare whole number is a year, a count or a part of an address more often than an amount.
        let isAmount = isDate || read.text().contains(".")
        let score =
          (isInRow ? 8 : 0) + 4 * label + (isFree ? 2 : 0) + (isAmount ? 1 : 0)
          + 3 * Self.likeness(read, value)
        guard score > 2, isFree || label > 0 else { continue }
        let evidence = Evidence(pointing: range, at: read, in: document)
        offers.append((score, Rival(value: read, evidence: evidence)))
      }
    }
    return offers.enumerated().sorted {
      ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
    }.map(\.element.rival)
  }

  /// 1 where two values have the same digits in another order, else 0: digits are swapped in
  /// reading.
  private static func likeness(_ left: JSONValue, _ right: JSONValue) -> Int {
    let digits = [left, right].map { value in
      (value.stringValue ?? value.text()).filter(\.isNumber).sorted()
    }
    return digits[0] == digits[1] && !digits[0].isEmpty ? 1 : 0
  }

  /// Words of the property's name, and labels that its description quotes.
  private func labels(of place: JSONPointer) -> [String] {
    let names = (place.lastToken ?? "").lowercased().split(separator: "_").map(String.init)
    let description = decider.schema.annotation("description", at: place)?.stringValue ?? ""
    let quoted = description.split(separator: "\"", omittingEmptySubsequences: false)
      .enumerated().filter { $0.offset % 2 == 1 }
      .map { $0.element.lowercased().filter { $0.isLetter || $0.isNumber } }
    return (names + quoted).filter { $0.count > 2 }
  }

  /// What the words of a line can be read as, in order; of overlapping readings the widest, without
  /// words that add nothing to it.
  private func values(
    in line: PrintedLine, at place: JSONPointer, widest: Int
  ) -> [(range: Range<Int>, value: JSONValue)] {
    var found: [(range: Range<Int>, value: JSONValue)] = []
    for width in (1...widest).reversed() {
      for start in line.words.indices where start + width <= line.words.count {
        var words = line.words[start..<(start + width)]
        guard words.contains(where: { $0.folded.contains(where: \.isNumber) }),
          !found.contains(where: { $0.range.overlaps(Self.range(of: words)) }),
          !isShare(words, of: line),
          let value = read(words, at: place)
        else { continue }
        while words.count > 1, read(words.dropFirst(), at: place) == value {
          words = words.dropFirst()
        }
        while words.count > 1, read(words.dropLast(), at: place) == value {
          words = words.dropLast()
        }
        found.append((trimmed(Self.range(of: words)), value))
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Whether words are a number of hundredths: with the sign in them or right behind.
  private func isShare(_ words: ArraySlice<PrintedLine.Word>, of line: PrintedLine) -> Bool {
    let next = line.words[words.endIndex...].first.map {
      document.text(in: $0.range).hasPrefix("%")
    }
    return next ?? false || document.text(in: Self.range(of: words)).contains("%")
  }

  private func read(_ words: ArraySlice<PrintedLine.Word>, at place: JSONPointer) -> JSONValue? {
    decider.values.value(of: String(document.text(in: Self.range(of: words))), at: place)
  }

  private static func range(of words: ArraySlice<PrintedLine.Word>) -> Range<Int> {
    guard let first = words.first, let last = words.last else { return 0..<0 }
    return first.range.lowerBound..<last.range.upperBound
  }

  /// Without the stops of a sentence behind it.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    let stops: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ";"), 0x3A]
    let stopped = document.text(in: range).utf8.reversed().prefix { stops.contains($0) }.count
    return range.lowerBound..<max(range.lowerBound + 1, range.upperBound - stopped)
  }
}
