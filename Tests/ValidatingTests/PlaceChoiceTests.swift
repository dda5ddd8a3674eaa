import Extraction
import JSON
import JSONSchema
import Testing
import Validating

@Suite struct PlaceChoiceTests {
  @Test func dividesTheScoreByTheNumberOfPlaces() throws {
    let evidence = try #require(try check(["n": 7], in: "7 a 7 b 7").evidence[pointer("/n")])
    #expect(evidence.score == 0.167)
    #expect(evidence.range == 0..<1)
    #expect(evidence.rivals.map(\.range) == [4..<5, 8..<9])
    #expect(evidence.rivals.allSatisfy { $0.rivals.isEmpty })
  }

  @Test func keepsEightRivals() throws {
    let text = Array(repeating: "7", count: 30).joined(separator: " a ")
    let evidence = try #require(try check(["n": 7], in: text).evidence[pointer("/n")])
    #expect(evidence.rivals.count == 8)
    #expect(evidence.score == 0.017)
  }

  @Test func takesThePlaceInItsOwnRow() throws {
    let record = try check(
      ["rows": [["name": "Apple", "n": 2], ["name": "Pear", "n": 2]]],
      in: "Page 2\nApple 2 pieces\nPear 2 pieces\n2")
    #expect(record.evidence[pointer("/rows/0/n")]?.range == 13..<14)
    #expect(record.evidence[pointer("/rows/1/n")]?.range == 27..<28)
  }

  @Test func givesEachValueAPlaceOfItsOwn() throws {
    let record = try check(
      ["name": "Apple", "price": 10, "amount": 10], in: "Apple 10 10 Pear 10")
    let places = ["/price", "/amount"].map { record.evidence[pointer($0)]?.range }
    #expect(places == [6..<8, 9..<11])
  }

  @Test func goesDownTheRowsWhereNothingElseTells() throws {
    let record = try check(["rows": [["n": 5], ["n": 5], ["n": 5]]], in: "5\n5\n5\n")
    let places = (0..<3).map { record.evidence[pointer("/rows/\($0)/n")]?.range }
    #expect(places == [0..<1, 2..<3, 4..<5])
  }

  @Test func letsTwoValuesShareTheOnlyPlace() throws {
    let record = try check(["total": 10, "due": 10], in: "Total due 10")
    #expect(record.findings.isEmpty)
    #expect(record.evidence[pointer("/due")]?.range == 10..<12)
  }

  @Test func isTheSameEachTime() throws {
    let record: JSONValue = ["a": 1, "b": 1, "c": [["d": 1], ["d": 2]]]
    let text = "1 2 1 1 2 2 1"
    #expect(try check(record, in: text) == check(record, in: text))
  }

  private func check(_ record: JSONValue, in text: String) throws -> Record {
    try ReplyValidator(schema: Schema(true), settings: ValidationSettings())
      .findings(for: record, in: plainDocument(text))
  }
}
