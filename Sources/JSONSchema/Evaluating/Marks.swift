/// Which members of an object, or elements of an array, a schema has looked at; what is left is
/// what `unevaluatedProperties` and `unevaluatedItems` are about (core, section 11).
struct Marks {
  private var first: UInt64 = 0
  private var rest: [UInt64] = []
  private var isAll = false

  /// All of them, however many.
  mutating func insertAll() {
    isAll = true
  }

  /// One, by its position.
  mutating func insert(_ position: Int) {
    guard position >= 64 else {
      first |= 1 << UInt64(position)
      return
    }
    let word = position / 64 - 1
    while rest.count <= word { rest.append(0) }
    rest[word] |= 1 << UInt64(position % 64)
  }

  func contains(_ position: Int) -> Bool {
    if isAll { return true }
    guard position >= 64 else { return first & (1 << UInt64(position)) != 0 }
    let word = position / 64 - 1
    return word < rest.count && rest[word] & (1 << UInt64(position % 64)) != 0
  }

  mutating func formUnion(_ other: Marks) {
    isAll = isAll || other.isAll
    first |= other.first
    while rest.count < other.rest.count { rest.append(0) }
    for word in other.rest.indices { rest[word] |= other.rest[word] }
  }
}
