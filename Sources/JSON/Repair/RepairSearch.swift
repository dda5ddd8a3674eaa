/// Looks through a text for what may be JSON and has each such place read by a ``RepairParser``.
///
/// It goes on after what was read, a value or not. What was looked at beyond that place is looked at
/// again from the next, and so on: all of them together have so many steps, by which the search
/// takes linear time whatever the text.
struct RepairSearch: ~Copyable {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Reads each candidate, and remembers what it saw of the text from one to the next.
  private var parser: RepairParser
  private(set) var found: [JSONRepair.Candidate] = []
  /// How often a byte was looked at.
  var steps: Int { parser.text.steps + (copied?.text.steps ?? 0) }

  /// The next byte to look at.
  private var place = 0
  /// The end of the last candidate.
  private var settled = 0
  /// Whether only white space and comments stand between the last fence, or the beginning, and here.
  private var isFresh = true
  /// Whether a fence is open.
  private var isInFence = false
  /// The rest of the text with one level of escapes taken off, made when first needed.
  private var unescaped: UnescapedText?
  /// Reads what is found in that.
  private var copied: RepairParser?
  private let effort: Int

  /// What the strict parser made of the beginning, until that is searched.
  private var strict: StrictReading?

  /// A search of a text from an offset on, after what the strict parser made of its beginning.
  ///
  /// - Parameter effort: how often, on average, a byte may be looked at before the search ends.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0,
    after strict: consuming StrictReading? = nil, effort: Int
  ) {
    self.bytes = bytes
    self.strict = strict
    self.effort = effort
    parser = RepairParser(RepairText(bytes, effort: effort))
    place = start
  }

  /// Tries every place that stands outside what was read before.
  mutating func run() {
    if place == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    while place < bytes.count {
      parser.text.steps += 1
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "`") where RepairText.isFence(bytes, at: place):
        takeFence()
      case 0...0x20: place += 1
      case UInt8(ascii: "/") where isFresh && !skipComment(): leaveProse()
      case UInt8(ascii: "/") where isFresh: break
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if !read(as: .container) { return }
      default:
        if isFresh, mayStandAlone(byte) {
          if !read(as: isInFence ? .fenced : .whole) { return }
        } else {
          leaveProse()
        }
      }
    }
    finish()
  }

  /// Steps over a byte that is no part of JSON.
  private mutating func leaveProse() {
    isFresh = false
    place += 1
  }

  /// Steps over a comment before any value; false where none begins here.
  private mutating func skipComment() -> Bool {
    guard let end = parser.text.skipComment(at: place) else { return false }
    place = end
    return true
  }

  /// Steps over three or more backquotes and the word that names a language.
  private mutating func takeFence() {
    while place < bytes.count, bytes[place] == UInt8(ascii: "`") { place += 1 }
    isInFence.toggle()
    isFresh = isInFence
    guard isInFence else { return }
    while place < bytes.count, RepairText.isWord(bytes[place]) { place += 1 }
  }

  /// Whether a value other than an object or array may begin with a byte, where nothing but a
  /// fence stands before it.
  private mutating func mayStandAlone(_ byte: UInt8) -> Bool {
    switch byte {
    // Markdown's sign for code before an object or array: `{"a": 1}`.
    case UInt8(ascii: "`"): return !RepairText.isOpener(parser.text[place + 1])
    case UInt8(ascii: "("), UInt8(ascii: "\\"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "u"), UInt8(ascii: "T"),
      UInt8(ascii: "F"), UInt8(ascii: "N"):
      return true
    default: return RepairText.mark(bytes, at: place) != nil || isCall()
    }
  }

  /// Whether a name with its parenthesis stands here, as in `callback(2)`.
  private mutating func isCall() -> Bool {
    parser.text[parser.text.endOfWord(place)] == UInt8(ascii: "(")
  }

  // MARK: Reading

  /// Reads what begins here; false where nothing after it can be trusted.
  private mutating func read(as form: RepairParser.Form) -> Bool {
    let start = place
    let isEscaped = RepairText.isEscapedQuoteNext(bytes, at: start)
    let outcome: RepairParser.Outcome
    if isEscaped, let inside = placeInCopy(start), let copy = unescaped,
      let read = copied?.parse(form, at: inside, isExpected: isFresh)
    {
      outcome = read.mapped(by: copy)
    } else {
      let known = strict?.start == start ? strict.take() : nil
      outcome = parser.parse(form, at: start, isExpected: isFresh, after: known)
    }
    if let value = outcome.value { take(value, outcome, start..<outcome.end, isEscaped: isEscaped) }
    if outcome.value != nil || form == .container { isFresh = false }
    place = max(outcome.end, start + 1)
    if outcome.value == nil, form != .container { isFresh = false }
    return !outcome.isGivenUp
  }

  /// Where a byte stands in the copy without escapes, which is made when first asked for.
  private mutating func placeInCopy(_ start: Int) -> Int? {
    if unescaped == nil {
      let copy = UnescapedText(bytes, from: start)
      (unescaped, copied) = (copy, RepairParser(RepairText(copy.bytes, effort: effort)))
      parser.text.steps += bytes.count - start
    }
    return unescaped?.place(of: start)
  }

  private mutating func take(
    _ value: JSONValue, _ outcome: RepairParser.Outcome, _ range: Range<Int>, isEscaped: Bool
  ) {
    var repairs = surroundings(before: range.lowerBound)
    if isEscaped { repairs.append(JSONRepair.Repair(kind: .escapedText, offset: range.lowerBound)) }
    found.append(
      JSONRepair.Candidate(
        value: value, range: range,
        repairs: repairs.isEmpty ? outcome.repairs : repairs + outcome.repairs,
        truncatedAt: outcome.truncatedAt, isFenced: isFresh && isInFence))
    settled = range.upperBound
  }

  /// Adds to the last candidate what stands after it.
  private mutating func finish() {
    guard !found.isEmpty, settled < bytes.count else { return }
    let trailing = surroundings(before: bytes.count).filter { $0.kind != .codeFence }
    found[found.count - 1].repairs += trailing
  }

  /// What to report of the text between the last candidate and an offset: words first, then fences.
  private mutating func surroundings(before end: Int) -> [JSONRepair.Repair] {
    var repairs: [JSONRepair.Repair] = []
    var words: JSONRepair.Repair?
    var next = settled
    parser.text.steps += end - settled
    while next < end {
      let byte = bytes[next]
      if byte == UInt8(ascii: "`"), RepairText.isFence(bytes, at: next) {
        repairs.append(JSONRepair.Repair(kind: .codeFence, offset: next))
        while next < end, bytes[next] == UInt8(ascii: "`") { next += 1 }
        while next < end, RepairText.isWord(bytes[next]) { next += 1 }
        continue
      }
      if byte == 0xEF, next == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
        repairs.append(JSONRepair.Repair(kind: .byteOrderMark, offset: 0))
        next += 3
        continue
      }
      if words == nil, byte > 0x20 { words = JSONRepair.Repair(kind: kind(of: byte), offset: next) }
      next += 1
    }
    if let words { repairs.insert(words, at: 0) }
    return repairs
  }

  private func kind(of byte: UInt8) -> JSONRepair.Kind {
    guard !found.isEmpty || settled > 0 else { return .surroundingText }
    switch byte {
    case UInt8(ascii: "}"), UInt8(ascii: "]"): return .strayBracket
    case UInt8(ascii: ","): return .extraComma
    default: return .surroundingText
    }
  }
}
