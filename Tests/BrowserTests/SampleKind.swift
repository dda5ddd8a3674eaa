import Foundation
import JSON
import TestSupport

/// A document as people have them, read with one mistake.
struct SampleKind {
  let name: String
  let document: String
  private let content: Data
  private let schema: String
  private let record: JSONValue

  static var all: [SampleKind] {
    get throws {
      [
        try sample("receipt", "receipts/velo-seefeld.pdf", "receipt"),
        try sample("invoice", "invoices/harrow-pike-0417.pdf", "invoice"),
        try sample("html", "invoices/blue-heron-10382.html", "invoice"),
        try threePages,
      ]
    }
  }

  /// A pipeline over this document, whose model swaps two digits of the total.
  func scene() throws -> ReviewScene {
    var members = record.objectValue ?? [:]
    let total = members["total"] ?? .null
    var digits = Array(total.text())
    digits.swapAt(1, 2)
    members["total"] = try JSONValue(parsing: String(digits))
    let answer = JSONValue.object(members).text()
    return try ReviewScene(
      [document: content], schema: schema,
      settings: """
        validate:
          rules: [ { name: total is not small, check: "total > 1" } ]
        """
    ) { _ in answer }
  }

  /// One of the project's own samples, which has what is right beside it.
  private static func sample(_ name: String, _ path: String, _ schema: String) throws -> SampleKind
  {
    let root = SampleData.packageRoot
    let stem = path.prefix { $0 != "." }
    return SampleKind(
      name: name, document: path.split(separator: "/").last.map(String.init) ?? path,
      content: try Data(contentsOf: root.appendingPathComponent("samples/" + path)),
      schema: try text("schemas/\(schema).schema.json"),
      record: try JSONValue(parsing: text("samples/expected/\(stem).json")))
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: SampleData.packageRoot.appendingPathComponent(path), encoding: .utf8)
  }

  /// An invoice whose table goes over three pages.
  private static var threePages: SampleKind {
    get throws {
      let rows = (1...60).map { row in
        (text: "Shelf board no. \(row), oak, oiled", quantity: 1 + row % 4, price: 20 + row)
      }
      let subtotal = rows.reduce(0) { $0 + $1.quantity * $1.price }
      let (tax, total) = (subtotal / 5, subtotal + subtotal / 5)
      let head = [
        "Harrow & Pike, 14 Canal Street", "Bill to Northgate Dental Practice",
        "Invoice HP-2031-0099", "Date 2031-04-02", "Due 2031-05-02",
      ]
      var lines = [head.map { [$0] } + [["Item", "Quantity", "Price", "Amount"]], [], []]
      for (index, row) in rows.enumerated() {
        lines[index / 20].append([
          row.text, "\(row.quantity)", "\(row.price).00", "\(row.quantity * row.price).00",
        ])
      }
      for (label, amount) in [("Subtotal", subtotal), ("VAT 20 %", tax), ("Total GBP", total)] {
        lines[2].append([label, "", "", "\(amount).00"])
      }
      let pages = lines.map { lines in
        lines.enumerated().map { index, cells in
          zip([72, 330, 400, 470], cells).map { x, cell in
            SmallPDF.line(cell, at: 720 - 24 * index, x: x, size: 11)
          }.joined()
        }.joined()
      }
      return SampleKind(
        name: "three-pages", document: "long.pdf", content: SmallPDF.data(pages: pages),
        schema: try text("schemas/invoice.schema.json"),
        record: [
          "invoice_number": "HP-2031-0099", "invoice_date": "2031-04-02",
          "due_date": "2031-05-02", "vendor": "Harrow & Pike",
          "customer": "Northgate Dental Practice", "currency": "GBP",
          "line_items": .array(
            rows.map {
              [
                "description": .string($0.text), "quantity": JSONValue($0.quantity),
                "unit_price": JSONValue($0.price), "amount": JSONValue($0.quantity * $0.price),
              ]
            }),
          "subtotal": JSONValue(subtotal), "tax": JSONValue(tax), "total": JSONValue(total),
        ])
    }
  }
}
