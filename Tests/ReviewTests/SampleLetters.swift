import Extraction
import JSON
import Ledger

/// Made-up dead letters, one of each kind that looks different.
enum SampleLetters {
  static let all = [unreadable, ruleBroken, ungrounded]

  static let unreadable = letter(
    "3fa4b2c1", "invoices/broken.pdf", .unreadable, .parse,
    Record(
      value: .null,
      findings: [Finding(Failure(.unreadable, stage: .parse, "The PDF has no pages."))]),
    attempts: 0)

  static let ruleBroken = letter(
    "8c11d0aa", "invoices/2031/wrong-total.pdf", .ruleBroken, .validate,
    Record(
      value: [
        "invoice_number": "R-2031-0042",
        "vendor": ["name": "Kessler & Brandt GmbH", "vat_id": .null],
        "line_items": [["text": "Bolts", "amount": 12.50], ["text": "Nuts", "amount": 7]],
        "tags": [], "total": JSONValue(21),
      ],
      evidence: [
        ["invoice_number"]: Evidence(
          kind: .exact, score: 1, quote: "R-2031-0042", range: 10..<21, page: 1),
        ["line_items", "0", "amount"]: Evidence(
          kind: .normalised, score: 1, quote: "12,50 €", range: 40..<47, page: 2,
          rivals: [Evidence(kind: .exact, score: 0.9, quote: "12.50", range: 50..<55, page: 2)]),
        ["total"]: Evidence(kind: .derived, score: 0.5),
      ],
      missing: [["vendor", "vat_id"]: .absent],
      findings: [
        Finding(
          .ruleBroken, at: ["total"], rule: "total adds up",
          "The line items add up to 19.50, the total says 21.", value: 21),
        Finding(.hiddenText, at: .root, severity: .warning, "3 words on page 1 cannot be seen."),
      ]),
    attempts: 2, cost: 0.001_25)

  /// Everything that could upset a terminal.
  static let ungrounded = letter(
    "8c11d0ab", "mail/\u{202E}fdp.exe\u{1B}[31m-" + String(repeating: "long-", count: 12) + "x.pdf",
    .ungrounded, .validate,
    Record(
      value: [
        "title": .string(
          "red \u{1B}[31malert\u{7}\nsecond line " + String(repeating: "x", count: 200)),
        "k\u{1B}ey": "株式会社", "rows": .array((0..<3).map { ["n": JSONValue($0)] }),
      ],
      evidence: [
        ["title"]: Evidence(kind: .fuzzy, score: 0.8, quote: "red \u{9B}31m\u{200B}alert")
      ],
      findings: [
        Finding(
          .ungrounded, at: ["title"], "No page shows this value \u{1B}]0;owned\u{7}.",
          value: .string("red \u{1B}[31malert")),
        Finding(.invalid, at: ["due_date"], severity: .warning, "A due date is usual."),
      ]),
    attempts: 1, isGone: true)

  private static func letter(
    _ id: String, _ path: String, _ failureClass: FailureClass, _ stage: Stage, _ record: Record,
    attempts: Int, cost: Double = 0, isGone: Bool = false
  ) -> DeadLetter {
    DeadLetter(
      document: Digest(hex: id + String(repeating: "0", count: 56)) ?? Digest(of: id),
      path: DocumentPath(path), isGone: isGone, failureClass: failureClass, stage: stage,
      record: record, attempts: attempts, cost: cost)
  }
}

extension JSONPointer: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: String...) { self.init(elements) }
}
