import Testing

@testable import ReviewPage

@Suite struct RivalDigitsTests {
  @Test func aValueThatIsADigitHasThatDigitAndTheOthersHaveWhatIsLeft() {
    #expect(RivalDigits.of(["131.00", "12"]) == [1, 2])
    #expect(RivalDigits.of(["12", "1", "40", "3"]) == [2, 1, 4, 3])
    #expect(RivalDigits.of(["0", "5"]) == [1, 5])
    #expect(RivalDigits.of([]) == [])
  }
}
