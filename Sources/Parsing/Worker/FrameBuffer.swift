/// Cuts what comes through a pipe into frames.
struct FrameBuffer {
  private var bytes: [UInt8] = []
  private var offset = 0

  mutating func append(_ more: [UInt8]) {
    bytes.append(contentsOf: more)
  }

  /// The next whole frame, without its length; nil while there is none.
  mutating func next() throws(ByteReader.Malformed) -> [UInt8]? {
    guard bytes.count - offset >= 4 else { return nil }
    let start = offset
    let length = Int(
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Int32.self) })
    guard length >= 0, length <= WorkerMessage.longestFrame else { throw ByteReader.Malformed() }
    guard bytes.count - offset - 4 >= length else { return nil }
    let frame = Array(bytes[(offset + 4)..<(offset + 4 + length)])
    offset += 4 + length
    if offset == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      offset = 0
    }
    return frame
  }
}
