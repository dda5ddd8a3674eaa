import Extraction
import JSON
import JSONSchema
import Testing

@testable import Validating

/// Words that a person points at, read as the schema has it.
@Suite struct WordReadingTests {
  private func value(_ words: String, as schema: String) throws -> JSONValue? {
    let schema = try Schema(JSONValue(parsing: schema))
    return WordReading(words, as: schema.expectation(at: .root)).value
  }

  @Test(arguments: [
    ("1.234,50 €", "1234.5"), ("RM 60.30", "60.3"), ("(12.00)", "-12"), ("19 %", "19"),
    ("Total 12.50", "12.5"), ("1 234,50", "1234.5"),
  ])
  func aNumberIsReadInAnyUsualWriting(_ words: String, _ number: String) throws {
    let expected = try JSONValue(parsing: number)
    #expect(try value(words, as: #"{"type":["number","null"]}"#) == expected)
  }

  @Test(arguments: ["14 March 2031", "14.03.2031", "14/3/31", "2031-03-14", "le 14 mars 2031"])
  func aDateIsReadInAnyUsualWriting(_ words: String) throws {
    #expect(try value(words, as: #"{"type":"string","format":"date"}"#) == "2031-03-14")
  }

  @Test func aDateThatCanBeReadTwoWaysIsReadDayFirst() throws {
    #expect(try value("03/04/2031", as: #"{"type":"string","format":"date"}"#) == "2031-04-03")
  }

  @Test func aTextIsTheWordsWithSingleSpaces() throws {
    #expect(try value(" Harrow \n &  Pike", as: #"{"type":"string"}"#) == "Harrow & Pike")
  }

  @Test func aListedValueIsFoundWhateverItsCase() throws {
    #expect(try value("EUR", as: #"{"enum":["eur","usd"]}"#) == "eur")
    #expect(try value("francs", as: #"{"enum":["eur","usd"]}"#) == nil)
  }

  @Test func wordsWithoutSuchAValueGiveNone() throws {
    #expect(try value("nothing", as: #"{"type":"number"}"#) == nil)
    #expect(try value("soon", as: #"{"type":"string","format":"date"}"#) == nil)
    #expect(try value("  ", as: #"{"type":"string"}"#) == nil)
  }
}
