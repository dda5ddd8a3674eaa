import Extraction
import Foundation
import JSON
import JSONSchema
import TestSupport
import Testing
import Validating

/// Numbers and dates of real invoices against their text, and the same with one digit changed.
@Suite(
  .serialized,
  .enabled(if: SampleData.isUsable("extraction/zugferd"), "\(SampleData.absence)"),
  .enabled(if: PlainText.isThere, "pdftotext is not installed"))
struct InvoiceEvidenceTests {
  private static let fields = [
    "issue_date", "due_date", "line_total", "tax_basis_total", "tax_total", "grand_total",
    "due_payable",
  ]

  @Test func showsWhatAPersonCanSeeAndRefusesAChangedDigit() throws {
    let folder = try SampleData.folder("extraction/zugferd")
    let names = try FileManager.default
      .contentsOfDirectory(atPath: folder.appendingPathComponent("expected").path)
      .filter { $0.hasSuffix(".json") }.sorted()
    let validator = try ReplyValidator(schema: Schema(true), settings: ValidationSettings())
    var counts = (values: 0, shown: 0, forged: 0, refused: 0)
    for name in names {
      let file = folder.appendingPathComponent("expected").appendingPathComponent(name)
      let expected = try JSONValue(parsing: Array(Data(contentsOf: file)))
      let pdf = folder.appendingPathComponent("docs")
        .appendingPathComponent(name.replacing(".json", with: ".pdf"))
      let document = plainDocument(try PlainText.of(pdf))
      // Some of these invoices are pictures, or print no totals; what counts is what can be seen.
      let isVisible = { (text: String) in document.text.contains(text) }
      for field in Self.fields {
        guard let value = expected[field], !value.isNull, value.doubleValue != 0,
          Self.writings(of: value).contains(where: isVisible)
        else { continue }
        counts.values += 1
        counts.shown += isShown(value, document, validator) ? 1 : 0
        guard let forged = Self.forged(value), !Self.writings(of: forged).contains(where: isVisible)
        else { continue }
        counts.forged += 1
        counts.refused += isShown(forged, document, validator) ? 0 : 1
      }
    }
    #expect(counts.values > 100)
    #expect(counts.shown == counts.values)
    #expect(counts.forged > 100)
    #expect(counts.refused == counts.forged)
  }

  private func isShown(
    _ value: JSONValue, _ document: ParsedDocument, _ validator: ReplyValidator
  ) -> Bool {
    !validator.findings(for: ["v": value], in: document).findings
      .contains { $0.severity == .error }
  }

  /// How German, French and English invoices write a value, made without the code under test.
  private static func writings(of value: JSONValue) -> [String] {
    if let text = value.stringValue {
      let parts = text.split(separator: "-").map(String.init)
      return [text, "\(parts[2]).\(parts[1]).\(parts[0])", "\(parts[2])/\(parts[1])/\(parts[0])"]
    }
    let cents = Int(((value.doubleValue ?? 0) * 100).rounded())
    let fraction = (cents % 100 < 10 ? "0" : "") + String(cents % 100)
    let (whole, small) = (cents / 100_000, String(cents / 100 % 1000 + 1000).dropFirst())
    let plain = String(cents / 100)
    guard whole > 0 else { return [" \(plain),\(fraction)", " \(plain).\(fraction)"] }
    return [
      " \(plain),\(fraction)", " \(whole).\(small),\(fraction)", " \(whole),\(small).\(fraction)",
    ]
  }

  /// The value with its last significant digit changed.
  private static func forged(_ value: JSONValue) -> JSONValue? {
    switch value {
    case .number(let number):
      let cents = Int((number.doubleValue * 100).rounded())
      return JSONNumber(
        literal: "\((cents + 3) / 100).\(String((cents + 3) % 100 + 100).dropFirst())"
      )
      .map { .number($0) }
    case .string(let day):
      return .string(day.dropLast() + (day.hasSuffix("1") ? "2" : "1"))
    default: return nil
    }
  }
}

/// The text of a PDF by poppler's command, where it is installed.
private enum PlainText {
  private static let command = URL(fileURLWithPath: "/usr/bin/pdftotext")

  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: command.path) }

  static func of(_ pdf: URL) throws -> String {
    let process = Process()
    process.executableURL = command
    process.arguments = ["-layout", pdf.path, "-"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }
}
