package import Extraction

/// Tells people what a run is doing.
///
/// Called on any queue.
package protocol RunReporter: Sendable {
  /// The source has listed so many documents.
  func began(listed: Int)

  /// A document has come to a stage: `parse`, or `request` with all that follows.
  func entered(_ stage: Stage, _ entry: Listing.Entry)

  /// A document has its disposition; the summary counts it.
  func concluded(_ conclusion: Conclusion, _ summary: RunSummary)

  /// Something worth a line.
  func note(_ message: String)
}
