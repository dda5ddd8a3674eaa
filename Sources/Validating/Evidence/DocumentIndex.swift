import Extraction
import JSON

/// Where a document shows what: every word, number and date with its places, built once and asked
/// for each value.
///
/// Built in time linear in the text. Everything is found by whole tokens: 380 stands neither in
/// 9380 nor in 1.380,00.
struct DocumentIndex {
  /// A place in the text, in UTF-8 bytes.
  struct Place: Hashable, Comparable {
    var start: Int32
    var end: Int32

    init(_ range: Range<Int>) {
      start = Int32(range.lowerBound)
      end = Int32(range.upperBound)
    }

    var range: Range<Int> { Int(start)..<Int(end) }

    static func < (left: Place, right: Place) -> Bool {
      (left.start, left.end) < (right.start, right.end)
    }
  }

  let bytes: [UInt8]
  let tokens: TokenColumns
  let vocabulary: Vocabulary
  let layout: PageLayout
  /// The places of each number.
  let numbers: PlaceMap<NumberKey>
  /// The places of each day, as year × 10,000 + month × 100 + day.
  private let days: PlaceMap<Int>
  /// What nobody can see, in order.
  private let inkless: [Range<Int>]

  /// - Parameter inkless: ranges of the text in which nothing is found, in order.
  init(_ document: ParsedDocument, inkless: [Range<Int>] = []) {
    self.inkless = inkless
    bytes = Array(document.text.utf8)
    tokens = TokenColumns(bytes)
    vocabulary = Vocabulary(tokens, bytes)
    layout = PageLayout(document, bytes)
    let dates = DateReader(tokens, bytes, vocabulary).read()
    days = dates.days
    var numbers = NumberReader(tokens, bytes).read(years: dates.years)
    NumberReader.readWords(tokens, vocabulary, into: &numbers)
    self.numbers = numbers
  }

  /// The places of a number, in order.
  func places(ofNumber key: NumberKey) -> [Place] { seen(numbers[key]) }

  /// The places of an amount of money, in order; it is rounded to hundredths.
  func places(ofAmount amount: Double) -> [Place] {
    JSONNumber((amount * 100).rounded() / 100).map { places(ofNumber: NumberKey($0)) } ?? []
  }

  /// The places of a day, in order.
  func places(ofDay day: Int) -> [Place] { seen(days[day]) }

  /// The days of the text by where they begin, each as far as it goes.
  var daysByStart: [Int32: Place] { Self.byStart(days.all) }

  /// The numbers of the text by where they begin, each as far as it goes.
  var numbersByStart: [Int32: Place] { Self.byStart(numbers.all) }

  private static func byStart(_ places: [Place]) -> [Int32: Place] {
    Dictionary(places.map { ($0.start, $0) }) { $0.end < $1.end ? $1 : $0 }
  }

  /// Whether a number is written with decimals.
  func isAmount(_ place: Place) -> Bool {
    bytes[place.range].dropFirst().contains { $0 == 0x2C || $0 == 0x2E }
  }

  /// Those places of which nothing is without ink.
  func seen(_ places: [Place]) -> [Place] {
    guard !inkless.isEmpty else { return places }
    return places.filter { place in
      let next = inkless.partitioningIndex { $0.upperBound > Int(place.start) }
      return next == inkless.count || inkless[next].lowerBound >= Int(place.end)
    }
  }

  /// The number of the line that holds an offset, counted from 0.
  func line(of offset: Int32) -> Int { layout.line(of: offset) }

  /// Whether the text of a place is this, byte for byte.
  func shows(_ text: String, at place: Place) -> Bool {
    bytes[place.range].elementsEqual(text.utf8)
  }
}
