/// Reads what the page calls the value at a place.
///
/// A careful reader looks at the words before it in its cell or sentence; where there are none, at
/// the nearest words left of it on its line and at the head of its column; and at words in
/// parentheses right behind it. What the record says is a value there is no label: the street under
/// a name is not called by that name. Heads are found once for each cell, so reading all values of
/// a table is linear in its rows.
final class LabelReader {
  typealias Place = DocumentIndex.Place

  /// Something that the page may call a value.
  struct Label {
    /// What it says, word by word from the farthest to the nearest; a compound says two things.
    var words: [[String]]
    /// How plainly it belongs to the value, 0 to 1.
    var weight: Double
  }

  let index: DocumentIndex
  private var layout: PageLayout { index.layout }
  private var tokens: TokenColumns { index.tokens }
  private var meanings: [Int32: [String]] = [:]
  private var heads: [Int: Int] = [:]
  private var labels: [Int32: [Label]] = [:]
  /// The tokens that are part of a value.
  private var isTaken: [Bool]

  /// Words before a value that are looked at in a sentence.
  private static let reach = 6
  /// What a label counts that another value parts from its own.
  private static let behindOthers = 0.7
  /// What a heading counts for each line that it stands higher.
  private static let higher = 0.9
  private static let behind = 0.75
  /// What words of a sentence count, which may be about something else.
  private static let inSentence = 0.75
  /// Cells above a text that are looked at for a heading.
  private static let headingReach = 5

  /// - Parameter values: the places of texts that name nothing.
  init(_ index: DocumentIndex, values: [Place] = []) {
    self.index = index
    isTaken = Array(repeating: false, count: index.tokens.count)
    for place in values {
      var token = index.tokens.first(from: place.start)
      while token < index.tokens.count, index.tokens.start[token] < place.end {
        isTaken[token] = true
        token += 1
      }
    }
  }

  /// All that the page may call the value at a place.
  func labels(of place: Place) -> [Label] {
    if let known = labels[place.start] { return known }
    let found = read(place)
    labels[place.start] = found
    return found
  }

  private func read(_ place: Place) -> [Label] {
    let first = tokens.first(from: place.start)
    guard let cell = layout.cell(of: place.start) else { return [] }
    var found: [Label] = []
    let inline = words(before: first, in: cell)
    if !inline.isEmpty, isInParentheses(first), isWord(first + 2, in: cell) { return [] }
    if !inline.isEmpty {
      let isSentence = inline.count >= Self.reach
      found.append(Label(words: inline, weight: isSentence ? Self.inSentence : 1))
    }
    let behind = words(behind: place.end)
    if !behind.isEmpty { found.append(Label(words: behind, weight: Self.behind)) }
    guard inline.isEmpty else { return found }
    let left = leftLabel(of: cell) ?? labelOfContinued(cell)
    if let left { found.append(left) }
    // A line of a label and its value is read by itself, also at the foot of a table.
    if left?.weight != 1 || hasOtherValues(cell) { found += headLabels(of: cell) }
    return found
  }

  // MARK: In the same cell

  /// The words before a token in its cell, back to another value or the end of a sentence.
  private func words(before token: Int, in cell: Int) -> [[String]] {
    var found: [[String]] = []
    var next = token - 1
    while next >= 0, tokens.start[next] >= layout.start[cell], found.count < Self.reach {
      switch tokens.kind[next] {
      case .digits where isInParentheses(next): break
      case .digits where !found.isEmpty: return found.reversed()
      case .letters, .ideograph:
        let said = said(by: next)
        if !said.isEmpty { found.append(said) }
      case .sign where tokens.isSign(next, in: ";.") && !found.isEmpty && isSentenceEnd(next):
        return found.reversed()
      default: break
      }
      next -= 1
    }
    return found.reversed()
  }

  /// Whether digits are a remark on the words before them: "Invoice (380) no.".
  func isInParentheses(_ token: Int) -> Bool {
    token > 0 && tokens.isSign(token - 1, "(") && tokens.isSign(token + 1, ")")
  }

  private func isWord(_ token: Int, in cell: Int) -> Bool {
    token < tokens.count && tokens.start[token] < layout.end[cell] && tokens.kind[token] == .letters
  }

  /// Whether a stop ends a sentence: what stands before it is no abbreviation.
  private func isSentenceEnd(_ token: Int) -> Bool {
    tokens.isSign(token, ";")
      || !tokens.isGlued(token + 1) && token > 0 && tokens.length(token - 1) > 4
  }

  /// The words in parentheses that follow.
  private func words(behind offset: Int32) -> [[String]] {
    var next = tokens.first(from: offset)
    guard tokens.isSign(next, "(") else { return [] }
    var found: [[String]] = []
    while next < tokens.count, !tokens.isSign(next, ")"), found.count < Self.reach {
      if tokens.isWord(next) {
        let said = said(by: next)
        if !said.isEmpty { found.append(said) }
      }
      next += 1
    }
    return found
  }

  // MARK: Left and above

  private func leftLabel(of cell: Int) -> Label? {
    let line = layout.cells(ofLine: layout.line(ofCell: cell))
    var other = cell - 1
    while other >= line.lowerBound {
      if !isValue(other) {
        let words = words(ofCell: other)
        return words.isEmpty
          ? nil : Label(words: words, weight: other == cell - 1 ? 1 : Self.behindOthers)
      }
      other -= 1
    }
    return nil
  }

  /// The label left of the value that a cell goes on with on the next line, as addresses do.
  private func labelOfContinued(_ cell: Int) -> Label? {
    guard layout.cells(ofLine: layout.line(ofCell: cell)).lowerBound == cell,
      let above = layout.above(cell), isValue(above),
      layout.line(ofCell: above) == layout.line(ofCell: cell) - 1, var label = leftLabel(of: above)
    else { return nil }
    label.weight *= Self.higher
    return label
  }

  private func hasOtherValues(_ cell: Int) -> Bool {
    layout.cells(ofLine: layout.line(ofCell: cell)).contains { $0 != cell && isValue($0) }
  }

  /// The head of the column, alone and with the line above it; for a text also what stands higher.
  private func headLabels(of cell: Int) -> [Label] {
    guard let head = head(of: cell) else { return [] }
    let words = words(ofCell: head)
    var found = [Label(words: words, weight: 1)]
    if let above = layout.above(head), !isValue(above) {
      found.append(Label(words: self.words(ofCell: above) + words, weight: 1))
    }
    var weight = Self.higher
    var next = head
    for _ in 0..<Self.headingReach {
      guard !isValue(cell), let above = layout.above(next) else { break }
      // What has a value of its own is no heading.
      if !hasDigits(above) {
        found.append(Label(words: self.words(ofCell: above), weight: weight))
      }
      weight *= Self.higher
      next = above
    }
    return found.filter { !$0.words.isEmpty }
  }

  /// The nearest cell above that is no value; nil where that is a label with its value.
  func head(of cell: Int) -> Int? {
    var path: [Int] = []
    var next = cell
    var head: Int?
    while let above = layout.above(next) {
      path.append(next)
      if let known = heads[above], isValue(above) {
        head = known
        break
      }
      if !isValue(above) {
        head = isLabelWithValue(above) ? nil : above
        break
      }
      next = above
    }
    if let head { for cell in path { heads[cell] = head } }
    return head
  }

  // MARK: Cells

  /// Whether a cell holds a value and does not name one: more digits than letters, or a number and
  /// its unit.
  func isValue(_ cell: Int) -> Bool {
    var (digits, letters, words, taken) = (0, 0, 0, 0)
    var token = tokens.first(from: layout.start[cell])
    let first = token
    while token < tokens.count, tokens.start[token] < layout.end[cell] {
      switch tokens.kind[token] {
      case .digits: digits += tokens.length(token)
      case .letters:
        letters += tokens.length(token)
        words += 1
      default: break
      }
      if tokens.isWord(token), isTaken[token] { taken += tokens.length(token) }
      token += 1
    }
    if taken > 0, taken * 2 >= digits + letters { return true }
    guard digits > 0 else { return false }
    var start = first
    while start < token, !tokens.isWord(start) || isCurrency(start) { start += 1 }
    return letters <= digits || tokens.isDigits(start) && words <= 2
  }

  /// Whether a cell has a value of its own: one of the record, or digits on a line by itself.
  private func isLabelWithValue(_ cell: Int) -> Bool {
    if layout.cells(ofLine: layout.line(ofCell: cell)).count == 1, hasDigits(cell) { return true }
    var token = tokens.first(from: layout.start[cell])
    while token < tokens.count, tokens.start[token] < layout.end[cell] {
      if isTaken[token] { return true }
      token += 1
    }
    return false
  }

  private func hasDigits(_ cell: Int) -> Bool {
    index.bytes[layout.range(ofCell: cell)].contains { (0x30...0x39).contains($0) }
  }

  /// Whether a token is a word that stands with amounts of money.
  func isCurrency(_ token: Int) -> Bool {
    tokens.kind[token] == .letters && tokens.length(token) <= 4
      && Currency.precedesAmounts(tokens.folded(token, index.bytes))
  }

  private func words(ofCell cell: Int) -> [[String]] {
    var found: [[String]] = []
    var token = tokens.first(from: layout.start[cell])
    while token < tokens.count, tokens.start[token] < layout.end[cell] {
      if tokens.isWord(token) {
        let said = said(by: token)
        if !said.isEmpty { found.append(said) }
      }
      token += 1
    }
    return found.suffix(2 * Self.reach)
  }

  /// What a token says; nothing where it only joins others.
  private func said(by token: Int) -> [String] {
    guard tokens.kind[token] != .digits, !isTaken[token] else { return [] }
    let word = index.vocabulary.identity[token]
    if let known = meanings[word] { return known }
    let folded = String(decoding: index.vocabulary.word(word), as: UTF8.self)
    let said = FieldWords.fillers.contains(folded) ? [] : Meanings.of(folded)
    meanings[word] = said
    return said
  }
}
