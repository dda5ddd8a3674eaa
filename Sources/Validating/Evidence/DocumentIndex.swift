import Extraction

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
  private let tokens: TokenColumns
  /// The number of each distinct folded token.
  private let numbering: [String: Int32]
  /// Which distinct token stands at each place.
  private let identity: [Int32]
  /// The places of each distinct token, in order.
  private let postings: [[Int32]]
  /// The places of each number, by ``NumberKey``, in order.
  private let numbers: [String: [Place]]
  /// The places of each day, as year × 10,000 + month × 100 + day, in order.
  private let days: [Int: [Place]]
  /// Where lines end, in order.
  private let lineEnds: [Int32]
  /// What nobody can see, in order.
  private let inkless: [Range<Int>]

  /// - Parameter inkless: ranges of the text in which nothing is found, in order.
  init(_ document: ParsedDocument, inkless: [Range<Int>] = []) {
    self.inkless = inkless
    let bytes = Array(document.text.utf8)
    self.bytes = bytes
    lineEnds = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { Int32($0) }
    let tokens = TokenColumns(bytes)
    self.tokens = tokens
    var numbering: [String: Int32] = [:]
    var identity: [Int32] = []
    identity.reserveCapacity(tokens.count)
    var postings: [[Int32]] = []
    for index in 0..<tokens.count {
      let folded = tokens.folded(index, bytes)
      let number = numbering[folded] ?? Int32(postings.count)
      if Int(number) == postings.count {
        numbering[folded] = number
        postings.append([])
      }
      identity.append(number)
      postings[Int(number)].append(Int32(index))
    }
    let dates = DateReader(tokens, bytes).read(identity: identity, numbering: numbering)
    days = dates.days.mapValues { Array(Set($0)).sorted() }
    numbers = NumberReader(tokens, bytes).read(years: dates.years)
      .mapValues { Array(Set($0)).sorted() }
    self.numbering = numbering
    self.identity = identity
    self.postings = postings
  }

  /// The places of a number, in order.
  func places(ofNumber key: String) -> [Place] { seen(numbers[key] ?? []) }

  /// The places of a day, in order.
  func places(ofDay day: Int) -> [Place] { seen(days[day] ?? []) }

  /// Those places of which nothing is without ink.
  private func seen(_ places: [Place]) -> [Place] {
    guard !inkless.isEmpty else { return places }
    return places.filter { place in
      let next = inkless.partitioningIndex { $0.upperBound > Int(place.start) }
      return next == inkless.count || inkless[next].lowerBound >= Int(place.end)
    }
  }

  /// The number of the line that holds an offset, counted from 0.
  func line(of offset: Int32) -> Int { lineEnds.partitioningIndex { $0 >= offset } }

  /// Whether the text of a place is this, byte for byte.
  func shows(_ text: String, at place: Place) -> Bool {
    bytes[place.range].elementsEqual(text.utf8)
  }

  /// The places of a text, in order.
  ///
  /// Case, spacing and the form of dashes and quotes do not count; where it is not found so, the
  /// signs at its ends do not either.
  func places(ofText text: String) -> [Place] {
    let query = Array(text.utf8)
    let tokens = TokenColumns(query)
    let whole = 0..<tokens.count
    let found = places(of: whole, tokens, query)
    guard found.isEmpty, let first = whole.first(where: { tokens.kind[$0] != .sign }),
      let last = whole.last(where: { tokens.kind[$0] != .sign }), last - first + 1 < whole.count
    else { return found }
    return places(of: first..<(last + 1), tokens, query)
  }

  private func places(
    of part: Range<Int>, _ query: TokenColumns, _ queryBytes: [UInt8]
  ) -> [Place] {
    var sought: [Int32] = []
    for index in part {
      guard let number = numbering[query.folded(index, queryBytes)] else { return [] }
      sought.append(number)
    }
    let rarest = sought.indices.min {
      postings[Int(sought[$0])].count < postings[Int(sought[$1])].count
    }
    guard let rarest else { return [] }
    let found = postings[Int(sought[rarest])].compactMap { posting -> Place? in
      let first = Int(posting) - rarest
      let places = first..<(first + sought.count)
      guard first >= 0, places.upperBound <= tokens.count,
        identity[places].elementsEqual(sought), !isInside(places)
      else { return nil }
      return Place(tokens.range(places))
    }
    return seen(found)
  }

  /// Whether tokens are only a part of a longer word or number.
  private func isInside(_ places: Range<Int>) -> Bool {
    let (first, next) = (places.lowerBound, places.upperBound)
    if tokens.isWord(first), tokens.isGlued(first) {
      if tokens.isWord(first - 1) { return true }
      if tokens.isDigits(first), continues(first - 1), tokens.isDigits(first - 2),
        tokens.isGlued(first - 1)
      {
        return true
      }
    }
    if tokens.isWord(next - 1), tokens.isGlued(next) {
      if tokens.isWord(next) { return true }
      if tokens.isDigits(next - 1), continues(next), tokens.isDigits(next + 1),
        tokens.isGlued(next + 1)
      {
        return true
      }
    }
    return false
  }

  /// Whether a sign joins two groups of digits to one number.
  private func continues(_ index: Int) -> Bool {
    tokens.isSign(index, ".", ",", "'")
  }
}

extension Array {
  /// The first index at which a condition holds that stays true once it is.
  func partitioningIndex(where isAtOrPast: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAtOrPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
