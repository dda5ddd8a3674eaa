import JSON
import JSONSchema

/// The form of a date that a schema asks for in words, such as `Return in YYYY-MM-DD format`.
///
/// `format: date` says it better, but who also takes `2024-05` for an answer cannot say that.
struct DateFormat {
  /// The forms that may be; none where no date is asked for.
  let forms: [String]
  /// What stands where there is nothing to say.
  private let absent: JSONValue?

  private static let known = ["YYYY-MM-DD", "YYYY-MM", "YYYY"]

  /// What the description of a place asks for.
  init(at path: JSONPointer, in schema: Schema) {
    let description = schema.annotation("description", at: path)?.stringValue ?? ""
    let words = description.split { !$0.isLetter && !$0.isNumber && $0 != "-" }
    forms = Self.known.filter { words.contains($0[...]) }
    absent = schema.annotation("default", at: path)
  }

  /// Whether a text has one of the forms, if any is asked for.
  func allows(_ text: String) -> Bool {
    forms.isEmpty || absent == .string(text) || forms.contains { Self.fits(text, $0) }
  }

  /// Whether a text speaks of a date in some form: it names a month, or a year.
  static func isDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let tokens = TokenColumns(bytes)
    return (0..<tokens.count).contains { index in
      let word = tokens.folded(index, bytes)
      return MonthNames.all[word] != nil || tokens.length(index) == 4 && years.contains(word)
    }
  }

  private static let years = "1900"..."2099"

  /// Digits where a form has letters, and its signs where these are.
  private static func fits(_ text: String, _ form: String) -> Bool {
    text.count == form.count
      && zip(text, form).allSatisfy { $1.isLetter ? $0.isASCII && $0.isNumber : $0 == $1 }
  }
}
