import Extraction
import Testing

@testable import Parsing

@Suite struct WorkerMessageTests {
  private static let part: DocumentPart = {
    var writer = PartWriter(
      page: .init(number: 1, width: 595, height: 842, isRendered: true))
    writer.beginBlock()
    writer.add(word: "Größe".utf8, Box(x0: 1, y0: 2, x1: 3, y1: 4))
    writer.add(" ".utf8)
    writer.add(word: "7".utf8, Box(x0: 5, y0: 2, x1: 6, y1: 4))
    writer.endLine()
    writer.endBlock(.table)
    return writer.part
  }()

  private static let file = SourceFile(
    path: DocumentPath("f.pdf"), sha256: Digest(of: "f"),
    settings: ParseSettings(timeout: 2, memory: 5, passwords: ["p"]))

  private static let messages: [WorkerMessage] = [
    .parse(
      DocumentPath(bytes: [0x61, 0xFF]),
      ParseSettings(timeout: 1.5, memory: 77, passwords: ["a", "ß"])),
    .ink([PagePlace(page: 3, box: Box(x0: 1, y0: -2, x1: 3, y1: 4))], file),
    .image(page: 2, dpi: 96, file),
    .inked([true, false]),
    .drawn([1, 2, 3]),
    .opened(Digest(of: "x"), .html),
    .part(part),
    .part(DocumentPart()),
    .closed(
      hidden: [
        HiddenText(page: 2, box: Box(x0: 1, y0: 2, x1: 3, y1: 4), text: "t", why: "w"),
        HiddenText(text: "u", why: "v"),
      ], warnings: ["one", "two"]),
    .failed(Failure(.locked, stage: .parse, "message", advice: "advice")),
  ]

  /// The message of a frame that came in pieces.
  private func decoded(_ frame: [UInt8], pieces: Int = 3) throws -> WorkerMessage? {
    var buffer = FrameBuffer()
    for start in stride(from: 0, to: frame.count, by: pieces) {
      buffer.append(Array(frame[start..<min(frame.count, start + pieces)]))
      if let payload = try buffer.next() { return try WorkerMessage(decoding: payload) }
    }
    return nil
  }

  @Test(arguments: messages.indices)
  func comesBackAsItWas(_ index: Int) throws {
    let message = Self.messages[index]
    #expect(try decoded(message.frame()) == message)
  }

  @Test(arguments: messages.indices)
  func isRefusedWhenItIsCutOrTooLong(_ index: Int) {
    let payload = Array(Self.messages[index].frame().dropFirst(4))
    for count in 0..<payload.count {
      #expect(throws: ByteReader.Malformed.self) {
        try WorkerMessage(decoding: Array(payload[..<count]))
      }
    }
    #expect(throws: ByteReader.Malformed.self) { try WorkerMessage(decoding: payload + [0]) }
  }

  /// Whatever single byte is wrong: a refusal, or a part that keeps its promises.
  @Test func noByteOfAPartCanBreakItsReader() throws {
    let payload = Array(WorkerMessage.part(Self.part).frame().dropFirst(4))
    var refusals = 0
    for index in payload.indices {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var broken = payload
        broken[index] = value
        guard case .part(let part) = try? WorkerMessage(decoding: broken) else {
          refusals += 1
          continue
        }
        #expect(String(validating: part.text, as: UTF8.self) != nil)
        for word in 0..<part.words.count {
          let range = part.words.range(word)
          #expect(range.upperBound <= part.text.count)
          #expect(String(validating: part.text[range], as: UTF8.self) != nil)
        }
      }
    }
    #expect(refusals > payload.count)
  }

  @Test func partsOutOfOrderAreRefused() throws {
    var assembly = DocumentAssembly()
    #expect(throws: ByteReader.Malformed.self) { try assembly.take(.part(Self.part)) }
    _ = try assembly.take(.opened(Digest(of: "x"), .pdf))
    _ = try assembly.take(.part(Self.part))
    // Page 1 a second time.
    #expect(throws: ByteReader.Malformed.self) { try assembly.take(.part(Self.part)) }
  }

  @Test func pagesJoinWithAnEmptyLineBetween() throws {
    var assembly = DocumentAssembly()
    _ = try assembly.take(.opened(Digest(of: "x"), .pdf))
    for number in 1...3 {
      var part = number == 2 ? DocumentPart() : Self.part
      part.page = DocumentPart.Page(number: number, width: 10, height: 20)
      _ = try assembly.take(.part(part))
    }
    let result = try assembly.take(.closed(hidden: [], warnings: ["w"]))
    let document = try #require(try result?.get())
    #expect(document.text == "Größe 7\n\nGröße 7\n")
    #expect(document.pages.map(\.range) == [0..<10, 10..<10, 11..<21])
    #expect(
      (0..<4).map { document.text(in: document.words.range($0)) } == ["Größe", "7", "Größe", "7"])
    #expect(document.page(at: 12) == 3)
    #expect(document.warnings == ["w"])
  }
}
