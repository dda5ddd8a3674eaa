/// The numbers that a document shows, in order of text, each reading of each.
///
/// Built in time n log n in the numbers of the text.
struct ShownNumbers {
  private let numbers: [(place: DocumentIndex.Place, value: Double)]

  init(_ index: DocumentIndex) {
    numbers = index.numbers.entries.flatMap { key, places in
      index.seen(places).map { ($0, key.doubleValue) }
    }.sorted { $0.place < $1.place }
  }

  /// Those that begin within a part of the text.
  subscript(range: Range<Int32>) -> ArraySlice<(place: DocumentIndex.Place, value: Double)> {
    let first = numbers.partitioningIndex { $0.place.start >= range.lowerBound }
    let next = numbers.partitioningIndex { $0.place.start >= range.upperBound }
    return numbers[first..<max(first, next)]
  }
}
