import Extraction
import Foundation
import JSON
import JSONSchema
import Ledger
import Testing
import Validating

@testable import Review

/// Corrections that are carried over to other letters, and values that documents offer.
@Suite struct CorrectionPatternTests {
  private static let schema = """
    {
      "type": "object",
      "properties": {
        "due": { "type": ["string", "null"], "format": "date" },
        "currency": { "type": "string" },
        "total": { "type": "number" },
        "rows": { "type": "array", "items": { "type": "object", "properties": {
          "text": { "type": "string" }, "amount": { "type": "number" } } } }
      }
    }
    """

  private let decider: Decider
  private let texts: ScriptedParser

  init() throws {
    let schema = try Schema(JSONValue(parsing: Self.schema))
    texts = ScriptedParser()
    let folder = NSTemporaryDirectory() + "/review-" + UUID().uuidString
    let ledger = try Ledger(path: folder + "/sluice.sqlite")
      .pipeline(named: "p", resultsFolder: folder + "/p")
    decider = Decider(
      ledger, reviewer: "ada", schema: schema, schemaDigest: Digest(of: "schema"),
      checker: try ReplyValidator(schema: schema, settings: ValidationSettings()),
      original: OriginalDocument(
        parser: texts, settings: ParseSettings(), base: DocumentPath("/")))
  }

  /// A letter whose path is its text, with `|` for line ends.
  private func letter(_ text: String, _ record: JSONValue) -> StandingOutcome {
    let path = "/" + text
    return StandingOutcome(
      document: Digest(of: path), path: DocumentPath(path),
      outcome: Outcome(kind: .deadLettered, record: Record(value: record)),
      failureClass: .ungrounded, recordKey: Digest(of: "key"), attempts: 1, cost: 0, decidedAt: 0,
      run: 1)
  }

  private func pattern(
    _ text: String, _ record: JSONValue, edited: JSONPointer...
  ) -> CorrectionPattern {
    let shown = letter(text, record)
    let checked = decider.check(record, edited: edited, insteadOf: shown)
    return CorrectionPattern(edited, of: checked.record, in: decider.original.read(shown))
  }

  @Test func aValueBesideALabelIsLookedForBesideTheSameLabel() {
    let pattern = pattern(
      "Subtotal 900.00|Amount due 1,190.00 EUR", ["total": 1190], edited: ["total"])
    let other = letter("Subtotal 50.00|Tax 10.00|Amount due 60.00 EUR", ["total": 50])
    let (edits, pointed) = pattern.edits(for: other, by: decider)
    #expect(edits == [.set(["total"], "60")])
    #expect(pointed[["total"]]?.quote == "60.00")
  }

  @Test func aValueBelowALabelIsLookedForBelowIt() {
    let pattern = pattern(
      "Due on|14 March 2031|thank you", ["due": "2031-03-14"], edited: ["due"])
    let other = letter("Hello|Due on|2 May 2031", ["due": .null])
    #expect(pattern.edits(for: other, by: decider).edits == [.set(["due"], "2031-05-02")])
  }

  @Test func whatStandsBesideNoLabelIsTheSameEverywhere() {
    let pattern = pattern("Total 12.00", ["currency": "EUR", "total": 12], edited: ["currency"])
    let other = letter("Total 13.00", ["currency": "euro", "total": 13])
    #expect(pattern.edits(for: other, by: decider).edits == [.set(["currency"], "EUR")])
  }

  @Test func withoutTheLabelNothingIsChanged() {
    let pattern = pattern("Amount due 1,190.00", ["total": 1190], edited: ["total"])
    let other = letter("Sum 60.00", ["total": 50])
    #expect(pattern.edits(for: other, by: decider).edits.isEmpty)
  }

  @Test func theDocumentOffersNumbersByLabelAndLikeness() {
    let shown = letter(
      "Order 4711|Net 100.00|Tax 19.00|Total 119.00", ["total": 191])
    let checked = decider.check(["total": 191], edited: [], insteadOf: shown)
    let document = decider.original.read(shown).document
    let rivals = document.map { RivalValues(in: $0, by: decider) }?
      .rivals(at: ["total"], in: checked.record)
    #expect(rivals?.first?.value == 119)
    #expect(rivals?.first?.evidence.quote == "119.00")
    #expect(rivals?.contains { $0.value == 4711 } == false, "a bare number is no amount")
  }

  @Test func aShareIsOfferedForNoAmount() {
    let shown = letter("Total 1,424.50|incl. VAT 8.1 % 106.74|less 2.5%", ["total": 1244.5])
    let checked = decider.check(["total": 1244.5], edited: [], insteadOf: shown)
    let rivals = decider.original.read(shown).document.map { RivalValues(in: $0, by: decider) }?
      .rivals(at: ["total"], in: checked.record)
    #expect(rivals?.map(\.value) == [1424.5, 106.74])
  }

  @Test func aGroupIsPreviewedByTheChecksThatDecide() throws {
    let preview = try GroupPreview(.accept, of: [Digest(of: "nobody")], by: decider)
    #expect(preview.items.isEmpty, "what does not stand is not decided about")
  }
}
