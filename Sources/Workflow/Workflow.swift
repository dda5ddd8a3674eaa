package import Extraction

/// From a pipeline file to records: the one place that calls the stages, in order.
///
/// A ``PipelineFile`` is what the user wrote, a ``Pipeline`` what it means. ``ExtractionLoop`` is
/// the one loop parse → prompt → request → validate → (ask again), with all its bounds and the
/// choice of rung. Everything a person can start is an entry into that loop: ``Run`` feeds it from a
/// folder and keeps what comes out, ``Filter`` feeds it lines and writes lines. The module knows
/// seams, never an adapter, so what holds for a folder at night holds inside a distributed engine.
///
/// Parallel work is Dispatch: parsing blocks a few threads, requests are callbacks, and a ``Gate``
/// keeps what is between them bounded by count and by bytes.
package struct Stages: Sendable {
  package var parser: any DocumentParser
  package var renderer: any PageRenderer
  package var promptBuilder: any PromptBuilder
  /// The models in the order in which they are asked.
  package var route: [any ModelClient]
  package var validator: any RecordValidator

  package init(
    parser: any DocumentParser, renderer: any PageRenderer, promptBuilder: any PromptBuilder,
    route: [any ModelClient], validator: any RecordValidator
  ) {
    self.parser = parser
    self.renderer = renderer
    self.promptBuilder = promptBuilder
    self.route = route
    self.validator = validator
  }
}
