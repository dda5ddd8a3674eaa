import Testing

@testable import Parsing

@Suite struct GlobTests {
  @Test(arguments: [
    ("**/*.pdf", "a.pdf", true), ("**/*.pdf", "x/y/a.pdf", true), ("**/*.pdf", "a.PDF", false),
    ("*.pdf", "x/a.pdf", true), ("x/*.pdf", "x/a.pdf", true), ("x/*.pdf", "x/y/a.pdf", false),
    ("x/**", "x/y/a.pdf", true), ("x/**/a.pdf", "x/a.pdf", true), ("/x/*", "x/a", true),
    ("?.txt", "ö.txt", true), ("?.txt", "oe.txt", false), ("[a-c]?", "b1", true),
    ("[!a-c]?", "b1", false), ("a[", "a[", true), ("*a*b*", "xxaxxbxx", true),
    ("*a*b*", "xxbxxaxx", false), ("[]]", "]", true),
  ])
  func matches(pattern: String, path: String, expected: Bool) {
    #expect(Glob(pattern).matches(Array(path.utf8)) == expected, "\(pattern) on \(path)")
  }

  @Test func isNotSlowOnPatternsMadeToBe() {
    let pattern = String(repeating: "*a", count: 50) + "b"
    #expect(!Glob(pattern).matches(Array(String(repeating: "a", count: 5000).utf8)))
  }
}
