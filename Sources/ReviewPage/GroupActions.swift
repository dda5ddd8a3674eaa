import Extraction
import JSON
import Ledger
import Review

/// Many letters at once: what a change would do to each, then the change.
struct GroupActions {
  /// Letters on one page: each is parsed again.
  static let length = 100

  let frame: Frame

  private var desk: ReviewDesk { frame.desk }

  // MARK: - Preview

  /// The letters that the address means, with what would become of each.
  func page(_ fields: [String: String]) throws -> PageAnswer {
    let query = query(fields)
    let like = try fields["like"].flatMap(Digest.init(hex:)).flatMap(correction)
    let action = like != nil && fields["do"] == nil ? "follow" : fields["do"] ?? "accept"
    let count = try desk.ledger.queueCount(query)
    let last = max(0, count - 1) / Self.length * Self.length
    let offset = min(max(0, Int(fields["from"] ?? "") ?? 0), last)
    let documents = try desk.ledger.queueDocuments(query, limit: Self.length, offset: offset)
    let preview = try GroupPreview(
      change(action, like, reason: "") ?? .accept, of: documents, by: desk.decider)
    let page = GroupPage(
      frame: frame, fields: fields, action: action, hasCorrection: like != nil,
      items: preview.items, count: count, offset: offset)
    return .html(page.html)
  }

  /// What was chosen for the audit is decided about by itself: it has nothing wrong in common with
  /// the letters among which it stands.
  private func query(_ fields: [String: String]) -> QueueQuery {
    var query = desk.query(fields)
    query.audit = 0
    return query
  }

  private func change(
    _ action: String, _ pattern: CorrectionPattern?, reason: String
  ) -> GroupChange? {
    switch action {
    case "follow": pattern.map { .follow($0) }
    case "discard": .discard(reason: reason)
    case "retry": .retry(RetrySettings(hint: reason))
    case "accept": .accept
    default: nil
    }
  }

  /// What was corrected in a letter last; nil where it was not.
  private func correction(in document: Digest) throws -> CorrectionPattern? {
    guard let outcome = try desk.ledger.standing(of: document),
      let last = try desk.ledger.decisions(of: document).last, last.kind == .correct
    else { return nil }
    let before = last.before["record"] ?? .null
    return CorrectionPattern(
      RecordDifference.between(before, outcome.record.value).map(\.place), of: outcome.record,
      in: desk.decider.original.read(outcome))
  }

  // MARK: - Change

  /// Does it to the letters that were chosen, as they were shown.
  ///
  /// Asks `{"do","like"?,"reason"?,"chosen":[{"id","version"}]}`; answers `{"told","refused"}`.
  func apply(_ request: PageRequest) throws -> PageAnswer {
    guard let asked = request.json else { return .refusal(400, "This is no JSON.") }
    let reason = asked["reason"]?.stringValue.map { String($0.prefix(400)) } ?? ""
    let pattern = try asked["like"]?.stringValue.flatMap(Digest.init(hex:)).flatMap(correction)
    guard let change = change(asked["do"]?.stringValue ?? "", pattern, reason: reason) else {
      return .refusal(400, "There is nothing to be done so.")
    }
    if case .discard = change, reason.allSatisfy(\.isWhitespace) {
      return .json(["error": "Say why they are discarded."], status: 422)
    }
    var versions: [Digest: String] = [:]
    for chosen in asked["chosen"]?.arrayValue ?? [] {
      guard let id = chosen["id"]?.stringValue.flatMap(Digest.init(hex:)) else { continue }
      versions[id] = chosen["version"]?.stringValue
    }
    let preview = try GroupPreview(
      change, of: Array(versions.keys.sorted().prefix(Self.length)), by: desk.decider)
    let same = preview.items.filter { versions[$0.shown.document] == $0.shown.version.hex }
    let (decided, refused) = try preview.apply(
      to: Set(same.map(\.shown.document)), confirmed: true,
      Decider.Circumstances(reason: reason.isEmpty ? nil : reason))
    if !decided.isEmpty { desk.publisher.publish() }
    let left = versions.count - decided.count
    return .json([
      "told": .string(
        "\(Told.letters(decided.count)) decided"
          + (left > 0 ? ", \(left) left as they were" : "")),
      "left": JSONValue(left), "decided": JSONValue(decided.count),
      "refused": JSONValue(refused.count),
      "undo": .array(decided.compactMap { $0.outcome.decision.map { JSONValue(Int($0)) } }),
    ])
  }
}
