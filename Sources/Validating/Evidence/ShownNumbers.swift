/// The numbers that a document shows, in order of text, each reading of each.
///
/// Built in time n log n in the numbers of the text.
struct ShownNumbers {
  /// A reading of a number.
  struct Number {
    var place: DocumentIndex.Place
    var value: Double
    /// Whether it is written with a point or a comma, as amounts are.
    var isAmount: Bool
  }

  private let numbers: [Number]

  init(_ index: DocumentIndex) {
    numbers = index.numbers.entries.flatMap { key, places in
      index.seen(places).map {
        Number(place: $0, value: key.doubleValue, isAmount: index.isAmount($0))
      }
    }.sorted { $0.place < $1.place }
  }

  /// Those that begin within a part of the text.
  subscript(range: Range<Int32>) -> ArraySlice<Number> {
    let first = numbers.partitioningIndex { $0.place.start >= range.lowerBound }
    let next = numbers.partitioningIndex { $0.place.start >= range.upperBound }
    return numbers[first..<max(first, next)]
  }
}
