package import Extraction
import Foundation
import GRDB

extension PipelineLedger {
  /// What a person has to decide, in order of path: what `dead-letters.jsonl` has, and accepted
  /// records of which fields are held back.
  package func deadLetters() throws(LedgerError) -> [DeadLetter] {
    try ledger.read { db in
      var letters: [DeadLetter] = []
      try eachStanding(nil, in: db, where: Self.undecided) { letters.append(try DeadLetter($0)) }
      return letters
    }
  }

  /// The dead letter whose id begins so.
  ///
  /// - Parameter prefix: at least 4 hexadecimal digits, of either case.
  /// - Throws: ``DeadLetterLookupError``, or ``LedgerError`` where the ledger cannot be read.
  package func deadLetter(matching prefix: String) throws -> DeadLetter {
    try single(matching: prefix, Self.undecided, DeadLetter.init) { ($0.document, $0.path) }
  }

  /// What stands for the document whose id begins so: a dead letter or anything else.
  ///
  /// - Parameter prefix: at least 4 hexadecimal digits, of either case.
  /// - Throws: ``DeadLetterLookupError``, or ``LedgerError`` where the ledger cannot be read.
  package func standing(matching prefix: String) throws -> StandingOutcome {
    try single(matching: prefix, "TRUE", StandingOutcome.init) { ($0.document, $0.path) }
  }

  /// Of a row `o` of `outcome`: whether a person has to decide about it.
  private static let undecided = """
    o.kind = 'dead_lettered' OR o.kind = 'accepted' AND o.reviewer IS NULL AND o.review = 1
    """

  /// The one row that a prefix of an id means.
  private func single<Value>(
    matching prefix: String, _ condition: String, _ read: (Row) throws -> Value,
    _ name: (Value) -> (Digest, DocumentPath)
  ) throws -> Value {
    let digits = prefix.lowercased()
    guard digits.utf8.count >= 4,
      let first = Digest(hex: Self.filled(digits, with: "0")),
      let last = Digest(hex: Self.filled(digits, with: "f"))
    else { throw DeadLetterLookupError.notAPrefix(prefix) }
    let found = try ledger.read { db in
      var found: [Value] = []
      try eachStanding(
        nil, in: db, where: "o.document BETWEEN ? AND ? AND (\(condition))",
        [first.stored, last.stored]
      ) { found.append(try read($0)) }
      return found
    }
    guard let value = found.first else { throw DeadLetterLookupError.none(prefix) }
    guard found.count == 1 else {
      throw DeadLetterLookupError.several(
        prefix,
        found.map(name).map { DeadLetterLookupError.Candidate(document: $0.0, path: $0.1) })
    }
    return value
  }

  private static func filled(_ digits: String, with digit: Character) -> String {
    digits + String(repeating: digit, count: max(0, 64 - digits.utf8.count))
  }
}

/// Why an id names no single dead letter.
package enum DeadLetterLookupError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One of several that an id could mean.
  package struct Candidate: Sendable, Hashable {
    package let document: Digest
    package let path: DocumentPath

    package init(document: Digest, path: DocumentPath) {
      self.document = document
      self.path = path
    }
  }

  /// Fewer than 4 digits, more than 64, or other characters.
  case notAPrefix(String)
  /// No dead letter has such an id.
  case none(String)
  /// More than one has; which.
  case several(String, [Candidate])

  package var description: String {
    switch self {
    case .notAPrefix(let text):
      "\(text) is no id: give at least 4 of its hexadecimal digits"
    case .none(let prefix): "no dead letter has an id that begins with \(prefix)"
    case .several(let prefix, let candidates):
      "\(prefix) begins the ids of \(candidates.count) dead letters:"
        + candidates.map { "\n  \($0.document.hex)  \($0.path)" }.joined()
    }
  }
}
