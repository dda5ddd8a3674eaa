package import JSON

/// One document on its way through the filters: one JSON line, to which each stage adds its key.
///
///     {"id","path"} → + "document" → + "prompts" → + "replies"
///                   → {"id","path","outcome","record","evidence","findings","missing"?}
///
/// A failed item carries `"failure"` and passes every later stage unchanged. The formats are the
/// schemas in `schemas/stages/`.
package struct DocumentLine: Sendable {
  /// The caller's own; echoed.
  package var id: JSONValue
  package var path: DocumentPath
  package var document: ParsedDocument?
  package var prompts: [Prompt]?
  /// In order of prompts; each knows its prompt.
  package var replies: [Exchange]?
  package var outcome: Outcome?
  package var failure: Failure?

  package init(id: JSONValue, path: DocumentPath) {
    self.id = id
    self.path = path
  }
}
