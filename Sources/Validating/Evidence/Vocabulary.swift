/// The distinct words of a text, numbered, and where each of them stands.
///
/// A hash table of our own over one arena of bytes: a document of 300 pages has half a million
/// tokens, and a `String` for each cost more than all the rest of the index.
struct Vocabulary {
  /// Which distinct word each token is.
  private(set) var identity: [Int32] = []
  /// The folded words, one after the other.
  private var arena: [UInt8] = []
  /// Where each word begins in the arena; one more than there are words.
  private var borders: [Int32] = [0]
  /// The table: numbers of words, -1 where it is free; its size is a power of two.
  private var slots: [Int32]
  /// Tokens in order of their words, and where each word's begin.
  private var occurrences: [Int32] = []
  private var firstOccurrence: [Int32] = []

  /// How many distinct words there are.
  var count: Int { borders.count - 1 }

  /// Linear in the number of tokens.
  init(_ tokens: TokenColumns, _ bytes: [UInt8]) {
    slots = Array(repeating: -1, count: 1 << 12)
    identity.reserveCapacity(tokens.count)
    var folded: [UInt8] = []
    bytes.withUnsafeBufferPointer { text in
      for index in 0..<tokens.count {
        let slice = text[Int(tokens.start[index])..<Int(tokens.end[index])]
        folded.removeAll(keepingCapacity: true)
        if slice.contains(where: { $0 >= 0x80 }) || tokens.sign[index] == 0x27 {
          folded.append(contentsOf: tokens.folded(index, bytes).utf8)
        } else {
          for byte in slice { folded.append(TokenColumns.lowercased(byte)) }
        }
        identity.append(take(folded))
      }
    }
    collect()
  }

  /// The number of a folded word; nil where the text does not hold it.
  func number(of folded: String) -> Int32? {
    var folded = folded
    return folded.withUTF8 { number(of: $0) }
  }

  /// The number of a folded word; nil where the text does not hold it.
  func number(of folded: some RandomAccessCollection<UInt8>) -> Int32? {
    let slot = slots[slot(for: folded)]
    return slot < 0 ? nil : slot
  }

  /// The tokens that are a word, in order.
  func places(of word: Int32) -> ArraySlice<Int32> {
    occurrences[Int(firstOccurrence[Int(word)])..<Int(firstOccurrence[Int(word) + 1])]
  }

  /// A folded word.
  func word(_ number: Int32) -> ArraySlice<UInt8> {
    arena[Int(borders[Int(number)])..<Int(borders[Int(number) + 1])]
  }

  // MARK: Table

  private mutating func take(_ folded: [UInt8]) -> Int32 {
    let slot = slot(for: folded)
    if slots[slot] >= 0 { return slots[slot] }
    let number = Int32(count)
    slots[slot] = number
    arena.append(contentsOf: folded)
    borders.append(Int32(arena.count))
    if count * 2 > slots.count { grow() }
    return number
  }

  /// The slot that holds a word, or the free one where it belongs.
  private func slot(for folded: some RandomAccessCollection<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in folded { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
    while slots[slot] >= 0, !word(slots[slot]).elementsEqual(folded) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for number in 0..<Int32(count) { slots[slot(for: word(number))] = number }
  }

  private mutating func collect() {
    firstOccurrence = Array(repeating: 0, count: count + 1)
    for word in identity { firstOccurrence[Int(word) + 1] += 1 }
    for word in 0..<count { firstOccurrence[word + 1] += firstOccurrence[word] }
    occurrences = Array(repeating: 0, count: identity.count)
    var next = firstOccurrence
    for (token, word) in identity.enumerated() {
      occurrences[Int(next[Int(word)])] = Int32(token)
      next[Int(word)] += 1
    }
  }
}
