package import Foundation

/// A PDF in plain syntax, made by tests: pages of 612 × 792 points that show what their content
/// streams say, with Helvetica as `/F1`.
package enum SmallPDF {
  /// - Parameter pages: a content stream each; y counts upwards from the bottom of the page.
  package static func data(_ pages: String...) -> Data {
    let kids = pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
    var objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for (index, page) in pages.enumerated() {
      objects.append(
        """
        << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents \(5 + 2 * index) 0 R \
        /Resources << /Font << /F1 3 0 R >> >> >>
        """)
      objects.append("<< /Length \(page.utf8.count) >>\nstream\n\(page)\nendstream")
    }
    var file = "%PDF-1.4\n"
    var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for (index, object) in objects.enumerated() {
      table += String(format: "%010d 00000 n \n", file.utf8.count)
      file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = file.utf8.count
    return Data(
      (file + table
        + "trailer << /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n").utf8
    )
  }

  /// A line of text.
  ///
  /// - Parameters:
  ///   - size: in points.
  ///   - paint: operators before it, such as `1 g` for white or `3 Tr` for no ink.
  package static func line(
    _ text: String, at y: Int, x: Int = 72, size: Double = 12, paint: String = "0 g 0 Tr"
  ) -> String {
    "BT /F1 \(size) Tf \(paint) \(x) \(y) Td (\(text)) Tj ET\n"
  }

  /// A filled rectangle.
  ///
  /// - Parameter gray: 0 is black, 1 is white.
  package static func bar(at y: Int, x: Int = 60, height: Int, width: Int = 400, gray: Double = 0)
    -> String
  {
    "\(gray) g \(x) \(y) \(width) \(height) re f\n"
  }
}
