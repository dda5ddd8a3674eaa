import JSON
import JSONSchema
import Review

/// Repairs one text and tells a person what was mended.
struct RepairReport {
  let schema: Schema?
  let kinds: Set<Mend.Kind>
  let style: JSONWriter.Style

  /// Writes the value to standard output and what was mended to standard error.
  ///
  /// - Parameter file: where the text is from; `-` is standard input.
  func repair(_ text: String, from file: String) throws -> ExitCode {
    let name = file == "-" ? "standard input" : TerminalText.safe(file)
    guard let reading = reading(of: text) else {
      StandardError.write("sluice: \(name) \(Self.absence(in: text))")
      return .inputData
    }
    try StandardOutput.write(reading.value.text(style) + "\n")
    let place = Place(of: text)
    for repair in reading.candidate.repairs where repair.kind != .truncated {
      StandardError.write("\(place.words(repair.offset)): \(repair.kind.words)")
    }
    for mend in reading.mends {
      StandardError.write("\(TerminalText.safe("\(mend.path)")): \(mend.kind.rawValue)")
    }
    var code = ExitCode.done
    if let cut = reading.candidate.truncatedAt {
      let inside = cut.isRoot ? "the value" : TerminalText.safe(cut.description)
      StandardError.write(
        """
        sluice: \(name) ends inside \(inside); what there is of it was written
          If a model wrote it, ask again and give it room for a longer reply.
        """)
      code = .inputData
    }
    for error in reading.errors {
      StandardError.write("sluice: \(name): \(TerminalText.safe(error.description))")
      code = .inputData
    }
    return code
  }

  /// Why there is no JSON in a text, and what to do.
  private static func absence(in text: String) -> String {
    guard text.contains(where: { !$0.isWhitespace }) else {
      return "is empty\n  Name the file that holds the JSON, such as a model's reply."
    }
    let reason =
      text.contains { "{[".contains($0) }
      ? "what stands in its brackets is prose" : "no object or array begins in it"
    return "holds no JSON: \(reason)\n  No repair can help. If it is the right file, "
      + "whoever wrote it gave no answer in JSON: ask again."
  }

  private func reading(of text: String) -> GuidedRepair.Reading? {
    if let schema { return GuidedRepair(schema, mending: kinds).read(text) }
    return JSONRepair.best(of: JSONRepair.candidates(in: text)).map(GuidedRepair.Reading.init)
  }
}

/// Lines and columns of a text's bytes, asked for in ascending order.
private final class Place {
  private let bytes: [UInt8]
  private var (offset, line, column) = (0, 1, 1)

  init(of text: String) {
    bytes = Array(text.utf8)
  }

  /// `line 3, column 7`, counted in characters from 1.
  func words(_ target: Int) -> String {
    if target < offset { (offset, line, column) = (0, 1, 1) }
    while offset < min(target, bytes.count) {
      if bytes[offset] == 0x0A {
        (line, column) = (line + 1, 1)
      } else if bytes[offset] & 0xC0 != 0x80 {
        column += 1
      }
      offset += 1
    }
    return "line \(line), column \(column)"
  }
}

extension JSONRepair.Kind {
  /// What was done, for a person.
  fileprivate var words: String {
    switch self {
    case .byteOrderMark: "passed over a byte order mark"
    case .codeFence: "took the value out of a code fence"
    case .surroundingText: "passed over text that is no part of the value"
    case .escapedText: "took off one level of escapes"
    case .extraComma: "took out a comma too many"
    case .missingComma: "put in a comma"
    case .missingColon: "put in a colon"
    case .whiteSpace: "changed white space to that of JSON"
    case .comment: "took out a comment"
    case .ellipsis: "took out dots that stand for more"
    case .quotes: "changed the quotes to those of JSON"
    case .missingQuote: "put in a quote"
    case .innerQuote: "escaped a quote inside a text"
    case .unquotedKey: "put a name in quotes"
    case .unquotedValue: "put a text in quotes"
    case .controlCharacter: "escaped a line break or control character"
    case .invalidEscape: "mended an escape"
    case .loneSurrogate: "replaced half a surrogate pair by U+FFFD"
    case .literal: "changed a literal of another language"
    case .number: "wrote a number in JSON's form"
    case .call: "took a value out of a call"
    case .concatenation: "joined two strings"
    case .parentheses: "changed parentheses to brackets"
    case .braces: "changed braces around a list to brackets"
    case .duplicateKey: "found a name twice; the last value stands"
    case .missingValue: "left out a name without a value"
    case .missingBracket: "put in a bracket"
    case .wrongBracket: "changed a bracket to the one that fits"
    case .strayBracket: "took out a bracket too many"
    case .unreadable: "left out what cannot be read without guessing"
    case .truncated: "closed what was cut off"
    }
  }
}
