import Extraction

/// Reads HTML: what a person would see of it, in the order it is written.
///
/// No style sheet and no script is looked at, so what only those hide is kept; what the page's own
/// attributes hide goes to ``ParsedDocument/hidden``. A row of a table is one line, its cells three
/// spaces apart.
struct HTMLReader {
  func read(_ bytes: UnsafeRawBufferPointer, into sink: any DocumentSink) throws(Failure)
    -> Remarks
  {
    let declared = HTMLReader.declaredEncoding(bytes.prefix(4096))
    let (text, warnings) = TextEncoding.decode(bytes, declared: declared)
    guard let tree = HTMLTree(text) else {
      throw Failure(.unreadable, stage: .parse, "The HTML cannot be parsed.")
    }
    let survey = HTMLSurvey(tree)
    var walk = HTMLWalk(survey)
    if !survey.hasHeading { walk.add(title: survey.title) }
    tree.walk { walk.visit($0) }
    let part = walk.finish()
    if part.text.isEmpty {
      throw Failure(.noText, stage: .parse, "The page holds no text that a person would see.")
    }
    sink.add(part)
    return Remarks(hidden: walk.hidden, warnings: warnings)
  }

  /// The label after `charset=` or, in XHTML, `encoding=`.
  private static func declaredEncoding(_ head: Slice<UnsafeRawBufferPointer>) -> String? {
    let text = String(decoding: head, as: UTF8.self).lowercased()
    for key in ["charset", "encoding"] {
      var rest = text[...]
      while let range = rest.firstRange(of: key) {
        rest = rest[range.upperBound...].drop { $0.isWhitespace }
        guard rest.first == "=" else { continue }
        let value = rest.dropFirst().drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
        let label = value.prefix {
          $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")
        }
        if !label.isEmpty { return String(label) }
      }
    }
    return nil
  }
}

/// Where a walk through a page has come to, and what it wrote so far.
private struct HTMLWalk {
  private struct Concealment {
    var element: UnsafeRawPointer
    var why: String
    var text = HTMLText()
  }

  private(set) var hidden: [HiddenText] = []
  private let survey: HTMLSurvey
  private var text = HTMLText()
  private var concealment: Concealment?
  private var headings = 0
  private var listItems = 0
  private var preformatted = 0
  /// Tables that are read by rows; they hold no others.
  private var tables = 0

  init(_ survey: HTMLSurvey) {
    self.survey = survey
  }

  mutating func add(title: String) {
    var title = title
    title.withUTF8 { text.add($0, as: .heading) }
    text.breakBlock()
  }

  mutating func finish() -> DocumentPart { text.finish() }

  /// Returns false where an element is to be passed over.
  mutating func visit(_ event: HTMLTree.Event) -> Bool {
    switch event {
    case .start(let element): return start(element)
    case .end(let element): end(element)
    case .text(let bytes): add(bytes)
    }
    return true
  }

  private mutating func start(_ element: HTMLElement) -> Bool {
    let tag = HTMLTag(element.name)
    if tag == .skipped { return false }
    if concealment == nil, let why = tag == .hidden ? element.name : element.whyHidden {
      concealment = Concealment(element: element.id, why: why)
    }
    if concealment == nil {
      count(tag, element, 1)
      part(tag, element, isStart: true)
    } else {
      concealment?.text.breakWord()
    }
    return true
  }

  private mutating func end(_ element: HTMLElement) {
    guard var ended = concealment else {
      let tag = HTMLTag(element.name)
      part(tag, element, isStart: false)
      count(tag, element, -1)
      return
    }
    ended.text.breakWord()
    concealment = ended
    guard ended.element == element.id else { return }
    concealment = nil
    let words = ended.text.finish().text.dropLast()
    if !words.isEmpty {
      hidden.append(HiddenText(text: String(decoding: words, as: UTF8.self), why: ended.why))
    }
    // What was hidden takes no room, but it parts what stands around it where it is a block.
    part(HTMLTag(element.name), element, isStart: false)
  }

  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    if concealment != nil {
      concealment?.text.add(bytes, as: .paragraph)
    } else if preformatted > 0, tables == 0 {
      text.add(preformatted: bytes, as: kind)
    } else {
      text.add(bytes, as: kind)
    }
  }

  private var kind: ParsedDocument.Block.Kind {
    if tables > 0 { return .table }
    if headings > 0 { return .heading }
    return listItems > 0 ? .listItem : .paragraph
  }

  private mutating func count(_ tag: HTMLTag, _ element: HTMLElement, _ step: Int) {
    switch tag {
    case .heading: headings += step
    case .listItem: listItems += step
    case .preformatted: preformatted += step
    case .table where !survey.layoutTables.contains(element.id): tables += step
    default: break
    }
  }

  /// Parts what comes from what was, as the element asks.
  private mutating func part(_ tag: HTMLTag, _ element: HTMLElement, isStart: Bool) {
    if tables > 0 {
      switch tag {
      case .table: text.breakBlock()
      case .row: text.breakLine()
      case .cell: text.breakCell()
      case .line where element.name == "caption": text.breakLine()
      case .inline: break
      default: text.breakWord()
      }
      return
    }
    switch tag {
    case .heading, .listItem, .table, .preformatted, .block: text.breakBlock()
    case .row, .cell, .line: text.breakLine()
    case .lineBreak: if isStart { text.breakLine() }
    case .inline, .skipped, .hidden: break
    }
  }
}
