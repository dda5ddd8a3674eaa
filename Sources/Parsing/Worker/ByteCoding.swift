/// Writes the fields of a message, numbers in the byte order of this machine: both ends are on it.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write<T: BitwiseCopyable>(_ value: T) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  mutating func write(_ value: [UInt8]) {
    write(Int32(value.count))
    bytes.append(contentsOf: value)
  }

  mutating func write(_ value: String) { write(Array(value.utf8)) }

  mutating func write(column: [Int32]) {
    column.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

/// Reads the fields of a message that may be anything at all.
struct ByteReader {
  /// The bytes are no message of ours.
  struct Malformed: Error {}

  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func read<T: BitwiseCopyable>(_ type: T.Type) throws(Malformed) -> T {
    let range = try take(MemoryLayout<T>.size)
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: range.lowerBound, as: type) }
  }

  /// How many elements follow, each of at least so many bytes.
  mutating func readCount(of size: Int = 1) throws(Malformed) -> Int {
    let count = Int(try read(Int32.self))
    guard count >= 0, count <= (bytes.count - offset) / size else { throw Malformed() }
    return count
  }

  mutating func readBytes() throws(Malformed) -> [UInt8] {
    let count = try readCount()
    return Array(bytes[try take(count)])
  }

  /// Throws where the bytes are not valid UTF-8.
  mutating func readString() throws(Malformed) -> String {
    guard let text = String(validating: try readBytes(), as: UTF8.self) else { throw Malformed() }
    return text
  }

  mutating func readColumn(_ count: Int) throws(Malformed) -> [Int32] {
    guard count <= (bytes.count - offset) / 4 else { throw Malformed() }
    let range = try take(4 * count)
    return [Int32](unsafeUninitializedCapacity: count) { column, filled in
      bytes.withUnsafeBytes { source in
        UnsafeMutableRawBufferPointer(column).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[range]))
      }
      filled = count
    }
  }

  private mutating func take(_ count: Int) throws(Malformed) -> Range<Int> {
    guard count <= bytes.count - offset else { throw Malformed() }
    offset += count
    return (offset - count)..<offset
  }
}
