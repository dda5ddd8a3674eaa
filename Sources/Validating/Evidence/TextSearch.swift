/// Looks for a text, from the strictest to the loosest way of reading, and stops at the first that
/// finds it.
///
/// 1. The same tokens in a row: case, spacing and the form of dashes and quotes do not count.
/// 2. The same without the signs at its ends.
/// 3. For a mail address its name in a group, before their domain.
/// 4. The same letters and digits in a row: words may be joined, split or hyphenated, signs between
///    words may differ, and the text may go on in the next line of its column or over a page's edge.
/// 5. All its words near each other and in order (``ScatteredText``): that is `fuzzy`.
struct TextSearch {
  typealias Place = DocumentIndex.Place

  /// What was found.
  struct Found {
    /// In order.
    var places: [Place] = []
    var isFuzzy = false
  }

  let index: DocumentIndex

  private var tokens: TokenColumns { index.tokens }
  private var vocabulary: Vocabulary { index.vocabulary }

  /// The places of a text.
  ///
  /// - Parameter isStrict: whether only the first two ways count.
  func places(of text: String, isStrict: Bool = false) -> Found {
    let bytes = Array(text.utf8)
    let query = TokenColumns(bytes)
    let words = (0..<query.count).map { query.folded($0, bytes) }
    var found = places(of: words[...])
    guard found.isEmpty, let first = words.indices.first(where: { query.kind[$0] != .sign }),
      let last = words.indices.last(where: { query.kind[$0] != .sign })
    else { return Found(places: index.seen(found)) }
    if last - first + 1 < words.count { found = places(of: words[first...last]) }
    if found.isEmpty, !isStrict { found = placesOfAddress(text) }
    if found.isEmpty, !isStrict { found = LooseText(words, query, index).places() }
    if found.isEmpty, !isStrict {
      found = ScatteredText(words, query, bytes, index).places()
      return Found(places: index.seen(found), isFuzzy: true)
    }
    return Found(places: index.seen(found))
  }

  /// The places of a mail address whose domain is written once for several: `{jane, joe}@b.org`.
  private func placesOfAddress(_ text: String) -> [Place] {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts.contains(where: \.isEmpty) else { return [] }
    let names = places(of: String(parts[0]), isStrict: true).places
    return places(of: "@" + parts[1], isStrict: true).places.compactMap { domain in
      let sign = tokens.first(from: domain.start)
      guard tokens.isGlued(sign), tokens.isSign(sign - 1, in: "}])"),
        let opening = (max(0, sign - Self.longestGroup)..<sign).last(where: {
          tokens.isSign($0, in: "{[(")
        }),
        let name = names.last(where: {
          tokens.start[opening] < $0.start && $0.end < domain.start
        })
      else { return nil }
      return Place(name.range.lowerBound..<domain.range.upperBound)
    }
  }

  /// Tokens of a group of names before their domain.
  private static let longestGroup = 64

  private func places(of words: ArraySlice<String>) -> [Place] {
    var sought: [Int32] = []
    for word in words {
      guard let number = vocabulary.number(of: word) else { return [] }
      sought.append(number)
    }
    let rarest = sought.indices.min {
      vocabulary.places(of: sought[$0]).count < vocabulary.places(of: sought[$1]).count
    }
    guard let rarest else { return [] }
    return vocabulary.places(of: sought[rarest]).compactMap { posting -> Place? in
      let first = Int(posting) - rarest
      let places = first..<(first + sought.count)
      guard first >= 0, places.upperBound <= tokens.count,
        vocabulary.identity[places].elementsEqual(sought), !tokens.isInside(places)
      else { return nil }
      return Place(tokens.range(places))
    }
  }
}

extension TokenColumns {
  /// Whether tokens are only a part of a longer word or number that begins before them or ends after
  /// them, as far as asked.
  func isInside(_ places: Range<Int>, start: Bool = true, end: Bool = true) -> Bool {
    let (first, next) = (places.lowerBound, places.upperBound)
    if start, isWord(first), isGlued(first) {
      if isWord(first - 1) { return true }
      if isDigits(first), isSign(first - 1, in: ".,'"), isDigits(first - 2), isGlued(first - 1) {
        return true
      }
    }
    if end, isWord(next - 1), isGlued(next) {
      if isWord(next) { return true }
      if isDigits(next - 1), isSign(next, in: ".,'"), isDigits(next + 1), isGlued(next + 1) {
        return true
      }
    }
    return false
  }
}
