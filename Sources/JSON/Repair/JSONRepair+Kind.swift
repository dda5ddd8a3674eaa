extension JSONRepair {
  /// What can be mended; the raw values are what reports show.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A byte order mark stood before the text.
    case byteOrderMark = "byte order mark"
    /// The value stood in a Markdown code fence.
    case codeFence = "code fence"
    /// Other text stood before or after the value.
    case surroundingText = "surrounding text"
    /// The whole text was escaped, as if it were the inside of a string.
    case escapedText = "escaped text"
    /// A comma stood where no value follows or none comes before.
    case extraComma = "extra comma"
    /// No comma stood between two members or elements.
    case missingComma = "missing comma"
    /// No colon stood between a name and its value.
    case missingColon = "missing colon"
    /// White space that is none in JSON: no-break and typographic spaces, control characters.
    case whiteSpace = "white space"
    /// A comment, as in JavaScript or Python.
    case comment
    /// Three dots that stand for what was not written.
    case ellipsis
    /// A string in single, curly, doubled or other quotes.
    case quotes
    /// A string that lacked its opening or closing quote.
    case missingQuote = "missing quote"
    /// A quote inside a string that was not escaped.
    case innerQuote = "unescaped quote"
    /// A name without quotes.
    case unquotedKey = "unquoted key"
    /// A text without quotes.
    case unquotedValue = "unquoted value"
    /// A control character in a string, mostly a line break.
    case controlCharacter = "control character"
    /// A backslash that escapes nothing; kept as it stood, but for `\'` and `\_`.
    case invalidEscape = "invalid escape"
    /// An escape of half a surrogate pair; it became U+FFFD.
    case loneSurrogate = "lone surrogate"
    /// `True`, `None`, `undefined`, `NaN` and the like.
    case literal
    /// A number such as `+1`, `.5`, `1.`, `1_000` or `0xFF`.
    case number
    /// A value in the form of a call, such as `ObjectId("…")`.
    case call
    /// Strings joined by `+`.
    case concatenation
    /// A list in parentheses, as in Python.
    case parentheses
    /// A list in braces, as Python's sets.
    case braces = "list in braces"
    /// A second member of one name; the last stands.
    case duplicateKey = "duplicate key"
    /// A name without a value; it was left out.
    case missingValue = "missing value"
    /// A bracket was not closed or not opened, though the text went on.
    case missingBracket = "missing bracket"
    /// A closing bracket of the wrong kind.
    case wrongBracket = "wrong bracket"
    /// A bracket too many.
    case strayBracket = "stray bracket"
    /// Something inside that cannot be read without guessing; it was left out.
    case unreadable
    /// The text ended inside the value.
    case truncated
  }
}
