import Extraction
import JSON
import JSONSchema
import Testing
import Validating

@Suite struct DateEvidenceTests {
  @Test(arguments: [
    "2031-03-04", "Date: 20310304.", "04.03.2031", "4.3.2031", "04. 03. 2031", "4.3.31",
    "04/03/2031", "03/04/2031", "4-3-2031", "4 March 2031", "March 4, 2031", "March 4th, 2031",
    "4th of March 2031", "Mar. 4, 2031", "04-Mar-2031", "4. März 2031", "04. Mrz. 2031",
    "4 mars 2031", "4 de marzo de 2031", "4 marzo 2031", "4 maart 2031", "MARCH 4, 2031",
    "4 Mar '31", "2031/03/04", "2031-03-04T10:00:00Z", "vom 4.3.2031, fällig", "(04.03.2031)",
  ])
  func findsADayInAnyUsualWriting(text: String) throws {
    #expect(try isShown("2031-03-04", in: text))
  }

  @Test(arguments: [
    ("1er août 2031", "2031-08-01"), ("31. Jänner 2031", "2031-01-31"),
    ("15 décembre 2031", "2031-12-15"), ("12 ottobre 2031", "2031-10-12"),
    ("28 mei 2031", "2031-05-28"), ("9 de septiembre de 2031", "2031-09-09"),
    ("24 dicembre 2031", "2031-12-24"), ("3 juillet 1999", "1999-07-03"),
    ("29.02.2032", "2032-02-29"), ("12/24/2031", "2031-12-24"), ("24/12/31", "2031-12-24"),
  ])
  func findsOtherMonthsAndLanguages(text: String, day: String) throws {
    #expect(try isShown(day, in: text))
  }

  @Test(arguments: [
    "05.03.2031", "04.03.2030", "14.03.2031", "04.03.20311", "104.03.2031", "4 May 2031",
    "March 2031", "1.4.3.2031", "03.04.2031", "4 March", "2031-04-03",
  ])
  func refusesAnotherDay(text: String) throws {
    #expect(try !isShown("2031-03-04", in: text))
  }

  @Test(arguments: [
    ("25/03/2031, then 04/03/2031", "2031-03-04", "2031-04-03"),
    ("03/25/2031, then 04/03/2031", "2031-04-03", "2031-03-04"),
  ])
  func readsADateAsTheOthersOfTheDocumentAre(text: String, day: String, other: String) throws {
    #expect(try isShown(day, in: text))
    #expect(try !isShown(other, in: text))
  }

  @Test func readsNoDateInTheNumberOfAnInvoice() throws {
    #expect(try !isShown("2031-03-04", in: "Invoice RE-20310304/17"))
    #expect(try isShown("2031-03-04", in: "this 4th day of March, 2031"))
  }

  @Test func refusesADateByFormatOrByLook() throws {
    for schema in [["type": "string", "format": "date"], ["type": "string"]] as [JSONValue] {
      let record = try findings("2031-03-04", in: "05.03.2031", schema)
      #expect(record.findings.map(\.severity) == [.error])
    }
  }

  @Test func quotesTheDocumentsOwnWords() throws {
    let record = try findings("2031-03-04", in: "Datum: 4. März 2031", ["type": "string"])
    let evidence = try #require(record.evidence[pointer("/d")])
    #expect(evidence.quote == "4. März 2031")
    #expect(evidence.kind == .normalised)
  }

  private func findings(_ day: String, in text: String, _ schema: JSONValue) throws -> Record {
    let schema: JSONValue = ["properties": ["d": schema]]
    let validator = try ReplyValidator(schema: Schema(schema), settings: ValidationSettings())
    return validator.findings(for: ["d": .string(day)], in: plainDocument(text))
  }

  private func isShown(_ day: String, in text: String) throws -> Bool {
    try findings(day, in: text, ["type": "string"]).evidence[pointer("/d")] != nil
  }
}
