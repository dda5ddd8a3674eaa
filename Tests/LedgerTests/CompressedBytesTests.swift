import Testing

@testable import Ledger

@Suite struct CompressedBytesTests {
  @Test(arguments: [0, 1, 20, 5000])
  func readsBackWhatItCompressed(count: Int) {
    let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let kept = CompressedBytes(plain)
    #expect(kept.plain == plain)
    #expect(kept.bytes.count <= count)
  }

  @Test func noticesDamage() {
    var kept = CompressedBytes([UInt8](repeating: 65, count: 1000))
    #expect(kept.encoding == CompressedBytes.Encoding.zlib.rawValue)
    kept.size = 999
    #expect(kept.plain == nil)
    kept.size = 1000
    kept.bytes[10] ^= 0xFF
    #expect(kept.plain == nil)
    #expect(CompressedBytes(encoding: 9, size: 1, bytes: [1]).plain == nil)
  }
}
