/// A string that is compared byte for byte, as JSON compares names and strings.
///
/// Swift's String compares by canonical equivalence, so "é" equals "e" with a combining accent. In
/// JSON they are two strings (RFC 8259, section 8.3), and an object may have both as names. Use
/// this type wherever JSON strings are keys of a dictionary or a set.
package struct JSONKey: Hashable, Comparable, Sendable {
  /// The string itself.
  package let string: String

  /// Wraps a string.
  package init(_ string: String) {
    self.string = string
  }

  package static func == (left: JSONKey, right: JSONKey) -> Bool {
    let (left, right) = (left.string.utf8, right.string.utf8)
    guard left.count == right.count else { return false }
    let fast = left.withContiguousStorageIfAvailable { left in
      right.withContiguousStorageIfAvailable { right in bytesEqual(left, right) }
    }
    return (fast ?? nil) ?? left.elementsEqual(right)
  }

  /// By UTF-8 bytes, which is the order of code points.
  package static func < (left: JSONKey, right: JSONKey) -> Bool {
    left.string.utf8.lexicographicallyPrecedes(right.string.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    var string = string
    string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// Whether two buffers of one length hold the same bytes, compared eight at a time.
@inline(__always)
private func bytesEqual(
  _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
) -> Bool {
  let count = left.count
  guard count > 0, let left = left.baseAddress, let right = right.baseAddress else { return true }
  let (a, b) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
  var offset = 0
  while offset + 8 <= count {
    let same =
      a.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      == b.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    guard same else { return false }
    offset += 8
  }
  while offset < count {
    guard left[offset] == right[offset] else { return false }
    offset += 1
  }
  return true
}
