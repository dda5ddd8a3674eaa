package import Extraction
import Foundation
package import JSON
import JSONSchema
import Ledger

/// Decisions as a shell takes them: by id, one line for each, published at the end.
package struct ShellDecisions: Sendable {
  /// What is said to the person.
  package struct Report: Sendable, Equatable {
    /// What was decided, one line each.
    package var lines: [String] = []
    /// What a person should know beside it.
    package var notes: [String] = []
    /// What was not decided, and why; empty where all went well.
    package var refusals: [String] = []

    /// Of a command that means no letter at all.
    package static let empty = Report(notes: ["no dead letter is like that"])
  }

  let decider: Decider
  private let isAgain: Bool

  /// - Parameter again: whether what is no dead letter any more is decided about too.
  package init(_ decider: Decider, again: Bool) {
    self.decider = decider
    isAgain = again
  }

  /// Lets records stand as they are.
  ///
  /// - Throws: `LedgerError`, after what was decided until then is published.
  package func accept(_ ids: [String], confirmed: Bool) throws -> Report {
    try decide(ids) {
      try decider.accept($0, confirmed: confirmed)
    } told: { decided in
      "accepted by \(reviewer)\(Self.doubts(decided)): \(standing(decided))"
    }
  }

  /// Lets records stand with some changes.
  ///
  /// - Throws: `LedgerError`, after what was decided until then is published.
  package func correct(
    _ ids: [String], _ edits: [RecordEdit], record: JSONValue?, confirmed: Bool
  ) throws -> Report {
    try decide(ids) {
      try decider.correct($0, edits, record: record, confirmed: confirmed)
    } told: { decided in
      let places = decided.edited.map { $0.isRoot ? "the record" : "\($0)" }
      let edited = TerminalText.cut(places.joined(separator: ", "), to: 60)
      return "corrected by \(reviewer) (\(edited))\(Self.doubts(decided)): \(standing(decided))"
    }
  }

  /// Takes documents out of both files.
  ///
  /// - Throws: `LedgerError`, after what was decided until then is published.
  package func discard(_ ids: [String], reason: String) throws -> Report {
    try decide(ids) {
      try decider.discard($0, reason: reason)
    } told: { decided in
      "discarded by \(reviewer): \(Self.path(decided.outcome)) is in neither file, and comes back "
        + "with new content or retry"
    }
  }

  /// Has the next run ask again.
  ///
  /// - Throws: `LedgerError`, after what was decided until then is published.
  package func retry(
    _ ids: [String], as settings: RetrySettings = RetrySettings()
  ) throws -> Report {
    try decide(ids, retrying: true) {
      try decider.retry($0, as: settings)
    } told: { decided in
      "marked for retry by \(reviewer): \(Self.path(decided.outcome)) stays "
        + "\(Self.words(decided.outcome.kind)) until the next run has asked again"
        + settings.words
    }
  }

  // MARK: - One after the other

  private func decide(
    _ ids: [String], retrying: Bool = false, _ decide: (StandingOutcome) throws -> Decided,
    told: (Decided) -> String
  ) throws -> Report {
    var report = Report()
    var failure: (any Error)?
    for id in ids where failure == nil {
      do {
        let shown = try decider.ledger.standing(matching: id)
        try requireLetter(shown, retrying: retrying)
        let decided = try decide(shown)
        report.lines.append("\(Self.id(shown.document)) \(told(decided))")
        if let note = decided.note {
          report.notes.append("\(Self.path(shown)): \(TerminalText.safe(note))")
        }
      } catch let error as LedgerError {
        failure = error
      } catch {
        report.refusals.append(refusal(error, id))
      }
    }
    if !report.lines.isEmpty { try decider.publish() }
    if let failure { throw failure }
    return report
  }

  /// Who gives an id has seen a dead letter: what is none any more was decided in between.
  ///
  /// A discarded one is brought back by a retry.
  private func requireLetter(_ shown: StandingOutcome, retrying: Bool) throws {
    if isAgain || shown.kind == .deadLettered || shown.secondLook == .held { return }
    if retrying, shown.kind == .discarded { return }
    throw DecisionConflict(
      document: shown.document, stands: shown,
      decision: try decider.ledger.decisions(of: shown.document).last)
  }

  // MARK: - Words

  private var reviewer: String { TerminalText.cut(decider.reviewer, to: 40) }

  private func standing(_ decided: Decided) -> String {
    let file = decider.ledger.resultsFolder + "/results.jsonl"
    let here = FileManager.default.currentDirectoryPath + "/"
    let shown = file.hasPrefix(here) ? String(file.dropFirst(here.count)) : file
    let supersedes = decided.outcome.supersedes.map { ", and supersedes \($0.hex.prefix(12))" }
    return "\(Self.path(decided.outcome)) is in \(shown)\(supersedes ?? "")"
  }

  private static func doubts(_ decided: Decided) -> String {
    let count = decided.outcome.record.findings.filter { $0.severity == .error }.count
    return count == 0 ? "" : " with \(count) confirmed \(count == 1 ? "finding" : "findings")"
  }

  private func refusal(_ error: any Error, _ id: String) -> String {
    let lines: [String] =
      switch error {
      case let refusal as DecisionRefusal: Self.lines(refusal)
      case let conflict as DecisionConflict: Self.lines(conflict)
      default: ["\(error)"]
      }
    let text = lines.map { $0.hasPrefix(" ") ? $0 : TerminalText.safe($0) }
    return "\(TerminalText.cut(id, to: 64)): " + text.joined(separator: "\n")
  }

  private static func lines(_ refusal: DecisionRefusal) -> [String] {
    switch refusal {
    case .noRecord:
      ["there is no record to accept", "  Make one with correct, or discard the document."]
    case .nothingToChange: ["there is nothing to change in the same way"]
    case .schema(let errors):
      ["the schema refuses the record; nothing was decided"]
        + errors.map { "  \(TerminalText.cut("\($0)", to: 200))" }
        + ["  Mend each of these places with correct, or loosen the schema."]
    case .unconfirmed(let checked):
      ["not decided: confirm what was found with --yes; it stays in the record's findings"]
        + checked.doubts.flatMap { FindingText.lines($0) }
        + (checked.note.map { ["  \(TerminalText.safe($0))"] } ?? [])
    }
  }

  private static func lines(_ conflict: DecisionConflict) -> [String] {
    let now = conflict.stands.map { "it is \(words($0.kind)) now" } ?? "it is gone"
    let by = conflict.decision.map { decision in
      ", after \(TerminalText.cut(decision.reviewer, to: 40)) decided to \(decision.kind.rawValue) "
        + "at \(time(decision.decidedAt))"
    }
    return [
      "this is not what was shown: \(now)\(by ?? ""); nothing was changed",
      conflict.stands.map { $0.kind == .deadLettered } ?? false
        ? "  Look at it again with show, then decide."
        : "  Decide about it all the same with --again.",
    ]
  }

  private static func words(_ kind: Outcome.Kind) -> String {
    switch kind {
    case .accepted: "accepted"
    case .deadLettered: "a dead letter"
    case .discarded: "discarded"
    }
  }

  private static func id(_ document: Digest) -> String { String(document.hex.prefix(12)) }

  private static func path(_ outcome: StandingOutcome) -> String {
    TerminalText.safe(outcome.path.description)
  }

  private static func time(_ milliseconds: Int) -> String {
    Date(timeIntervalSince1970: Double(milliseconds / 1000)).ISO8601Format()
  }
}

extension RetrySettings {
  /// How it differs from the pipeline, as the end of a sentence; empty where it does not.
  package var words: String {
    let parts = [
      rung.map { "of \(TerminalText.cut($0, to: 40)) first" },
      outputTokens.map { "with up to \($0) tokens a reply" },
      hint.map { "with the hint \"\(TerminalText.cut($0, to: 80))\"" },
    ].compactMap { $0 }
    return parts.isEmpty ? "" : ", " + parts.joined(separator: ", ")
  }
}
