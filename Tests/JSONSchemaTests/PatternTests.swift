import JSON
import JSONSchema
import Testing

struct PatternTests {
  private func isMatch(_ pattern: String, _ text: String) throws -> Bool {
    try Schema(["pattern": .string(pattern)]).isValid(.string(text))
  }

  /// What the automaton decides, ICU must decide alike: a look-ahead that is always true hands the
  /// same pattern to ICU.
  @Test(arguments: [
    "^a$", "a|b", "^(ab|a)(c|bcd)(d*)$", "^[a-c]{2,3}$", "^[^a-c]+$", "\\d{2}-\\d", "^\\w+\\s\\S$",
    "^.$", "^(a|b)*?c?$", "^$", "a*", "^(?:a{0}b)+$", "^\\u{1F600}?é$", "^[\\s\\S]$", "[^]", "[]",
    "^a{2,}$", "(^a|b$)", "^(a|ab)(c|bcd)?$", "x{3}", "\\x41\\u0042",
    "^[\\w.-]+@[\\w-]+\\.\\w{2,}$",
    "^\\cJ$", "$", "^", "a$|^b", "^(a?){3}a{3}$", "[--/]", "[a\\-z]", "^[\\D]$", "\\/", "^-?\\d+$",
  ])
  func automatonAndICUAgree(pattern: String) throws {
    let texts = [
      "", "a", "b", "c", "ab", "abcd", "abc", "aa", "aaa", "aaaa", "12-3", "a b", "d", "\n", "\r",
      "😀", "é", "😀é", "AB", "x.y@z-1.de", "-", "-12", "/", ".", "٣", "\u{2028}", "xxx", "abbcd",
    ]
    for text in texts {
      #expect(
        try isMatch(pattern, text) == isMatch("(?=)(?:\(pattern))", text), "\(pattern) on \(text)")
    }
  }

  @Test func readsWhatOnlyICUMatches() throws {
    #expect(try isMatch("^(a+)b\\1$", "aabaa") && !isMatch("^(a+)b\\1$", "aaba"))
    #expect(try isMatch("^(?<x>a|b)\\k<x>$", "bb") && !isMatch("^(?<x>a|b)\\k<x>$", "ab"))
    #expect(try isMatch("(?<=€)\\d", "€5") && !isMatch("(?<!€)\\d", "€5"))
    #expect(try isMatch("\\bword\\b", "a word.") && !isMatch("\\bword\\b", "swords"))
    // A word boundary is one of ASCII.
    #expect(try isMatch("\\bcole", "école"))
    #expect(try isMatch("^\\p{Script=Greek}+$", "αβγ") && !isMatch("^\\P{Lu}$", "É"))
    #expect(try isMatch("^(?i:ab)c$", "ABc") && !isMatch("^(?i:ab)c$", "ABC"))
  }

  @Test(arguments: [
    "(", ")", "[a", "a**", "*a", "{2}", "a{2,1}",
    "(?P<n>a)", "(?i)a", "\\a", "\\1", "\\k<n>",
    "[z-a]",
    "\\u{110000}", "(?<n>a", "\\c1", "\\x4", "(?#a)", "\\",
  ])
  func refusesWhatECMAScriptRefuses(pattern: String) {
    let error = #expect(throws: SchemaError.self) { try Schema(["pattern": .string(pattern)]) }
    #expect(error?.reason == .invalidPattern(pattern))
  }

  /// Making an automaton must not take long where it would be large.
  @Test(arguments: [
    "(a|b)*a(a|b){30}", ".{1,1900}x", "((a{1,40}){1,40}){1,40}", "^(a?){500}a{500}$",
    "[a-z]{200}[0-9]{200}|[a-z0-9]{300}", "a{1000000}", "(x{50}){50}{50}",
  ])
  func largePatternsAreLeftToICU(pattern: String) throws {
    guard let schema = try? Schema(["pattern": .string(pattern)]) else { return }
    #expect(!schema.isValid("never"))
  }

  @Test func whatNoEngineMatchesIsUndecided() throws {
    let schema = try Schema(["pattern": "(?<=a+)b"])
    #expect(schema.validate("aab").map(\.isUndecided) == [true])
    #expect(throws: SchemaError.self) { try Schema(["pattern": "\\p{NoSuchThing}"]) }
  }
}
