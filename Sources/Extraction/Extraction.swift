/// The vocabulary of sluice: the values that travel between the stages, the settings that shape
/// them, the seams behind which the stages stand, and the classes in which things go wrong.
///
///     Document → ParsedDocument → Chunk → Prompt → Reply → Record (+ Evidence, Findings) → Outcome
///
/// No stage knows another: Parsing, Prompting, Requesting and Validating each import this module
/// and nothing of each other, so a stage can be run alone, as a filter or inside another engine,
/// and be replaced without a word to its neighbours. The module is pure: it opens no file, starts
/// no process and reads no clock. Its main type is ``DocumentLine``, one document on its way.
package enum Stage: String, Sendable, CaseIterable {
  /// Finding documents and reading their bytes.
  case source
  /// Document → ParsedDocument.
  case parse
  /// ParsedDocument → Prompts.
  case prompt
  /// Prompt → Reply.
  case request
  /// Replies → Verdict.
  case validate
}
