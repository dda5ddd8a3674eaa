private import CPoppler

/// A PDF in memory, opened by poppler.
final class PDFDocument {
  /// Why poppler does not open it, in its own words.
  enum OpenError: Error {
    /// A password is needed, or the one given is wrong.
    case locked(String)
    case damaged(String)
  }

  /// Poppler reads from these bytes as long as the document is open.
  private let content: FileContent
  private let handle: OpaquePointer

  init(_ content: FileContent, password: String?) throws(OpenError) {
    self.content = content
    // Not `poppler_document_new_from_bytes`: with a wrong password it reads freed memory (22.12).
    let size = gssize(content.bytes.count)
    let stream = g_memory_input_stream_new_from_data(content.bytes.baseAddress, size, nil)
    defer { g_object_unref(UnsafeMutableRawPointer(stream)) }
    var error: UnsafeMutablePointer<GError>?
    guard
      let handle = poppler_document_new_from_stream(stream, goffset(size), password, nil, &error)
    else {
      defer { g_error_free(error) }
      let words = error?.pointee.message.map { String(cString: $0) } ?? "no reason given"
      let code = error?.pointee.code ?? -1
      if error?.pointee.domain == poppler_error_quark(),
        code == Int32(POPPLER_ERROR_ENCRYPTED.rawValue)
      {
        throw .locked(words)
      }
      throw .damaged(words)
    }
    self.handle = handle
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(handle)) }

  var pageCount: Int { Int(max(0, poppler_document_get_n_pages(handle))) }

  /// Counted from 0; nil where the page tree promises a page that is not there.
  func page(_ index: Int) -> PDFPage? {
    poppler_document_get_page(handle, Int32(index)).map { PDFPage(adopting: $0) }
  }
}

/// One page of a ``PDFDocument``.
final class PDFPage {
  private let handle: OpaquePointer

  fileprivate init(adopting handle: OpaquePointer) {
    self.handle = handle
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(handle)) }

  /// As displayed, in points.
  var size: (width: Double, height: Double) {
    var size = (width: 0.0, height: 0.0)
    poppler_page_get_size(handle, &size.width, &size.height)
    return size
  }

  /// The characters in poppler's reading order, lines ended by `\n`, and one glyph for each: as a
  /// rule, for on some pages the numbers differ.
  func characters() -> (text: [Unicode.Scalar], glyphs: [Glyph]) {
    guard let text = poppler_page_get_text(handle) else { return ([], []) }
    defer { g_free(text) }
    let scalars = Array(String(cString: text).unicodeScalars)
    if scalars.isEmpty { return ([], []) }
    var first: UnsafeMutablePointer<PopplerRectangle>?
    var count: guint = 0
    guard poppler_page_get_text_layout(handle, &first, &count) != 0, let first else {
      return (scalars, [])
    }
    defer { g_free(first) }
    var glyphs = UnsafeBufferPointer(start: first, count: Int(count)).map {
      Glyph(
        place: Rectangle(
          x0: Float(min($0.x1, $0.x2)), y0: Float(min($0.y1, $0.y2)),
          x1: Float(max($0.x1, $0.x2)), y1: Float(max($0.y1, $0.y2))))
    }
    addLooks(to: &glyphs)
    return (scalars, glyphs)
  }

  /// Poppler counts the characters of its attributes as it counts rectangles.
  private func addLooks(to glyphs: inout [Glyph]) {
    let list = poppler_page_get_text_attributes(handle)
    defer { poppler_page_free_text_attributes(list) }
    var next = list
    while let node = next?.pointee {
      next = node.next
      guard let data = node.data else { continue }
      let run = data.assumingMemoryBound(to: PopplerTextAttributes.self).pointee
      let start = max(0, Int(run.start_index))
      for index in start..<max(start, min(glyphs.count, Int(run.end_index) + 1)) {
        glyphs[index].look = Glyph.look(
          of: glyphs[index].place, fontSize: Float(run.font_size),
          color: (run.color.red, run.color.green, run.color.blue))
      }
    }
  }

  /// Draws the page as a screen shows it, on white.
  ///
  /// - Parameter scale: pixels for each point.
  func draw(on surface: OpaquePointer, scale: Double) {
    let context = cairo_create(surface)
    defer { cairo_destroy(context) }
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
    cairo_scale(context, scale, scale)
    poppler_page_render(handle, context)
    cairo_surface_flush(surface)
  }
}
