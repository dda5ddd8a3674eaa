/// Finds a text by its letters and digits in a row.
///
/// White space, hyphens, quotation marks and punctuation between words do not count, so joined,
/// split and hyphenated words are found; a sign between digits does: 12.50 is not 1250. Where the text breaks off, reading goes on
/// in the next line of the same column, or at the top of the next page.
struct LooseText {
  typealias Place = DocumentIndex.Place

  private let index: DocumentIndex
  /// The letters and digits sought, and the signs between digits.
  private let sought: [UInt8]
  /// How long the first word is in it.
  private let firstWord: Int

  /// How often reading may go on elsewhere.
  private static let jumps = 12
  /// Lines at the foot and the head of a page that do not belong to a text that goes over its edge.
  private static let margin = 4
  /// The longest word that is looked for as the beginning of the text.
  private static let longestStart = 48

  init(_ words: [String], _ query: TokenColumns, _ index: DocumentIndex) {
    self.index = index
    var sought: [UInt8] = []
    var firstWord = 0
    for (place, word) in words.enumerated() where Self.counts(place, query) {
      sought.append(contentsOf: word.utf8)
      if firstWord == 0 { firstWord = sought.count }
    }
    self.sought = sought
    self.firstWord = firstWord
  }

  /// Whether a token counts: words do, punctuation only between digits.
  private static func counts(_ token: Int, _ tokens: TokenColumns) -> Bool {
    tokens.kind[token] != .sign || !tokens.isSign(token, in: "-',.;:()[]*")
      || tokens.isDigits(token - 1) && tokens.isDigits(token + 1) && tokens.isGlued(token)
        && tokens.isGlued(token + 1)
  }

  /// The places, in order.
  func places() -> [Place] {
    guard sought.count > 1 else { return [] }
    var found: [Place] = []
    for length in 1...min(sought.count, Self.longestStart) {
      // Single letters begin too much, unless the text itself begins with one.
      guard length > 1 || firstWord == 1,
        let word = index.vocabulary.number(of: sought[..<length])
      else { continue }
      for token in index.vocabulary.places(of: word) {
        let first = Int(token)
        guard !index.tokens.isInside(first..<(first + 1), end: false),
          let end = end(from: first, matched: 0, jumps: Self.jumps)
        else { continue }
        found.append(Place(Int(index.tokens.start[first])..<Int(index.tokens.end[end])))
      }
    }
    return found.sorted()
  }

  /// The last token of the text that begins at a token; nil where it does not stand there.
  private func end(from first: Int, matched: Int, jumps: Int) -> Int? {
    let tokens = index.tokens
    var matched = matched
    var token = first
    var last = first
    while matched < sought.count {
      guard token < tokens.count else { return nil }
      if !Self.counts(token, tokens) {
        token += 1
        continue
      }
      let word = index.vocabulary.word(index.vocabulary.identity[token])
      guard sought[matched...].starts(with: word) else {
        guard jumps > 0, matched > 0 else { return nil }
        return continuations(of: last).lazy.compactMap {
          end(from: $0, matched: matched, jumps: jumps - 1)
        }.first
      }
      matched += word.count
      last = token
      token += 1
    }
    return tokens.isInside(last..<(last + 1), start: false) ? nil : last
  }

  /// Where a text may go on that breaks off after a token: in the cell below, or behind the page's
  /// edge.
  private func continuations(of token: Int) -> [Int] {
    let (layout, tokens) = (index.layout, index.tokens)
    var found: [Int] = []
    guard let cell = layout.cell(of: tokens.start[token]) else { return [] }
    if tokens.end[token] + 2 >= layout.end[cell], let below = layout.below(cell) {
      found.append(tokens.first(from: layout.start[below]))
    }
    let line = layout.line(ofCell: cell)
    let nearby = line...min(line + Self.margin, layout.lineCount - 1)
    if let edge = nearby.first(where: layout.endsPage) {
      for next in (edge + 1)..<max(edge + 1, min(edge + 1 + Self.margin, layout.lineCount)) {
        guard let cell = layout.cells(ofLine: next).first else { continue }
        found.append(tokens.first(from: layout.start[cell]))
      }
    }
    return found.filter { $0 < tokens.count && $0 > token }
  }
}
