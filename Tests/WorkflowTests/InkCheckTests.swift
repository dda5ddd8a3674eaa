import Extraction
import JSON
import Synchronization
import Testing

@testable import Workflow

@Suite struct InkCheckTests {
  /// Two pages of three words: `1-a 1-b 1--` and so on.
  private let document: ParsedDocument
  private let file = SourceFile(
    path: DocumentPath("f.pdf"), sha256: Digest(of: "f"), settings: ParseSettings())

  init() { document = Self.document(isRendered: false) }

  private static func document(isRendered: Bool) -> ParsedDocument {
    var words = WordColumns()
    for index in 0..<6 {
      let box = Box(x0: 0, y0: Int32(index), x1: 9, y1: Int32(index) + 1)
      words.append((3 * index)..<(3 * index + 2), box)
    }
    return ParsedDocument(
      sha256: Digest(of: "f"), mediaType: "application/pdf", text: "1a 1b -- 2a 2b -- ",
      pages: [
        .init(number: 1, width: 9, height: 9, range: 0..<9, isRendered: isRendered),
        .init(number: 2, width: 9, height: 9, range: 9..<18, isRendered: isRendered),
      ], words: words)
  }

  private func record(on pages: Int...) -> Record {
    var record = Record(value: [:])
    for page in pages {
      record.evidence[JSONPointer(["p\(page)"])] = Evidence(
        kind: .exact, score: 1, range: 0..<1, page: page)
    }
    return record
  }

  @Test func drawsAPageOnceHoweverOftenItIsAskedAbout() {
    let renderer = ScriptedRenderer { $0.box.y0 != 1 }
    var check = InkCheck()
    let first = check.look(at: record(on: 1), in: document, file, renderer)
    #expect(first)
    #expect(check.inkless == [3..<5])
    let again = check.look(at: record(on: 1), in: document, file, renderer)
    #expect(!again)
    #expect(renderer.asked.map { $0.map(\.box.y0) } == [[0, 1]])
    let next = check.look(at: record(on: 1, 2), in: document, file, renderer)
    #expect(!next)
    #expect(renderer.asked.map { $0.map(\.page) } == [[1, 1], [2, 2]])
    #expect(check.inkless == [3..<5])
    #expect(check.finding == nil)
  }

  @Test func doesNotDrawWhatTheParserDrew() {
    let renderer = ScriptedRenderer { _ in false }
    var check = InkCheck()
    let found = check.look(
      at: record(on: 1, 2), in: Self.document(isRendered: true), file, renderer)
    #expect(!found)
    #expect(renderer.asked.isEmpty)
  }

  @Test(arguments: [
    (FailureClass.unreadable, Finding.Severity.warning, FailureClass.undecided),
    (.locked, .warning, .undecided), (.tooSlow, .error, .tooSlow), (.crashed, .error, .crashed),
  ])
  func saysWhyItDidNotLook(
    failure: FailureClass, severity: Finding.Severity, said: FailureClass
  ) throws {
    let renderer = ScriptedRenderer { _ throws(Failure) in
      throw Failure(failure, stage: .parse, "It is gone.")
    }
    var check = InkCheck()
    for page in 1...2 {
      let found = check.look(at: record(on: page), in: document, file, renderer)
      #expect(!found)
    }
    #expect(renderer.asked.count == 1)
    let finding = try #require(check.finding)
    #expect(finding.severity == severity)
    #expect(finding.failureClass == said)
    #expect(finding.message.contains("It is gone."))
  }
}

/// Says of each place what its script says; remembers what it was asked.
private final class ScriptedRenderer: PageRenderer {
  private let script: @Sendable (PagePlace) throws(Failure) -> Bool
  private let requests = Mutex<[[PagePlace]]>([])

  init(_ script: @escaping @Sendable (PagePlace) throws(Failure) -> Bool) {
    self.script = script
  }

  var asked: [[PagePlace]] { requests.withLock { $0 } }

  func ink(at places: [PagePlace], of file: SourceFile) throws(Failure) -> [Bool] {
    requests.withLock { $0.append(places) }
    var ink: [Bool] = []
    for place in places { ink.append(try script(place)) }
    return ink
  }

  func image(ofPage page: Int, dpi: Double, of file: SourceFile) throws(Failure) -> [UInt8] {
    throw Failure(.crashed, stage: .parse, "it draws nothing")
  }
}
