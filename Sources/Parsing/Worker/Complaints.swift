private import Glibc
import Processes

/// What libraries print while they read a document: kept in memory, the first few lines told.
final class Complaints {
  /// What is kept, in bytes; a hostile file could have them print without end.
  static let capacity = 1 << 20
  private static let mostSentences = 5
  private static let longestSentence = 200

  private let descriptor: Int32

  /// Takes the place of standard output and standard error.
  init() throws(ProcessError) {
    descriptor = try Descriptor.memoryFile(named: "complaints")
    for standard: Int32 in 1...2 where dup2(descriptor, standard) < 0 {
      throw .cannotTransfer(errno)
    }
  }

  func clear() {
    ftruncate(descriptor, 0)
  }

  /// The first distinct lines; numbers that only say where in the file count as the same.
  func sentences() -> [String] {
    fflush(nil)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = max(0, pread(descriptor, &buffer, buffer.count, 0))
    var seen: Set<String> = []
    var sentences: [String] = []
    for line in buffer[..<count].split(separator: UInt8(ascii: "\n")) {
      let sentence = Self.sentence(line)
      let pattern = String(sentence.filter { !("0"..."9").contains($0) })
      if sentence.isEmpty || !seen.insert(pattern).inserted { continue }
      sentences.append(sentence)
      if sentences.count == Self.mostSentences { break }
    }
    return sentences
  }

  /// A line in printable characters, cut at a length that a summary can bear.
  private static func sentence(_ line: ArraySlice<UInt8>) -> String {
    let text = String(decoding: line.prefix(longestSentence), as: UTF8.self)
    return String(
      text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
  }
}
