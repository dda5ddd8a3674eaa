private import CPoppler
import Extraction

/// A page drawn on white, in memory.
final class PageImage {
  /// Differences of pixels that count as ink, of 255, in any channel.
  enum Contrast {
    /// For dark text: fine grey letters are ink too.
    static let faint = 16
    /// For text that is nearly white: what a person cannot tell from paper is none.
    static let clear = 32
  }

  /// In which ink is looked for, in dots per inch: letters of 2 points are 4 pixels high.
  static let inkResolution = 144.0
  /// The picture's size at most; a larger page is drawn with fewer dots per inch.
  private static let mostPixels = 25_000_000.0
  private static let longestSide = 32_000.0

  private let surface: OpaquePointer
  private let width: Int
  private let height: Int
  private let stride: Int
  /// Pixels for each point.
  private let scale: Float
  private let pixels: UnsafePointer<UInt8>

  /// - Throws: `too_big` where there is no memory for it, `unreadable` for a page without a size.
  init(_ page: PDFPage, dpi: Double) throws(Failure) {
    let size = page.size
    guard size.width.isFinite, size.height.isFinite, size.width > 0, size.height > 0, dpi > 0 else {
      throw Failure(.unreadable, stage: .parse, "The page has no size to be drawn in.")
    }
    let scale = min(
      dpi / 72, (Self.mostPixels / (size.width * size.height)).squareRoot(),
      Self.longestSide / max(size.width, size.height))
    width = Int((size.width * scale).rounded(.up))
    height = Int((size.height * scale).rounded(.up))
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    guard let surface, cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
      cairo_surface_destroy(surface)
      throw Failure(.tooBig, stage: .parse, "There is no memory to draw the page in.")
    }
    page.draw(on: surface, scale: scale)
    guard let data = cairo_image_surface_get_data(surface) else {
      cairo_surface_destroy(surface)
      throw Failure(.tooBig, stage: .parse, "There is no memory to draw the page in.")
    }
    self.surface = surface
    self.scale = Float(scale)
    stride = Int(cairo_image_surface_get_stride(surface))
    pixels = UnsafePointer(data)
  }

  deinit { cairo_surface_destroy(surface) }

  /// Whether something is to be seen in a rectangle.
  ///
  /// There must be a row and a column of pixels that are not of one colour: a line of a table or
  /// the edge of a bar that crosses the rectangle is none of its letters.
  func hasInk(in place: Rectangle, contrast: Int = Contrast.faint) -> Bool {
    // The letters above and below reach into it.
    let margin = 0.15 * min(place.width, place.height)
    let columns = pixelRange(place.x0 + margin, place.x1 - margin, width)
    let rows = pixelRange(place.y0 + margin, place.y1 - margin, height)
    guard let left = columns.first, let top = rows.first else { return false }
    return rows.contains { varies(from: $0 * stride + 4 * left, columns.count, by: 4, contrast) }
      && columns.contains { varies(from: top * stride + 4 * $0, rows.count, by: stride, contrast) }
  }

  /// The pixels that a stretch of the page touches, as far as they are there.
  private func pixelRange(_ start: Float, _ end: Float, _ count: Int) -> Range<Int> {
    let limit = Float(count)
    let first = Int(min(max(0, (start * scale).rounded(.down)), limit))
    let last = Int(min(max(0, (end * scale).rounded(.up)), limit))
    return first..<max(first, last)
  }

  private func varies(from offset: Int, _ count: Int, by step: Int, _ contrast: Int) -> Bool {
    // Blue, green, red and nothing.
    for channel in offset..<(offset + 3) {
      var (low, high) = (UInt8.max, UInt8.min)
      for index in 0..<count {
        let value = pixels[channel + index * step]
        if value < low { low = value }
        if value > high { high = value }
        if Int(high) - Int(low) >= contrast { return true }
      }
    }
    return false
  }

  /// The picture as a PNG.
  func png() throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    let status = withUnsafeMutablePointer(to: &bytes) { sink in
      cairo_surface_write_to_png_stream(
        surface,
        { sink, data, count in
          guard let sink, let data else { return CAIRO_STATUS_WRITE_ERROR }
          sink.assumingMemoryBound(to: [UInt8].self).pointee
            .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
          return CAIRO_STATUS_SUCCESS
        }, sink)
    }
    guard status == CAIRO_STATUS_SUCCESS else {
      throw Failure(.tooBig, stage: .parse, "The picture of the page could not be written.")
    }
    return bytes
  }
}
