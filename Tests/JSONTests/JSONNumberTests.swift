import JSON
import Testing

struct JSONNumberTests {
  private func number(_ literal: String) throws -> JSONNumber {
    try #require(JSONNumber(literal: literal), "\(literal)")
  }

  @Test(arguments: ["0.1", "1e400", "12345678901234567890.00", "-0", "1E+2", "-1.5e-7", "007e"])
  func keepsTheLiteral(_ literal: String) throws {
    guard literal != "007e" else {
      #expect(JSONNumber(literal: literal) == nil)
      return
    }
    #expect(try number(literal).literal == literal)
    #expect(try JSONValue(parsing: "[\(literal)]").text() == "[\(literal)]")
  }

  @Test(arguments: [
    "", "-", "01", "+1", ".5", "1.", "1e", "1e+", "0x10", "1 ", "NaN", "--1", "1.e1",
  ])
  func refusesOtherForms(_ literal: String) {
    #expect(JSONNumber(literal: literal) == nil)
  }

  @Test(arguments: [
    ["1", "1.0", "10e-1", "0.1e1", "1e0", "1.000"], ["100", "1e2", "1E+2", "0.001e5"],
    ["0", "-0", "0.0", "0e999999999", "-0.00e-5"], ["1e400", "10e399", "0.1e401"],
    ["-9223372036854775808", "-9223372036854775808.0", "-9223372036854775.808e3"],
    ["1e999999999", "10e999999998"],
  ])
  func equalByMathematicalValue(_ literals: [String]) throws {
    let numbers = try literals.map(number)
    #expect(Set(numbers).count == 1)
    #expect(Set(numbers.map(\.canonicalLiteral)).count == 1)
    for left in numbers { for right in numbers { #expect(left == right && !(left < right)) } }
  }

  @Test(arguments: [
    "1000001e400000000000000000", "0.001e100000000000000002", "-1e-99999999999999999999999999",
    "12345e-100000000000000003", "1e100000000000000000",
  ])
  func farthestExponentsHaveACanonicalFormThatReadsBackEqual(_ literal: String) throws {
    let number = try number(literal)
    let again = try self.number(number.canonicalLiteral)
    #expect(again == number && again.hashValue == number.hashValue)
    #expect(again.canonicalLiteral == number.canonicalLiteral)
  }

  @Test func ordersByMathematicalValue() throws {
    let ordered = [
      "-1e999999999", "-1e400", "-10.5", "-10", "-0.1", "-1e-400", "0", "1e-400", "0.1",
      "0.10000000000000000001", "0.5", "9007199254740992", "9007199254740993",
      "9223372036854775807", "9223372036854775808", "1e400", "1.1e400", "1e999999999",
    ]
    let numbers = try ordered.map(number)
    for (left, right) in zip(numbers, numbers.dropFirst()) {
      #expect(left < right && left != right && !(right < left))
    }
  }

  @Test func readsExactIntegersOnly() throws {
    #expect(try number("1e2").intValue == 100)
    #expect(try number("-1.0").intValue == -1)
    #expect(try number("1.5").intValue == nil)
    #expect(try number("9223372036854775807.0").intValue == .max)
    #expect(try number("-9223372036854775808.0").intValue == .min)
    #expect(try number("9223372036854775808").intValue == nil)
    #expect(try number("1e999999999").intValue == nil)
    #expect(try number("1e999999999").isInteger)
    #expect(try !number("1e-999999999").isInteger)
  }

  @Test(arguments: [
    ("1e2", "100"), ("1e20", "100000000000000000000"), ("1e21", "1e+21"), ("0.000001", "0.000001"),
    ("0.0000001", "1e-7"), ("-1.50", "-1.5"), ("1234.5e1", "12345"), ("-0", "0"),
    ("12345678901234567890.00", "12345678901234567890"), ("1.25e30", "1.25e+30"),
    ("0.125", "0.125"),
  ])
  func hasOneCanonicalLiteral(_ literal: String, _ canonical: String) throws {
    #expect(try number(literal).canonicalLiteral == canonical)
  }

  @Test func dividesExactly() throws {
    #expect(try number("0.0075").isMultiple(of: number("0.0001")))
    #expect(try !number("0.00751").isMultiple(of: number("0.0001")))
    #expect(try number("4.5").isMultiple(of: number("1.5")))
    #expect(try !number("35").isMultiple(of: number("1.5")))
    #expect(try !number("1e308").isMultiple(of: number("0.123456789")))
    #expect(try number("1e999999999").isMultiple(of: number("2.5")))
    #expect(try !number("1e999999999").isMultiple(of: number("3")))
    #expect(try number("12345678901234567890123").isMultiple(of: number("12345678901234567890123")))
    #expect(try number("37037036703703703670369").isMultiple(of: number("12345678901234567890123")))
    #expect(
      try !number("37037036703703703670368").isMultiple(of: number("12345678901234567890123")))
    #expect(try number("0").isMultiple(of: number("7")))
    #expect(try !number("7").isMultiple(of: number("0")))
  }

  @Test func writesTheShortestDoubles() {
    #expect(JSONNumber(1.0)?.literal == "1")
    #expect(JSONNumber(0.1)?.literal == "0.1")
    #expect(JSONNumber(-0.0)?.literal == "-0")
    #expect(JSONNumber(.leastNonzeroMagnitude)?.literal == "5e-324")
    #expect(JSONNumber(.infinity) == nil)
    #expect(JSONValue(Double.nan) == .null)
  }
}
