import Testing

@testable import Review

@Suite struct TerminalTextTests {
  @Test func escapesWhatATerminalWouldObey() {
    #expect(
      TerminalText.safe("a\u{1B}[2Jb\r\n\tc\u{9B}\u{7F}") == "a\\u{1b}[2Jb\\r\\n\\tc\\u{9b}\\u{7f}")
    #expect(TerminalText.safe("\u{202E}abc\u{2066}\u{FEFF}") == "\\u{202e}abc\\u{2066}\\u{feff}")
    #expect(TerminalText.safe("Zürich 株式会社 €") == "Zürich 株式会社 €")
  }

  @Test func cutsAtTheEndAndPathsAtTheBeginning() {
    #expect(TerminalText.cut("abcdef", to: 6) == "abcdef")
    #expect(TerminalText.cut("abcdefg", to: 6) == "abcde…")
    #expect(TerminalText.cutPath("folder/file.pdf", to: 9) == "…file.pdf")
    #expect(TerminalText.cut("株式会社", to: 6) == "株式…")
  }

  @Test func aPileOfMarksIsCutToo() {
    let pile = "e" + String(repeating: "\u{301}", count: 500)
    #expect(TerminalText.cut(pile, to: 20).unicodeScalars.count < 30)
  }
}
