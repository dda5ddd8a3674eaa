/// A copy of a text with one level of escapes taken off, for JSON that was written as if inside a
/// string: `{\"a\": 1}`.
///
/// It knows where each of its bytes stood, so that what is found in it can be reported.
final class UnescapedText {
  /// The copy, owned by this object.
  let bytes: UnsafeBufferPointer<UInt8>
  /// For each byte where it stood, and the end of the text.
  private var offsets: [Int] = []

  /// Copies a text from an offset to its end.
  init(_ source: UnsafeBufferPointer<UInt8>, from start: Int) {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: source.count - start)
    var count = 0
    offsets.reserveCapacity(source.count - start + 1)
    var place = start
    while place < source.count {
      var byte = source[place]
      offsets.append(place)
      if byte == UInt8(ascii: "\\"), place + 1 < source.count {
        switch source[place + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "'"):
          byte = source[place + 1]
          place += 1
        case UInt8(ascii: "n"): (byte, place) = (0x0A, place + 1)
        case UInt8(ascii: "r"): (byte, place) = (0x0D, place + 1)
        case UInt8(ascii: "t"): (byte, place) = (0x09, place + 1)
        default: break
        }
      }
      copy[count] = byte
      (count, place) = (count + 1, place + 1)
    }
    offsets.append(source.count)
    bytes = UnsafeBufferPointer(rebasing: copy[..<count])
  }

  deinit {
    bytes.baseAddress.map { UnsafeMutablePointer(mutating: $0).deallocate() }
  }

  /// Where a byte of the source stands in the copy; nil where it was part of an escape.
  func place(of offset: Int) -> Int? {
    var (low, high) = (0, offsets.count)
    while low < high {
      let middle = (low + high) / 2
      if offsets[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return low < offsets.count && offsets[low] == offset ? low : nil
  }

  /// Where a byte of the copy stood in the source.
  func source(of place: Int) -> Int {
    offsets[min(place, offsets.count - 1)]
  }
}
