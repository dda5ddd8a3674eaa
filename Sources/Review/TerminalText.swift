/// Text of documents and models, made safe for a terminal and cut to a width.
package enum TerminalText {
  /// Replaces what a terminal would obey, or not show: controls, and marks of direction.
  ///
  /// They stand as `\u{1b}`, line breaks and tabs as `\n`, `\r` and `\t`.
  package static func safe(_ text: String) -> String {
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
        .surrogate:
        safe.append(contentsOf: escape(scalar).unicodeScalars)
      default: safe.append(scalar)
      }
    }
    return String(safe)
  }

  /// Safe, and no wider than so many columns: what is cut off the end stands as `…`.
  static func cut(_ text: String, to width: Int) -> String {
    let text = safe(text)
    guard columns(text) > width else { return text }
    return fitting(text, width - 1) + "…"
  }

  /// Safe, and no wider than so many columns: the end stays, because a path's end says most.
  static func cutPath(_ text: String, to width: Int) -> String {
    let text = safe(text)
    guard columns(text) > width else { return text }
    return "…" + String(fitting(String(text.reversed()), width - 1).reversed())
  }

  /// Safe, and broken between words into lines no wider than so many columns; 400 columns at most.
  static func wrapped(_ text: String, to width: Int = 92) -> [String] {
    var lines: [String] = []
    for word in cut(text, to: 400).split(separator: " ") {
      if let line = lines.last, columns(line) + 1 + columns(String(word)) <= width {
        lines[lines.count - 1] = line + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// Filled with spaces up to so many columns.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columns(text)))
  }

  /// How many columns a text takes; letters of East Asian scripts and emoji take two.
  static func columns(_ text: String) -> Int {
    text.reduce(0) { $0 + columns($1) }
  }

  private static func fitting(_ text: String, _ width: Int) -> String {
    var used = 0
    return String(
      text.prefix { character in
        used += columns(character)
        return used <= width
      })
  }

  /// A pile of combining marks counts as what it is, so that cutting ends it.
  private static func columns(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    let first = scalars.first?.value ?? 0
    let isWide = wide.contains { $0.contains(first) }
    return (isWide ? 2 : 1) + max(0, scalars.count - 3)
  }

  /// The ranges of Unicode's EastAsianWidth.txt that are wide, roughly.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1_F300...0x1_FAFF, 0x2_0000...0x3_FFFD,
  ]

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }
}
