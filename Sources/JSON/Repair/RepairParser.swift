/// The parser behind ``JSONRepair``: reads one value after the other and mends what it can.
///
/// It never tries another reading: what it cannot read ends the candidate, and the search goes on
/// after it. Where a quote turns out to be missing it goes back over the gap that told, and once in a
/// text over more (``hasUnclosedKey``).
struct RepairParser {
  /// What is read, by what stands around it.
  enum Form {
    /// The object or array at the position.
    case container
    /// What a code fence holds, whatever its type.
    case fenced
    /// The whole text, whatever its type.
    case whole
  }

  /// What came of it.
  struct Outcome {
    /// Nil where nothing could be read.
    var value: JSONValue?
    var repairs: [JSONRepair.Repair]
    var truncatedAt: JSONPointer?
    /// The offset after what was read.
    var end: Int
    /// Whether it was given up because of its depth or because it took too long.
    var isGivenUp: Bool

    /// The same with the offsets of the text that a copy was made of.
    func mapped(by copy: UnescapedText) -> Outcome {
      var outcome = self
      outcome.end = copy.source(of: end)
      outcome.repairs = repairs.map {
        JSONRepair.Repair(kind: $0.kind, offset: copy.source(of: $0.offset))
      }
      return outcome
    }
  }

  /// Why the reading of a value is given up.
  enum Abandoned: Error {
    /// This is prose, not JSON.
    case prose
    /// It nests too deep.
    case depth
    /// So many bytes were looked at so often that the text cannot be meant.
    case effort
  }

  /// The place of a value, which decides what may follow it.
  enum Context {
    /// The name of a member.
    case key
    /// The value of a member.
    case member
    /// An element of an array or of a list in parentheses.
    case element
    /// The argument of a call.
    case argument
    /// All there is.
    case lone
  }

  static let depthLimit = 512

  var text: RepairText
  /// The next byte to read.
  var position = 0
  private(set) var repairs: [JSONRepair.Repair] = []
  /// Whether the text ended inside the value.
  private(set) var isCut = false
  /// The path to the value that is cut off, from it outwards.
  private var cutPath: [String] = []

  /// The opening brackets that are not closed yet.
  var open: [UInt8] = []
  /// Whether the comma before the next item has been read already.
  var isAfterComma = false
  /// Whether a comma stood before the item or the end that was come upon last.
  var endsAfterComma = false
  /// The sum of brackets in the string that begins at `string`, up to `counted`.
  var memory = (string: -1, counted: 0, balance: 0)
  /// Whether the closing quote of a name was looked for up to the end of the text: it is not for
  /// another, which ends at the colon on its line.
  var hasUnclosedKey = false
  /// What stands after the closing bracket that was asked for last.
  var lastFollower = (bracket: -1, offset: 0, isName: false)
  /// Whether this is surely meant as JSON: then anything is mended.
  ///
  /// In prose a bracket need not be.
  var isCommitted = false

  /// Before this offset the text is JSON: a quote that the strict parser went past is no matter of
  /// opinion.
  private(set) var strictEnd = 0
  /// Where the strict parser failed last; it is not tried before.
  var strictTried = 0
  /// What was open there and is not taken up yet, the innermost first.
  var unfinished: [StrictParser.Unfinished] = []
  /// What stands before this offset is read here, and not by the strict parser.
  var handEnd = 0

  init(_ text: RepairText) {
    self.text = text
  }

  /// Reads what stands at an offset.
  ///
  /// - Parameters:
  ///   - isExpected: whether it is surely meant as JSON.
  ///   - strict: what the strict parser made of it, if known.
  mutating func parse(
    _ form: Form, at start: Int, isExpected: Bool, after strict: consuming StrictReading? = nil
  ) -> Outcome {
    begin(at: start, isExpected: isExpected)
    var value: JSONValue?
    var isGivenUp = false
    do {
      value =
        form == .container ? try parseRoot(strict) : try parseLone(isFenced: form == .fenced)
      if isCut, value != nil { note(.truncated, at: text.count) }
    } catch {
      isGivenUp = error != .prose
    }
    return Outcome(
      value: value, repairs: repairs,
      truncatedAt: isCut && value != nil ? JSONPointer(cutPath.reversed()) : nil,
      end: min(position, text.count), isGivenUp: isGivenUp)
  }

  /// Forgets what was read, but for what is remembered of the text.
  private mutating func begin(at start: Int, isExpected: Bool) {
    (position, isCommitted, isAfterComma) = (start, isExpected, false)
    (repairs, isCut, cutPath) = ([], false, [])
    memory = (string: -1, counted: 0, balance: 0)
    (strictEnd, strictTried, handEnd, unfinished) = (0, 0, 0, [])
  }

  /// The object or array at the position, of which the strict parser may have made something.
  private mutating func parseRoot(_ known: consuming StrictReading?) throws(Abandoned) -> JSONValue?
  {
    let strict = known ?? StrictReading(text.bytes, from: position)
    text.steps += strict.end - position
    (strictEnd, strictTried, unfinished) = (strict.end, strict.end, strict.unfinished)
    if let value = strict.value {
      // The last brace may be one too many.
      if !goesOn(after: strict.end, text[position]) {
        position = strict.end
        return value
      }
      unfinished = [StrictParser.Unfinished(start: position, items: value, end: strict.end - 1)]
    }
    return try parseContainer()
  }

  /// A scalar, a list in parentheses, or the members of an object whose brace is missing; nil where
  /// something else follows.
  private mutating func parseLone(isFenced: Bool) throws(Abandoned) -> JSONValue? {
    if text.isQuotedKey(at: position) {
      note(.missingBracket)
      return try parseObject(isImplied: true)
    }
    let value = try parseValue(in: .lone)
    guard !isCut else { return value }
    var end = text.skip(position)
    while text[end] == UInt8(ascii: ",") || text[end] == UInt8(ascii: ";") {
      end = text.skip(end + 1)
    }
    guard end == text.count || isFenced && isFence(end) else { return nil }
    return value
  }

  // MARK: Values

  /// The value at the position; nil where there is none or it was cut off before it began.
  mutating func parseValue(in context: Context) throws(Abandoned) -> JSONValue? {
    guard position < text.count else {
      cutOff()
      return nil
    }
    switch text[position] {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("): return try parseContainer()
    default:
      if let mark = RepairText.mark(text.bytes, at: position) {
        return parseString(mark, in: context).map(JSONValue.string)
      }
      return try parseBare(in: context)
    }
  }

  private mutating func parseContainer() throws(Abandoned) -> JSONValue? {
    guard open.count < Self.depthLimit else { throw .depth }
    if let value = readStrictly() { return value }
    switch text[position] {
    case UInt8(ascii: "{"): return try parseObject(isImplied: false)
    case UInt8(ascii: "("): return try parseParentheses()
    default: return try parseArray()
    }
  }

  // MARK: Notes

  /// Notes that the text ends inside the value that is being read.
  mutating func cutOff() {
    isCut = true
    position = text.count
  }

  /// Where the text ended inside the value of a member or element, notes its name or index.
  mutating func noteCut(in token: @autoclosure () -> String) {
    if isCut { cutPath.append(token()) }
  }

  /// Notes a repair, here unless another place is given.
  mutating func note(_ kind: JSONRepair.Kind, at offset: Int? = nil) {
    if repairs.isEmpty { repairs.reserveCapacity(8) }
    repairs.append(JSONRepair.Repair(kind: kind, offset: offset ?? position))
  }

  /// Takes back what was noted after there were so many.
  mutating func dropRepairs(after count: Int) {
    repairs.removeSubrange(count...)
  }

  /// Steps over white space and comments, and notes comments and space that is none in JSON.
  mutating func skipToToken() {
    skipSpace()
    while let end = text.skipComment(at: position) {
      note(.comment)
      position = end
      skipSpace()
    }
  }

  private mutating func skipSpace() {
    position = text.skipPlainSpace(position)
    let end = text.skipSpace(position)
    if end > position { note(.whiteSpace) }
    position = end
  }

  func isFence(_ place: Int) -> Bool { RepairText.isFence(text.bytes, at: place) }
}
