/// Cuts UTF-8 into runs of what is seen and the white space between, and drops what is neither:
/// control characters, soft hyphens, characters without width and marks of direction.
struct VisibleText: Sequence, IteratorProtocol {
  enum Unit {
    case visible(Slice<UnsafeBufferPointer<UInt8>>)
    case space
    case newLine
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  mutating func next() -> Unit? {
    let start = offset
    while offset < bytes.count {
      guard let (meaning, length) = special(at: offset) else {
        offset += 1
        continue
      }
      if offset > start { return .visible(bytes[start..<offset]) }
      offset += length
      if let meaning { return meaning }
      return next()
    }
    return offset > start ? .visible(bytes[start..<offset]) : nil
  }

  /// What is special about the bytes at an offset, and how many they are; nil where nothing is.
  private func special(at offset: Int) -> (Unit?, Int)? {
    let byte = bytes[offset]
    let second = offset + 1 < bytes.count ? bytes[offset + 1] : 0
    let third = offset + 2 < bytes.count ? bytes[offset + 2] : 0
    switch byte {
    case 0x0A: return (.newLine, 1)
    case 0x09, 0x0C, 0x0D, 0x20: return (.space, 1)
    case ..<0x20, 0x7F: return (nil, 1)
    case 0xC2 where second == 0xA0: return (.space, 2)
    case 0xC2 where second < 0xA0 || second == 0xAD: return (nil, 2)
    case 0xE2 where second == 0x80:
      switch third {
      case 0xAF, 0x80...0x8A: return (.space, 3)
      case 0x8B...0x8F, 0xAA...0xAE: return (nil, 3)
      default: return nil
      }
    case 0xE2 where second == 0x81 && (0xA0...0xA9).contains(third): return (nil, 3)
    case 0xEF where second == 0xBB && third == 0xBF: return (nil, 3)
    default: return nil
    }
  }
}
