// Review: the dead-letter queue for people.
//
// `DeadLetterQueue` is one pipeline's queue as the shell shows it: a table, one letter in full, or
// JSON lines for programs. What is in the queue and what becomes of it is the ledger's matter; this
// module finds the words.
//
// The decision behind it: every text is made by a pure function of the letters, so that golden
// files hold it, and every word that comes from a document passes `TerminalText`, because a
// document may hold escape sequences, and a reviewer's terminal obeys them.

import Extraction
import JSON
package import Ledger

/// The dead letters of one pipeline, as a shell shows them.
package struct DeadLetterQueue: Sendable {
  private let ledger: PipelineLedger
  private let pipeline: String
  private let width: Int

  /// - Parameters:
  ///   - pipeline: how the user names the pipeline on the command line, for the commands shown.
  ///   - width: columns that a line of the table may take.
  package init(_ ledger: PipelineLedger, pipeline: String, width: Int = 100) {
    self.ledger = ledger
    self.pipeline = pipeline
    self.width = width
  }

  /// The queue as a table, with a closing newline.
  ///
  /// - Throws: `LedgerError`.
  package func list() throws -> String {
    DeadLetterTable(letters: try ledger.deadLetters(), pipeline: pipeline, width: width).text
  }

  /// The queue as JSON lines, each as in `dead-letters.jsonl`; what is held back of an accepted
  /// record is `held` in `missing`.
  ///
  /// - Throws: `LedgerError`.
  package func listJSON() throws -> String {
    try ledger.deadLetters().map { $0.json.text() + "\n" }.joined()
  }

  /// The ids of all letters, in order of path.
  ///
  /// - Throws: `LedgerError`.
  package func ids() throws -> [String] {
    try ledger.deadLetters().map(\.document.hex)
  }

  /// One letter in full, with a closing newline.
  ///
  /// - Parameter id: the first digits of the document's hash, 4 at least.
  /// - Throws: `DeadLetterLookupError` where the id names no single letter; `LedgerError`.
  package func show(_ id: String) throws -> String {
    DeadLetterSheet(letter: try ledger.deadLetter(matching: id), pipeline: pipeline).text
  }

  /// One letter as a JSON line.
  ///
  /// - Throws: `DeadLetterLookupError` where the id names no single letter; `LedgerError`.
  package func showJSON(_ id: String) throws -> String {
    try ledger.deadLetter(matching: id).json.text() + "\n"
  }
}
