package import JSON

/// Why no validator can be made of a pipeline's settings.
///
/// Each is the user's to mend.
package enum ValidatorError: Error, Hashable, Sendable {
  /// A rule that SQLite does not take; with SQLite's words.
  case rule(name: String, message: String, columns: [String])
  /// A rule that is more than one expression, or would change something.
  case notAnExpression(rule: String)
  /// Two rules of one name: their findings could not be told apart.
  case duplicateRule(name: String)
  /// A word that `x-evidence` does not know, with its place in the schema.
  case evidence(word: String, at: JSONPointer)
  /// The schema cannot be asked with members for quotes.
  case quotes(message: String)
  /// SQLite could not be started.
  case unavailable(message: String)
}

extension ValidatorError: CustomStringConvertible {
  /// What is wrong.
  package var description: String {
    switch self {
    case .rule(let name, let message, _): "the rule “\(name)” is no SQL: \(message)"
    case .notAnExpression(let rule): "the rule “\(rule)” is not one SQL expression"
    case .duplicateRule(let name): "two rules are called “\(name)”"
    case .evidence(let word, let place): "\(place) in the schema is \(word)"
    case .quotes(let message): "the schema cannot be asked with quotes: \(message)"
    case .unavailable(let message): "SQLite could not be started: \(message)"
    }
  }

  /// The name of the rule that it is about.
  package var rule: String? {
    switch self {
    case .rule(let name, _, _), .notAnExpression(let name), .duplicateRule(let name): name
    case .evidence, .quotes, .unavailable: nil
    }
  }

  /// What to do about it.
  package var advice: String {
    switch self {
    case .rule(_, _, let columns):
      "Write one SQL expression over the schema's top-level properties: "
        + columns.joined(separator: ", ") + "."
    case .notAnExpression: "Write one expression, as in a CHECK, without a semicolon."
    case .duplicateRule: "Give each rule its own name."
    case .evidence: "Write one of required, preferred, quote, off."
    case .quotes: "Write `x-evidence` at properties whose schema is an object."
    case .unavailable: "Check that libsqlite3 is installed and memory is free."
    }
  }
}
