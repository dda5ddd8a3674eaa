/// Finds a text whose words stand near each other and in order, with other words between them.
///
/// Every word with a digit or a capital letter must be there: a reader forgives a dropped article,
/// not another name or number. Of the rest nine in ten must be. Between them may stand as many
/// words as the text has, and some four lines; between the two names of "Ontario, Canada" some words
/// of one line. The words of a long text may stand in another order, close together: a reference is
/// cited in many forms.
struct ScatteredText {
  typealias Place = DocumentIndex.Place

  private struct Word {
    /// Its number; nil for one that the document does not hold.
    var number: Int32?
    /// Whether it has to be there.
    var isNeeded: Bool
    /// How many tokens after the word before it stands, where nothing parts them: 3.50 is one number.
    var step: Int?
  }

  private let index: DocumentIndex
  private let words: [Word]
  /// Whether the text is put together of two names.
  private let isPair: Bool

  private static let fewestWords = 3
  private static let missingShare = 0.1
  private static let wordsBetween = 48
  private static let wordsBetweenPair = 8
  /// Words of a text that is found in any order.
  private static let fewestInAnyOrder = 8
  /// Its words to each other one that stands among them.
  private static let wordsToOneOther = 4
  /// Parts of its length by which a window moves in which a text is looked for in any order.
  private static let windows = 4
  /// Occurrences of the rarest word that are looked at.
  private static let starts = 512

  init(_ words: [String], _ query: TokenColumns, _ bytes: [UInt8], _ index: DocumentIndex) {
    self.index = index
    self.words = words.indices.filter { query.kind[$0] != .sign }.map { place in
      let first = Unicode.Scalar(bytes[Int(query.start[place])])
      let isName = first.properties.isUppercase || !first.isASCII || query.isDigits(place)
      var before = place
      while query.isGlued(before), query.kind[before - 1] == .sign { before -= 1 }
      let isJoined = query.isGlued(before) && (query.isDigits(place) || query.isDigits(before - 1))
      return Word(
        number: index.vocabulary.number(of: words[place]), isNeeded: isName,
        step: isJoined ? place - before + 1 : nil)
    }
    isPair =
      self.words.count == 2 && self.words.allSatisfy(\.isNeeded)
      && query.kind.indices.dropFirst().contains { query.isSign($0, in: ",;(") }
  }

  /// The places, in order; those that overlap are one.
  func places() -> [Place] {
    let missing = words.count { $0.number == nil }
    guard words.count >= Self.fewestWords || isPair, Double(missing) <= allowedMissing,
      !words.contains(where: { $0.number == nil && $0.isNeeded }),
      words.count > 3 || words.contains(where: \.isNeeded)
    else { return [] }
    let known = words.indices.filter { words[$0].number != nil }
    let rarest = known.min { occurrences(of: $0) < occurrences(of: $1) }
    guard let rarest, let number = words[rarest].number, occurrences(of: rarest) <= Self.starts
    else { return [] }
    var found: [Place] = []
    for token in index.vocabulary.places(of: number) {
      let place =
        place(around: Int(token), word: rarest) ?? placeInAnyOrder(around: Int(token))
      guard let place else { continue }
      if let last = found.last, place.start < last.end { continue }
      found.append(place)
    }
    return found
  }

  private var allowedMissing: Double { Double(words.count) * Self.missingShare }

  private func occurrences(of word: Int) -> Int {
    words[word].number.map { index.vocabulary.places(of: $0).count } ?? 0
  }

  /// The place of the whole text where one of its words stands at a token.
  private func place(around token: Int, word: Int) -> Place? {
    var room = isPair ? Self.wordsBetweenPair : words.count + Self.wordsBetween
    var missing = 0
    func walk(_ rest: some Sequence<Int>, by step: Int) -> Int? {
      var last = token
      for place in rest {
        let gap = words[step > 0 ? place : place + 1].step
        if let number = words[place].number,
          let next = next(
            number, after: last, by: step, gap, &room, isWhole: { isWhole($0, place) })
        {
          last = next
        } else if words[place].isNeeded {
          return nil
        } else {
          missing += 1
        }
      }
      return last
    }
    guard let last = walk((word + 1)..<words.count, by: 1),
      let first = walk((0..<word).reversed(), by: -1), Double(missing) <= allowedMissing
    else { return nil }
    return Place(index.tokens.range(first..<(last + 1)))
  }

  /// Whether the words that one word is joined to stand around its token: 3 is no part of 3.50.
  private func isWhole(_ token: Int, _ word: Int) -> Bool {
    func isThere(_ token: Int, _ word: Int) -> Bool {
      token >= 0 && token < index.tokens.count
        && words[word].number == index.vocabulary.identity[token]
    }
    var (place, next) = (token, word)
    while let step = words[next].step, next > 0 {
      (place, next) = (place - step, next - 1)
      guard isThere(place, next) else { return false }
    }
    (place, next) = (token, word)
    while next + 1 < words.count, let step = words[next + 1].step {
      (place, next) = (place + step, next + 1)
      guard isThere(place, next) else { return false }
    }
    return true
  }

  /// The place of a long text whose words stand close around a token, with few others among them.
  private func placeInAnyOrder(around token: Int) -> Place? {
    guard words.count >= Self.fewestInAnyOrder else { return nil }
    // Between two words stands about one sign.
    let reach = 2 * words.count
    return placeInAnyOrder(around: token, within: (token - reach)...(token + reach))
      ?? stride(from: token - reach, through: token, by: max(1, reach / Self.windows)).lazy
      .compactMap { placeInAnyOrder(around: token, within: $0...($0 + reach)) }.first
  }

  private func placeInAnyOrder(around token: Int, within window: ClosedRange<Int>) -> Place? {
    var used: Set<Int> = []
    var missing = 0
    for word in words {
      let places = word.number.map { index.vocabulary.places(of: $0) } ?? []
      let first = places.partitioningIndex { Int($0) >= window.lowerBound }
      let near = places[first...].lazy.map(Int.init).prefix { $0 <= window.upperBound }
      let nearest = near.filter { !used.contains($0) }.min { abs($0 - token) < abs($1 - token) }
      if let nearest {
        used.insert(nearest)
      } else if near.isEmpty, word.isNeeded {
        return nil
      } else if near.isEmpty {
        missing += 1
      }
    }
    guard Double(missing) <= allowedMissing, let first = used.min(), let last = used.max() else {
      return nil
    }
    let others = (first...last).count { index.tokens.isWord($0) && !used.contains($0) }
    return others * Self.wordsToOneOther <= words.count
      ? Place(index.tokens.range(first..<(last + 1))) : nil
  }

  /// The nearest token that is a word, in one direction; what stands between uses up room.
  ///
  /// - Parameters:
  ///   - gap: where it has to stand, if it is joined to the word at the token.
  ///   - isWhole: whether a token that is the word has what the word is joined to.
  private func next(
    _ word: Int32, after token: Int, by step: Int, _ gap: Int?, _ room: inout Int,
    isWhole: (Int) -> Bool
  ) -> Int? {
    if let gap {
      let next = token + step * gap
      let isThere =
        next >= 0 && next < index.tokens.count && index.vocabulary.identity[next] == word
      return isThere ? next : nil
    }
    var next = token + step
    var between = 0
    while next >= 0, next < index.tokens.count, between <= room {
      if index.vocabulary.identity[next] == word, isWhole(next) {
        room -= between
        return next
      }
      if index.tokens.isWord(next) { between += 1 }
      next += step
    }
    return nil
  }
}
