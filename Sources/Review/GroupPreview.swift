package import Extraction
package import JSON
package import Ledger

/// One change for many letters.
package enum GroupChange: Sendable {
  case accept
  case correct([RecordEdit])
  /// What was done in another letter.
  case follow(CorrectionPattern)
  case discard(reason: String)
  case retry(RetrySettings)
}

/// What a change would do to each of several letters; nothing is decided.
///
/// Made by the checks that decide, so what it promises is what comes. Page and shell show the same.
package struct GroupPreview: Sendable {
  package struct Item: Sendable {
    package var shown: StandingOutcome
    /// Place, value before and value after.
    package var changes: [(place: JSONPointer, before: JSONValue?, after: JSONValue?)]
    /// Why it would be refused; nil where it would not.
    package var refusal: String?
    /// What the reviewer would confirm.
    package var doubts: [Finding]
    /// Why it was not checked against the document; nil where it was, or need not be.
    package var note: String?
    var edits: [RecordEdit] = []
    var pointed: [JSONPointer: Evidence] = [:]

    /// Whether nothing speaks against it.
    package var isClean: Bool { refusal == nil && doubts.isEmpty }
  }

  package let items: [Item]
  private let change: GroupChange
  private let decider: Decider

  /// Blocks while documents are parsed again.
  ///
  /// - Throws: `LedgerError`.
  package init(_ change: GroupChange, of documents: [Digest], by decider: Decider) throws {
    self.change = change
    self.decider = decider
    items = try documents.compactMap { document in
      try decider.ledger.standing(of: document).map { Self.item($0, change, decider) }
    }
  }

  private static func item(
    _ shown: StandingOutcome, _ change: GroupChange, _ decider: Decider
  ) -> Item {
    var item = Item(shown: shown, changes: [], refusal: nil, doubts: [], note: nil)
    switch change {
    case .discard, .retry: return item
    case .accept:
      if shown.record.value.isNull { item.refusal = "there is no record to accept" }
    case .correct(let edits): item.edits = edits
    case .follow(let pattern):
      (item.edits, item.pointed) = pattern.edits(for: shown, by: decider)
      if item.edits.isEmpty { item.refusal = "nothing there to change in the same way" }
    }
    guard item.refusal == nil else { return item }
    do {
      let (value, places) = try RecordEditor(schema: decider.schema)
        .apply(item.edits, to: shown.record.value)
      let checked = decider.check(
        value, edited: places, pointed: item.pointed, insteadOf: shown)
      item.changes = RecordDifference.between(shown.record.value, checked.record.value)
      item.doubts = checked.doubts
      item.note = checked.note
      item.refusal = checked.refusals.first.map { "the schema refuses it: \($0)" }
    } catch {
      item.refusal = "\(error)"
    }
    return item
  }

  /// Decides as was shown; letters that have changed since, and those that would be refused, stay.
  ///
  /// - Parameter chosen: the letters to decide about; nil for all.
  /// - Returns: what was decided, and why the rest was not.
  /// - Throws: `LedgerError`.
  package func apply(
    to chosen: Set<Digest>? = nil, confirmed: Bool,
    _ circumstances: Decider.Circumstances = Decider.Circumstances()
  ) throws -> (decided: [Decided], refused: [(document: Digest, error: any Error)]) {
    var decided: [Decided] = []
    var refused: [(Digest, any Error)] = []
    for item in items where chosen?.contains(item.shown.document) ?? true {
      do {
        decided.append(try apply(item, confirmed, circumstances))
      } catch let error as LedgerError {
        throw error
      } catch {
        refused.append((item.shown.document, error))
      }
    }
    return (decided, refused)
  }

  private func apply(
    _ item: Item, _ confirmed: Bool, _ circumstances: Decider.Circumstances
  ) throws -> Decided {
    switch change {
    case .accept: return try decider.accept(item.shown, confirmed: confirmed, circumstances)
    case .correct, .follow:
      if case .follow = change, item.edits.isEmpty { throw DecisionRefusal.nothingToChange }
      return try decider.correct(
        item.shown, item.edits, pointed: item.pointed, confirmed: confirmed, circumstances)
    case .discard(let reason): return try decider.discard(item.shown, reason: reason)
    case .retry(let settings):
      return try decider.retry(item.shown, as: settings, reason: circumstances.reason)
    }
  }
}

/// Where two records differ.
package enum RecordDifference {
  /// The leaves that are not the same, in order of place; nil for what is not there.
  package static func between(
    _ left: JSONValue, _ right: JSONValue
  ) -> [(place: JSONPointer, before: JSONValue?, after: JSONValue?)] {
    let leaves = Set(left.leaves.map(\.pointer)).union(right.leaves.map(\.pointer))
    return leaves.sorted().compactMap { place in
      let (before, after) = (left[place], right[place])
      return (before ?? .null) == (after ?? .null) || place.isRoot ? nil : (place, before, after)
    }
  }
}
