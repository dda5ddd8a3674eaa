import Extraction

/// Reads a PDF page by page: characters → words → segments → regions → rows → blocks → text.
struct PDFReader {
  /// Tried in order on a locked document.
  let passwords: [String]

  func read(_ content: FileContent, into sink: any DocumentSink) throws(Failure) -> Remarks {
    let document = try open(content)
    let count = document.pageCount
    if count == 0 { throw Failure(.unreadable, stage: .parse, "The PDF has no pages.") }
    var remarks = Remarks()
    var textless: [Int] = []
    var missing: [Int] = []
    for index in 0..<count {
      guard let page = document.page(index) else {
        missing.append(index + 1)
        sink.add(DocumentPart(page: .init(number: index + 1, width: 0, height: 0)))
        continue
      }
      let (part, hidden) = try Self.part(of: page, number: index + 1)
      remarks.hidden.append(contentsOf: hidden)
      if part.words.isEmpty { textless.append(index + 1) }
      sink.add(part)
    }
    if missing.count == count {
      throw Failure(.unreadable, stage: .parse, "None of the PDF's pages can be read.")
    }
    if textless.count + missing.count == count {
      throw Failure(
        .noText, stage: .parse,
        (count == 1 ? "1 page" : "\(count) pages")
          + (remarks.hidden.isEmpty
            ? " without a text layer." : " without text that a person could see."))
    }
    if !textless.isEmpty {
      remarks.warnings.append("Without a text layer: \(Self.list(textless)) of \(count).")
    }
    if !missing.isEmpty {
      remarks.warnings.append("Not readable: \(Self.list(missing)) of \(count).")
    }
    return remarks
  }

  /// Opens a PDF, with one of the passwords where it is locked.
  func open(_ content: FileContent) throws(Failure) -> PDFDocument {
    var words = ""
    for password in [nil] + passwords.map(Optional.init) {
      do throws(PDFDocument.OpenError) {
        return try PDFDocument(content, password: password)
      } catch {
        switch error {
        case .damaged(let reason):
          throw Failure(.unreadable, stage: .parse, "The PDF cannot be opened: \(reason).")
        case .locked(let reason): words = reason
        }
      }
    }
    let tried = passwords.isEmpty ? "none was given" : "none of \(passwords.count) opens it"
    throw Failure(.locked, stage: .parse, "The PDF needs a password; \(tried) (\(words)).")
  }

  /// Puts the words of a page that can be seen in reading order and writes them down.
  private static func part(
    of page: PDFPage, number: Int
  ) throws(Failure) -> (DocumentPart, hidden: [HiddenText]) {
    let size = page.size
    let (text, glyphs) = page.characters()
    let characters = try VisibleCharacters(
      of: CharacterPlaces.matched(text, glyphs), page: number
    ) { () throws(Failure) in try PageImage(page, dpi: PageImage.inkResolution) }
    let words = PageWords(characters.seen)
    var writer = PartWriter(
      page: .init(
        number: number, width: size.width, height: size.height,
        isRendered: characters.isRendered))
    let body = Columns.median(words.words.map(\.upright.height))
    let groups = PageWord.Direction.allCases.map { Segment.segments(of: words, running: $0) }
    // The page reads the way most of it runs; what runs another way follows.
    for segments in groups.sorted(by: { $0.count > $1.count }) where !segments.isEmpty {
      for region in Columns.regions(of: segments) {
        let rows = PageRow.rows(of: region, in: words)
        for block in PageBlocks.blocks(of: rows, in: words, body: body) {
          write(block, of: words, into: &writer)
        }
      }
    }
    return (writer.part, characters.hidden)
  }

  private static func write(
    _ block: PageBlocks.Block, of page: PageWords, into writer: inout PartWriter
  ) {
    writer.beginBlock()
    for row in block.rows {
      var last: Segment?
      for segment in row.segments {
        if let last {
          let em = max(last.em, segment.em)
          let isWide = Segment.gap(last.place, segment.place) >= Segment.wideGap * em
          writer.add((isWide ? "   " : " ").utf8)
        }
        for index in segment.words {
          if index > segment.words.lowerBound { writer.add(" ".utf8) }
          let word = page.words[index]
          writer.add(word: page.bytes[word.range], word.place.box)
        }
        last = segment
      }
      writer.endLine()
    }
    writer.endBlock(block.kind)
  }

  /// Such as `pages 2, 3, 7 and 12 more`.
  private static func list(_ pages: [Int]) -> String {
    let shown = pages.prefix(5).map(String.init).joined(separator: ", ")
    let rest = pages.count > 5 ? " and \(pages.count - 5) more" : ""
    return (pages.count == 1 ? "page " : "pages ") + shown + rest
  }
}
