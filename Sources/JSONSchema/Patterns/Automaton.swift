/// A regular expression as a deterministic automaton: decides any text in one pass over its bytes.
///
/// Made of what is regular in the strict sense, which most patterns of schemas are; what has
/// references, look-around, word boundaries or properties of Unicode, and what would need too many
/// states, is left to ICU. The construction is that of subsets (Rabin and Scott, 1959), and a
/// search is a match from the start that may begin anew at every scalar.
struct Automaton: Sendable {
  /// How many instructions and states there may be, and how many instructions may be followed to
  /// make the states.
  private static let largest = (program: 2000, states: 512, steps: 200_000)

  /// The scalars at which the classes change, in order; the first is 0.
  private let bounds: [UInt32]
  private let classes: [UInt8]
  private let ascii: [UInt8]
  private let classCount: Int
  /// The next state by state and class.
  private let transitions: [UInt16]
  private let isMatch: [Bool]
  private let isMatchAtEnd: [Bool]
  private let isHopeless: [Bool]

  /// Nil where the expression is none for an automaton.
  init?(_ expression: RegularExpression) {
    var program = Program()
    guard program.append(expression, limit: Self.largest.program) else { return nil }
    program.instructions.append(.match)
    guard let alphabet = Alphabet(program.sets) else { return nil }
    (bounds, classes, classCount) = (alphabet.bounds, alphabet.classes, alphabet.masks.count)
    ascii = (0..<128).map { alphabet.classOf($0) }
    var states = Subsets(program, alphabet)
    guard states.build(limit: Self.largest.states, steps: Self.largest.steps) else { return nil }
    transitions = states.transitions
    isMatch = states.isMatch
    isMatchAtEnd = states.isMatchAtEnd
    isHopeless = states.isHopeless
  }

  /// Whether the expression matches anywhere in a text.
  func matches(_ text: String) -> Bool {
    let fast = text.utf8.withContiguousStorageIfAvailable { matches($0) }
    if let fast { return fast }
    var text = text
    return text.withUTF8 { matches($0) }
  }

  private func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var (state, place) = (0, 0)
    while place < bytes.count {
      if isMatch[state] { return true }
      if isHopeless[state] { return false }
      let byte = bytes[place]
      if byte < 128 {
        state = Int(transitions[state * classCount + Int(ascii[Int(byte)])])
        place += 1
      } else {
        let (scalar, length) = Self.scalar(bytes, at: place)
        state = Int(transitions[state * classCount + classOf(scalar)])
        place += length
      }
    }
    return isMatchAtEnd[state]
  }

  /// The scalar at a place of well-formed UTF-8 that is not ASCII, and its length.
  private static func scalar(
    _ bytes: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> (scalar: UInt32, length: Int) {
    let first = UInt32(bytes[place])
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var scalar = first & (0xFF >> UInt32(length + 1))
    for next in 1..<length { scalar = scalar << 6 | UInt32(bytes[place + next] & 0x3F) }
    return (scalar, length)
  }

  private func classOf(_ scalar: UInt32) -> Int {
    var (low, high) = (0, bounds.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if bounds[middle] <= scalar { low = middle } else { high = middle }
    }
    return Int(classes[low])
  }
}

/// An expression as instructions, several of which may be followed at once (Thompson, 1968).
private struct Program {
  enum Instruction {
    /// Goes on with the next instruction for a scalar of a set.
    case scalar(set: Int)
    case split(Int, Int)
    case jump(Int)
    case start
    case end
    case match
  }

  var instructions: [Instruction] = []
  var sets: [[ClosedRange<UInt32>]] = []

  /// Appends an expression; false for one that cannot be, or is too long.
  mutating func append(_ expression: RegularExpression, limit: Int) -> Bool {
    guard instructions.count < limit else { return false }
    switch expression {
    case .empty: return true
    case .start: instructions.append(.start)
    case .end: instructions.append(.end)
    case .scalars(let scalars):
      guard let ranges = scalars.ranges else { return false }
      let set = sets.firstIndex(of: ranges) ?? sets.count
      if set == sets.count { sets.append(ranges) }
      instructions.append(.scalar(set: set))
    case .capture(let inside, _): return append(inside, limit: limit)
    case .sequence(let terms):
      for term in terms where !append(term, limit: limit) { return false }
    case .alternatives(let all): return appendAlternatives(all, limit: limit)
    case .repeated(let inside, let minimum, let maximum, _):
      return appendRepeated(inside, minimum, maximum, limit: limit)
    case .wordBoundary, .look, .reference, .flagged: return false
    }
    return true
  }

  private mutating func appendAlternatives(_ all: [RegularExpression], limit: Int) -> Bool {
    var ends: [Int] = []
    for (index, alternative) in all.enumerated() {
      let split = instructions.count
      if index < all.count - 1 { instructions.append(.jump(0)) }
      guard append(alternative, limit: limit) else { return false }
      guard index < all.count - 1 else { break }
      ends.append(instructions.count)
      instructions.append(.jump(0))
      instructions[split] = .split(split + 1, instructions.count)
    }
    for end in ends { instructions[end] = .jump(instructions.count) }
    return true
  }

  private mutating func appendRepeated(
    _ inside: RegularExpression, _ minimum: Int, _ maximum: Int?, limit: Int
  ) -> Bool {
    guard minimum <= limit, maximum ?? 0 <= limit else { return false }
    for _ in 0..<minimum where !append(inside, limit: limit) { return false }
    guard let maximum else {
      let split = instructions.count
      instructions.append(.jump(0))
      guard append(inside, limit: limit) else { return false }
      instructions.append(.jump(split))
      instructions[split] = .split(split + 1, instructions.count)
      return true
    }
    var splits: [Int] = []
    for _ in minimum..<max(minimum, maximum) {
      splits.append(instructions.count)
      instructions.append(.jump(0))
      guard append(inside, limit: limit) else { return false }
    }
    for split in splits { instructions[split] = .split(split + 1, instructions.count) }
    return true
  }
}

/// The classes of scalars that an expression cannot tell apart.
private struct Alphabet {
  private(set) var bounds: [UInt32] = []
  private(set) var classes: [UInt8] = []
  /// For each class the sets that it belongs to, a bit each.
  private(set) var masks: [[Bool]] = []

  /// Nil where there are more classes than a byte counts.
  init?(_ sets: [[ClosedRange<UInt32>]]) {
    var starts: Set<UInt32> = [0]
    for range in sets.joined() { starts.formUnion([range.lowerBound, range.upperBound + 1]) }
    for start in starts.sorted() {
      let mask = sets.map { set in set.contains { $0.contains(start) } }
      let known = masks.firstIndex(of: mask) ?? masks.count
      if known == masks.count { masks.append(mask) }
      guard known < 256 else { return nil }
      bounds.append(start)
      classes.append(UInt8(known))
    }
  }

  func classOf(_ scalar: UInt32) -> UInt8 {
    classes[(bounds.firstIndex { $0 > scalar } ?? bounds.count) - 1]
  }
}

/// The construction of the automaton: each state is a set of instructions that wait for a scalar.
private struct Subsets {
  private let program: Program
  private let alphabet: Alphabet
  private var numbers: [[Int]: Int] = [:]
  private var states: [[Int]] = []
  private var steps = 0
  private(set) var transitions: [UInt16] = []
  private(set) var isMatch: [Bool] = []
  private(set) var isMatchAtEnd: [Bool] = []
  private(set) var isHopeless: [Bool] = []

  init(_ program: Program, _ alphabet: Alphabet) {
    self.program = program
    self.alphabet = alphabet
  }

  /// Makes all states; false where there are too many, or that would take too long.
  mutating func build(limit: Int, steps most: Int) -> Bool {
    _ = number(of: closure([0], atStart: true))
    // Where a search begins anew it is not at the start.
    let again = closure([0], atStart: false)
    var next = 0
    while next < states.count {
      guard states.count <= limit, steps <= most else { return false }
      let state = states[next]
      isHopeless.append(state.isEmpty && again.isEmpty)
      for mask in alphabet.masks {
        var following: [Int] = []
        for place in state {
          if case .scalar(let set) = program.instructions[place], mask[set] {
            following.append(place + 1)
          }
        }
        let target = Set(closure(following, atStart: false)).union(again).sorted()
        transitions.append(UInt16(number(of: target)))
      }
      next += 1
    }
    return true
  }

  private mutating func number(of state: [Int]) -> Int {
    if let known = numbers[state] { return known }
    numbers[state] = states.count
    states.append(state)
    isMatch.append(state.contains { isMatch($0) })
    isMatchAtEnd.append(
      closure(state, atStart: false, atEnd: true).contains { isMatch($0) })
    return states.count - 1
  }

  private func isMatch(_ place: Int) -> Bool {
    if case .match = program.instructions[place] { true } else { false }
  }

  /// The instructions that are reached without a scalar; `end` stays among them until the end.
  private mutating func closure(
    _ places: [Int], atStart: Bool, atEnd: Bool = false
  ) -> [Int] {
    var (seen, result) = (Set<Int>(), [Int]())
    var open = places
    while let place = open.popLast() {
      guard seen.insert(place).inserted else { continue }
      steps += 1
      switch program.instructions[place] {
      case .split(let first, let second): open += [first, second]
      case .jump(let target): open.append(target)
      case .start: if atStart { open.append(place + 1) }
      case .end: if atEnd { open.append(place + 1) } else { result.append(place) }
      case .scalar, .match: result.append(place)
      }
    }
    return result.sorted()
  }
}
