import Extraction

/// Draws pages of a PDF that was read before.
struct PDFRenderer {
  /// What poppler and cairo have printed; asked after the drawing.
  let warnings: () -> [String]

  /// Whether something is to be seen at places, in their order.
  func ink(at places: [PagePlace], of file: SourceFile) throws(Failure) -> [Bool] {
    let document = try open(file)
    var image: (page: Int, drawn: PageImage)?
    var ink: [Bool] = []
    for place in places {
      if image?.page != place.page {
        image = nil
        image = (
          place.page, try draw(place.page, of: document, dpi: PageImage.inkResolution)
        )
        try requireFonts()
      }
      ink.append(image?.drawn.hasInk(in: Rectangle(place.box)) ?? false)
    }
    return ink
  }

  /// A page as a PNG.
  func image(ofPage page: Int, dpi: Double, of file: SourceFile) throws(Failure) -> [UInt8] {
    try draw(page, of: open(file), dpi: dpi).png()
  }

  private func open(_ file: SourceFile) throws(Failure) -> PDFDocument {
    let content = try FileContent(file.path, limit: file.settings.memory)
    guard content.sha256 == file.sha256 else {
      throw Failure(
        .unreadable, stage: .parse, "The file has changed since it was read.",
        advice: "Run again: the new content is another document.")
    }
    return try PDFReader(passwords: file.settings.passwords).open(content)
  }

  private func draw(
    _ page: Int, of document: PDFDocument, dpi: Double
  ) throws(Failure) -> PageImage {
    guard page > 0, let drawn = document.page(page - 1) else {
      throw Failure(.unreadable, stage: .parse, "The PDF has no page \(page).")
    }
    let image = try PageImage(drawn, dpi: dpi)
    // Poppler swallows it and draws what it can.
    if warnings().contains(where: { $0.contains("Out of memory") }) {
      throw Failure(.tooBig, stage: .parse, "The parser was refused memory beyond its limit.")
    }
    return image
  }

  /// Letters that no font draws would pass for letters without ink.
  private func requireFonts() throws(Failure) {
    if warnings().contains(where: { $0.contains("Couldn't find a font") }) {
      throw Failure(
        .unreadable, stage: .parse, "No font is installed for letters of the page.",
        advice: "Install fonts, such as fonts-liberation, and run again.")
    }
  }
}
