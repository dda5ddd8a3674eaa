import Extraction
import JSON
import JSONSchema
import Testing
import Validating

@Suite struct TextEvidenceTests {
  @Test func findsTwoWordsThatAreOneWithASoftHyphen() throws {
    let page = "Hydra Bancorp, Inc., a corporation (the “Mid Tier”), and others"
    for value in ["Mid\u{AD}Tier", "Hydra Bancorp, Inc. (“Mid\u{AD}Tier”)", "Ban\u{AD}corp"] {
      let found = try check(["name": .string(value)], in: page)
      #expect(found.classes(at: "/name").isEmpty, "\(value)")
    }
    #expect(try check(["name": "Mid\u{AD}Town"], in: page).classes(at: "/name") == [.ungrounded])
  }

  @Test(arguments: [
    ("Lieferant GmbH", Evidence.Kind.exact), ("LIEFERANT   GMBH", .normalised),
    ("Lieferant\nGmbH", .normalised), ("lieferant gmbh", .normalised),
  ])
  func findsATextWithoutRegardToCaseAndSpacing(text: String, kind: Evidence.Kind) throws {
    let record = try check(["s": "Lieferant GmbH"], in: "Von \(text) an")
    let evidence = try #require(record.evidence[pointer("/s")])
    #expect(evidence.kind == kind)
    #expect(evidence.quote == text)
  }

  @Test(arguments: [
    ("Straße 20", "STRASSE 20"), ("ﬁne", "fine"), ("e\u{301}té", "été"), ("A–B", "A-B"),
    ("Inc., today", "Inc."), ("“So”", "\"So\""), ("INV 17", "INV17"),
    ("Wagen\u{AD}heber", "Wagenheber"),
    ("Amazon Web Services Inc", "Amazon Web Services Inc."), ("株式会社東京商事", "東京"),
  ])
  func findsATextInAnotherForm(text: String, value: String) throws {
    #expect(try check(["s": .string(value)], in: text).evidence[pointer("/s")] != nil)
  }

  @Test func findsANumberOfATextBehindAnotherThatBeginsLikeIt() throws {
    let text = "City tour   2,0000   6,5   7 %   13,00\n- 2,00\nEuro for each\nkilometre"
    let record = try check(["s": "City tour - 2,00 Euro for each kilometre"], in: text)
    #expect(record.evidence[pointer("/s")]?.kind == .fuzzy)
    let other = try check(["s": "City tour - 6,00 Euro for each kilometre"], in: text)
    #expect(other.classes(at: "/s") == [.ungrounded])
  }

  @Test(arguments: [
    ("Lieferantin", "Lieferant"), ("Nr. 47113", "471"), ("1.380,00", "380"), ("R183", "18"),
    ("ab cd", "cd ab"), ("A/B", "A-B"),
  ])
  func takesWholeWordsOnly(text: String, value: String) throws {
    let record = try check(["s": .string(value)], in: text)
    #expect(record.evidence.isEmpty)
    #expect(record.findings.map(\.failureClass) == [.ungrounded])
    #expect(record.findings.map(\.severity) == [.error])
  }

  @Test(arguments: [
    ("Rechnungs-\nbetrag", "Rechnungsbetrag"), ("Grund gebühr", "Grundgebühr"),
    ("AcmeTrading Ltd", "Acme Trading Ltd"), ("DE 232 446 240", "DE232446240"),
    ("Smith, Jones (Partners)", "Smith Jones Partners"),
  ])
  func findsJoinedSplitAndHyphenatedWords(text: String, value: String) throws {
    let found = try check(["s": .string(value)], in: "Of \(text) here")
    #expect(found.evidence[pointer("/s")]?.quote == text.replacing(")", with: ""))
    #expect(found.evidence[pointer("/s")]?.kind == .normalised)
  }

  @Test func readsOnInTheNextLineOfAColumn() throws {
    let page =
      "1   Navigation      5,04   10,08\n    system garmin\n2   Radio           3,00    3,00"
    #expect(try check(["s": "Navigation system garmin"], in: page).findings.isEmpty)
  }

  @Test func findsWordsNearEachOtherAndSaysSo() throws {
    let page = "Solar Partners LLC, a company of Delaware (the \u{201C}Owner\u{201D}) agrees"
    let found = try check(["s": "Solar Partners LLC (\"Owner\")"], in: page)
    #expect(found.evidence[pointer("/s")]?.kind == .fuzzy)
    #expect(found.findings.isEmpty)
  }

  @Test(arguments: [
    "Solar Partners LLC (\"Agent\")", "Lunar Partners LLC (\"Owner\")", "Owner Solar Partners",
    "Solar Partners 2 LLC",
  ])
  func forgivesNoOtherNameOrNumber(value: String) throws {
    let page = "Solar Partners LLC, a company of Delaware (the \u{201C}Owner\u{201D}) agrees"
    #expect(try check(["s": .string(value)], in: page).findings.map(\.severity) == [.error])
  }

  @Test func readsATextThatIsANumberAsOne() throws {
    #expect(try check(["s": "1234.56"], in: "1.234,56").evidence[pointer("/s")] != nil)
  }

  @Test func takesTheSignOfACurrencyForItsCode() throws {
    let record = try check(["s": "EUR"], in: "Total 12 €")
    #expect(record.evidence[pointer("/s")]?.quote == "€")
    #expect(record.evidence[pointer("/s")]?.kind == .normalised)
    #expect(try check(["s": "EUR"], in: "Total 12 EUR").evidence[pointer("/s")]?.kind == .exact)
    let concluded = try check(["s": "EUR"], in: "Total 12")
    #expect(concluded.evidence[pointer("/s")]?.kind == .derived)
    #expect(concluded.findings.isEmpty)
  }

  @Test func needsNoPlaceForConclusions() throws {
    let record = try check(
      ["kind": "credit", "paid": true, "none": nil], in: "nothing",
      schema: ["properties": ["kind": ["enum": ["credit", "debit"]]]])
    #expect(record.findings.isEmpty)
    #expect(record.evidence[pointer("/kind")]?.kind == .derived)
    #expect(record.evidence[pointer("/kind")]?.range == nil)
    #expect(record.evidence[pointer("/paid")]?.kind == .derived)
    #expect(record.evidence[pointer("/none")] == nil)
  }

  @Test func saysOnWhichPageAndInWhichBoxes() throws {
    var document = plainDocument("One 17\n\nTwo Big\nBox")
    document.pages = [
      ParsedDocument.Page(number: 1, width: 100, height: 100, range: 0..<8),
      ParsedDocument.Page(number: 2, width: 100, height: 100, range: 8..<19),
    ]
    document.words.append(0..<3, Box(x0: 0, y0: 0, x1: 30, y1: 10))
    document.words.append(4..<6, Box(x0: 40, y0: 0, x1: 60, y1: 10))
    document.words.append(8..<11, Box(x0: 0, y0: 0, x1: 30, y1: 10))
    document.words.append(12..<15, Box(x0: 40, y0: 0, x1: 70, y1: 10))
    document.words.append(16..<19, Box(x0: 0, y0: 12, x1: 30, y1: 22))
    let validator = try ReplyValidator(schema: Schema(true), settings: ValidationSettings())
    let record = validator.findings(for: ["n": 17, "s": "Big Box"], in: document)
    let number = try #require(record.evidence[pointer("/n")])
    #expect(number.page == 1)
    #expect(number.boxes == [Box(x0: 40, y0: 0, x1: 60, y1: 10)])
    let text = try #require(record.evidence[pointer("/s")])
    #expect(text.page == 2)
    #expect(
      text.boxes == [
        Box(x0: 40, y0: 0, x1: 70, y1: 10), Box(x0: 0, y0: 12, x1: 30, y1: 22),
      ])
  }

  private func check(
    _ record: JSONValue, in text: String, schema: JSONValue = true
  ) throws -> Record {
    try ReplyValidator(schema: Schema(schema), settings: ValidationSettings())
      .findings(for: record, in: plainDocument(text))
  }

  @Test(arguments: [
    ("Quill, A. & Marsh, B. (2019). Rivers of the north. Water Letters, 12, 40–58.", true),
    ("Quill, A. & Marsh, B. (2018). Rivers of the north. Water Letters, 12, 40–58.", false),
    ("Quill, A. & Moss, B. (2019). Rivers of the north. Water Letters, 12, 40–58.", false),
  ])
  func findsAReferenceInAnotherForm(value: String, isShown: Bool) throws {
    let page = """
      A. Quill and B. Marsh, "Rivers of the north", Water Letters 2019, vol. 12, pp. 40-58.
      R. Moss, "Lakes of the south", Water Letters 2018, vol. 11, pp. 3-9.
      """
    let found = try check(["s": .string(value)], in: page)
    #expect(found.evidence[pointer("/s")]?.kind == (isShown ? .fuzzy : nil))
  }
}
