import Foundation
import JSON
import TestSupport

/// A small document of ours, and what a model that reads well answers about it.
struct Invoice: Hashable {
  /// At most four digits.
  let number: Int

  var name: String { "invoice-\(padded).txt" }

  /// The path by which sluice lists it.
  var path: String { "documents/\(name)" }

  var text: String {
    """
    Harrow & Pike, 14 Canal Street

    Invoice number: INV-\(padded)
    Total: \(total) EUR

    """
  }

  var answer: String { answer(total: total) }

  /// What a model answers that takes something else for the total.
  func answer(total: String) -> String { #"{"number":"INV-\#(padded)","total":\#(total)}"# }

  /// Differs from invoice to invoice.
  private var total: String { "\(100 + number).50" }

  private var padded: String { String(format: "%04d", number) }

  init(_ number: Int) {
    self.number = number
  }

  /// The one that a request is about.
  init(in request: ChatRequest) {
    let digits = request.user.firstRange(of: "INV-").map {
      request.user[$0.upperBound...].prefix(4)
    }
    number = digits.flatMap { Int($0) } ?? 0
  }

  static let schema = """
    {
      "type": "object",
      "properties": {
        "number": { "type": "string", "description": "The invoice number." },
        "total": { "type": "number", "description": "The total." }
      },
      "required": ["number", "total"],
      "additionalProperties": false
    }
    """
}

/// Documents that are no small text.
enum OddDocument {
  /// A PDF of one page with an invoice on it, and behind that so much to draw that parsing it takes
  /// seconds.
  static func slowPDF(_ invoice: Invoice) -> Data {
    var text = ""
    for (index, line) in invoice.text.split(separator: "\n").enumerated() {
      text += "BT /F1 12 Tf 72 \(700 - 20 * index) Td (\(line)) Tj ET\n"
    }
    var page = Data(text.utf8)
    let nothing = Data(String(repeating: "q Q\n", count: 1000).utf8)
    for _ in 0..<5000 { page.append(nothing) }
    return pdf(page: page)
  }

  /// A PDF that ends in its header.
  static let brokenPDF = Data("%PDF-1.4\nthis is all there is\n".utf8)

  private static func pdf(page: Data) -> Data {
    let head = Data("<< /Length \(page.count) >>\nstream\n".utf8)
    let objects = [
      Data("<< /Type /Catalog /Pages 2 0 R >>".utf8),
      Data("<< /Type /Pages /Kids [3 0 R] /Count 1 >>".utf8),
      Data(
        """
        << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R \
        /Resources << /Font << /F1 4 0 R >> >> >>
        """.utf8),
      Data("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".utf8),
      head + page + Data("endstream".utf8),
    ]
    var file = Data("%PDF-1.4\n".utf8)
    var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for (index, object) in objects.enumerated() {
      table += String(format: "%010d 00000 n \n", file.count)
      file += Data("\(index + 1) 0 obj\n".utf8) + object + Data("\nendobj\n".utf8)
    }
    let start = file.count
    table += "trailer << /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return file + Data(table.utf8)
  }
}
