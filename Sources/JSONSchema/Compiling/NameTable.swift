import Glibc

/// Names that are found by their bytes, without building or hashing a key for each look-up.
///
/// Swift's own dictionaries compare strings by canonical equivalence, which JSON does not, and hash
/// against attackers, which names from a schema need not fear.
struct NameTable: Sendable {
  private let names: [String]
  /// Indexes of names by hash, -1 where there is none; a power of two long.
  private let slots: [Int32]

  init(_ names: [String]) {
    self.names = names
    var size = 2
    while size < names.count * 2 { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    for (index, name) in names.enumerated() {
      var slot = Self.hash(name) & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(index)
    }
    self.slots = slots
  }

  /// The index of a name; nil for a name that is not here.
  ///
  /// - Parameter guess: where it is looked for first; members mostly come in the schema's order.
  @inline(__always)
  func index(of name: String, guess: Int = 0) -> Int? {
    if guess < names.count, Self.isSame(names[guess], name) { return guess }
    return search(name)
  }

  private func search(_ name: String) -> Int? {
    var slot = Self.hash(name) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if Self.isSame(names[index], name) { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  @inline(__always)
  private static func isSame(_ known: String, _ name: String) -> Bool {
    let (left, right) = (known.utf8, name.utf8)
    guard left.count == right.count else { return false }
    let fast = left.withContiguousStorageIfAvailable { left -> Bool? in
      right.withContiguousStorageIfAvailable { right -> Bool in
        guard let left = left.baseAddress, let right = right.baseAddress else { return true }
        return memcmp(left, right, name.utf8.count) == 0
      }
    }
    return (fast ?? nil) ?? left.elementsEqual(right)
  }

  /// FNV-1a.
  private static func hash(_ name: String) -> Int {
    var hash = UInt64(truncatingIfNeeded: name.utf8.count)
    let fast: Void? = name.utf8.withContiguousStorageIfAvailable { bytes in
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    if fast == nil {
      for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 29)) & 0x7fff_ffff)
  }
}
