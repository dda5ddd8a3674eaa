private import Foundation

/// A text cut into tokens: runs of digits, runs of letters, single ideographs and single signs.
///
/// White space separates and is no token. Two tokens without anything between them are glued:
/// `R18` is two glued tokens. Columns, because a document of 300 pages has half a million tokens.
struct TokenColumns {
  enum Kind: UInt8 {
    case digits
    case letters
    /// One scalar of a script that is written without spaces.
    case ideograph
    case sign
    /// White space, which is no token.
    case space
  }

  /// UTF-8 offsets of each token's first byte.
  private(set) var start: [Int32] = []
  /// UTF-8 offsets past each token's last byte.
  private(set) var end: [Int32] = []
  private(set) var kind: [Kind] = []
  /// For a sign its scalar, with all dashes as `-` and all quotes as `'`; 0 for the others.
  private(set) var sign: [UInt32] = []

  var count: Int { start.count }

  /// Cuts a text.
  ///
  /// Linear in its length.
  init(_ bytes: [UInt8]) {
    for column in [\TokenColumns.start, \.end] {
      self[keyPath: column].reserveCapacity(bytes.count / 4)
    }
    kind.reserveCapacity(bytes.count / 4)
    sign.reserveCapacity(bytes.count / 4)
    bytes.withUnsafeBufferPointer { cut($0) }
  }

  private mutating func cut(_ bytes: UnsafeBufferPointer<UInt8>) {
    var last = Kind.space
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      let (scalar, length) = byte < 0x80 ? (UInt32(byte), 1) : Self.scalar(in: bytes, at: place)
      let kind = byte < 0x80 ? Self.ascii[Int(byte)] : Self.kind(of: scalar)
      switch kind {
      case .space: break
      case last where kind == .digits || kind == .letters:
        end[end.count - 1] = Int32(place + length)
      default:
        start.append(Int32(place))
        end.append(Int32(place + length))
        self.kind.append(kind)
        sign.append(kind == .sign ? Self.plain(scalar) : 0)
      }
      last = kind
      place += length
    }
  }

  /// Whether nothing stands between a token and the one before it.
  func isGlued(_ index: Int) -> Bool {
    index > 0 && index < count && start[index] == end[index - 1]
  }

  /// Whether a token is made of digits or letters, which may be a part of a longer word.
  func isWord(_ index: Int) -> Bool {
    isDigits(index) || index >= 0 && index < count && kind[index] == .letters
  }

  func isDigits(_ index: Int) -> Bool {
    index >= 0 && index < count && kind[index] == .digits
  }

  func isSign(_ index: Int, _ scalar: Unicode.Scalar) -> Bool {
    index >= 0 && index < count && sign[index] == scalar.value
  }

  func isSign(_ index: Int, in scalars: StaticString) -> Bool {
    guard index >= 0, index < count, sign[index] != 0, sign[index] < 0x80 else { return false }
    return scalars.withUTF8Buffer { $0.contains(UInt8(sign[index])) }
  }

  func length(_ index: Int) -> Int { Int(end[index] - start[index]) }

  func range(_ tokens: Range<Int>) -> Range<Int> {
    Int(start[tokens.lowerBound])..<Int(end[tokens.upperBound - 1])
  }

  /// The first token that begins at an offset or after it.
  func first(from offset: Int32) -> Int { start.partitioningIndex { $0 >= offset } }

  // MARK: Scalars

  private static let ascii: [Kind] = (0..<0x80).map { kind(of: $0) }

  private static func kind(of scalar: UInt32) -> Kind {
    switch scalar {
    case 0x30...0x39: return .digits
    case 0x41...0x5A, 0x61...0x7A: return .letters
    case 0...0x20, 0x7F...0xA0, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF:
      return .space
    case 0x21...0x7E: return .sign
    // A soft hyphen and joiners are parts of their words, and vanish when these are folded.
    case 0xAD, 0x200B...0x200D: return .letters
    case 0x3040...0x30FF, 0x3400...0x9FFF: return .ideograph
    default:
      guard let properties = Unicode.Scalar(scalar)?.properties else { return .sign }
      if properties.isAlphabetic || properties.numericType != nil { return .letters }
      return properties.generalCategory == .nonspacingMark ? .letters : .sign
    }
  }

  private static func plain(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x2010...0x2015, 0x2212, 0xFE63, 0xFF0D: 0x2D
    case 0x22, 0x60, 0xAB, 0xB4, 0xBB, 0x2018...0x201F, 0x2039, 0x203A, 0x2032, 0x2033: 0x27
    default: scalar
    }
  }

  /// The scalar at a place of well-formed UTF-8, and its length.
  private static func scalar(
    in bytes: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> (UInt32, Int) {
    let first = UInt32(bytes[place])
    guard first >= 0xC0 else { return (first, 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var scalar = first & (0xFF >> UInt32(length + 1))
    for byte in bytes[(place + 1)..<min(place + length, bytes.count)] {
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    return (scalar, length)
  }
}

extension TokenColumns {
  /// A token as it is compared: NFKC, without case, soft hyphens and joiners.
  func folded(_ index: Int, _ bytes: [UInt8]) -> String {
    if kind[index] == .sign { return Unicode.Scalar(sign[index]).map { String($0) } ?? "" }
    let slice = bytes[Int(start[index])..<Int(end[index])]
    if slice.allSatisfy({ $0 < 0x80 }) {
      return String(unsafeUninitializedCapacity: slice.count) { text in
        for (place, byte) in slice.enumerated() { text[place] = Self.lowercased(byte) }
        return slice.count
      }
    }
    let text = String(decoding: slice, as: UTF8.self).precomposedStringWithCompatibilityMapping
    // Through upper case, so that ß and ss are one.
    var folded = text.uppercased().lowercased()
    folded.unicodeScalars.removeAll { [0xAD, 0x200B, 0x200C, 0x200D].contains($0.value) }
    return folded
  }

  /// A byte of ASCII without case.
  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first index at which a condition holds that stays true once it is.
  func partitioningIndex(where isAtOrPast: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if isAtOrPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
