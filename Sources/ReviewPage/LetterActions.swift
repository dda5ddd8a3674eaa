import Extraction
import Foundation
import JSON
import JSONSchema
import Ledger
import Review

/// What the script asks for about one letter: a check of edits, words of a page, a decision.
struct LetterActions {
  let desk: ReviewDesk

  // MARK: - Checking

  /// The form with a reviewer's edits, as the same checks see it that decide.
  ///
  /// Asks `{"edits":[{"at","text"?}],"pointed":[{"at","start","end"}]}`; answers
  /// `{"form","boxes","text","doubts":[{"at","key"}],"refusals"}`, of which `form` and `text` are
  /// markup. An edit without a text takes out what stands there.
  func check(_ shown: StandingOutcome, _ asked: JSONValue) -> PageAnswer {
    do throws(RecordEditError) {
      let edits = try Self.edits(asked)
      let (value, places) = try RecordEditor(schema: desk.decider.schema)
        .apply(edits, to: shown.record.value)
      let checked = desk.decider.check(
        value, edited: places, pointed: pointed(asked, shown, value), insteadOf: shown)
      let state = LetterState(shown, checked, by: desk.decider)
      let isText = state.reading.document?.pages.isEmpty ?? false
      return .json([
        "form": .string(RecordForm(state).html.text),
        "boxes": EvidenceBoxes.json(state.record.evidence),
        "text": isText ? .string(DocumentView(state).html.text) : .null,
        "doubts": .array(
          state.doubts.map { doubt in
            ["at": .string(doubt.finding.path.description), "key": .string(doubt.key)]
          }),
        "refusals": JSONValue(state.refusals.map { "\($0)" }),
      ])
    } catch {
      return .json(["error": .string("\(error)")], status: 422)
    }
  }

  private static func edits(_ asked: JSONValue) throws(RecordEditError) -> [RecordEdit] {
    var edits: [RecordEdit] = []
    for edit in asked["edits"]?.arrayValue ?? [] {
      let place = edit["at"]?.stringValue ?? ""
      if let text = edit["text"]?.stringValue {
        edits.append(.set(try RecordEdit.pointer(place), text.isEmpty ? "null" : text))
      } else {
        edits.append(.unset(try RecordEdit.pointer(place)))
      }
    }
    return edits
  }

  /// The evidence that the reviewer has pointed at, where what stands in the record is what is
  /// written there.
  private func pointed(
    _ asked: JSONValue, _ shown: StandingOutcome, _ record: JSONValue
  ) -> [JSONPointer: Evidence] {
    let marks = asked["pointed"]?.arrayValue ?? []
    guard !marks.isEmpty, let document = desk.decider.original.read(shown).document else {
      return [:]
    }
    var pointed: [JSONPointer: Evidence] = [:]
    for mark in marks {
      guard let place = mark["at"]?.stringValue.flatMap({ try? JSONPointer(parsing: $0) }),
        let range = Self.range(mark, in: document), let value = record[place],
        desk.decider.values.value(of: String(document.text(in: range)), at: place) == value
      else { continue }
      pointed[place] = Evidence(pointing: range, at: value, in: document)
    }
    return pointed
  }

  /// A range that a script names, if it lies on scalar boundaries of the text.
  private static func range(_ mark: JSONValue, in document: ParsedDocument) -> Range<Int>? {
    guard let start = mark["start"]?.intValue, let end = mark["end"]?.intValue, 0 <= start,
      start < end, end <= document.text.utf8.count
    else { return nil }
    let bytes = document.text.utf8
    let isWhole = [start, end].allSatisfy { offset in
      String.Index(bytes.index(bytes.startIndex, offsetBy: offset), within: document.text) != nil
    }
    return isWhole ? start..<end : nil
  }

  // MARK: - Pointing

  /// The words under a box on a page, or of a range of the text, read as the schema has it at a
  /// place.
  ///
  /// Asks `{"at","page","box"}` or `{"at","start","end"}`; answers `{"words","value","start","end"}`.
  func words(_ shown: StandingOutcome, _ asked: JSONValue) throws -> PageAnswer {
    guard let document = desk.decider.original.read(shown).document,
      let place = asked["at"]?.stringValue.flatMap({ try? JSONPointer(parsing: $0) }),
      let range = Self.range(asked, in: document) ?? Self.words(under: asked, in: document)
    else { return .json(["error": "There are no words there."], status: 422) }
    let words = String(document.text(in: range))
    let value = desk.decider.values.value(of: words, at: place)
    return .json([
      "words": .string(words), "value": .string(value.map(RecordForm.text) ?? words),
      "start": JSONValue(range.lowerBound), "end": JSONValue(range.upperBound),
    ])
  }

  /// From the first to the last of the words whose middle lies in the box.
  private static func words(
    under asked: JSONValue, in document: ParsedDocument
  ) -> Range<Int>? {
    let box = (asked["box"]?.arrayValue ?? []).compactMap(\.doubleValue)
    guard box.count == 4, box.allSatisfy({ abs($0) < 100_000 }),
      let page = document.pages.first(where: { $0.number == asked["page"]?.intValue })
    else { return nil }
    let edges = box.map { Int32(($0 * 100).rounded()) }
    let inside = document.words.indices(touching: page.range).filter { index in
      let word = document.words.box(index)
      let (x, y) = ((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2)
      return (edges[0]...max(edges[0], edges[2])).contains(x)
        && (edges[1]...max(edges[1], edges[3])).contains(y)
    }
    guard let first = inside.first, let last = inside.last else { return nil }
    return document.words.range(first).lowerBound..<document.words.range(last).upperBound
  }

  // MARK: - Deciding

  /// Takes a decision on what was shown, and says where to go next.
  ///
  /// Asks what ``check(_:_:)`` asks, with `{"kind","version","seen","reason"?,"focus"?,"leaves"?}`.
  func decide(
    _ shown: StandingOutcome, _ asked: JSONValue, _ fields: [String: String]
  ) throws -> PageAnswer {
    guard asked["version"]?.stringValue == shown.version.hex else {
      return try conflict(shown, asked)
    }
    let query = desk.query(fields)
    let next = try desk.ledger.queuePlace(of: shown.document, in: query).next
    let cause = shown.cause
    do {
      let decided = try decided(shown, asked)
      desk.publisher.publish()
      return .json(try result(decided, cause, next, asked, fields))
    } catch let refusal as DecisionRefusal {
      return .json(Self.json(refusal), status: 422)
    } catch let error as RecordEditError {
      return .json(["error": .string("\(error)")], status: 422)
    } catch let refusal as RetryRefusal {
      return .json(["error": .string(refusal.rawValue)], status: 422)
    } catch is DecisionConflict {
      return try conflict(try desk.ledger.standing(matching: shown.document.hex), asked)
    }
  }

  private func decided(_ shown: StandingOutcome, _ asked: JSONValue) throws -> Decided {
    let reason = asked["reason"]?.stringValue.flatMap { $0.isEmpty ? nil : String($0.prefix(400)) }
    let focus = asked["focus"]?.intValue.map { min(max(0, $0), 86_400_000) }
    let circumstances = Decider.Circumstances(
      reason: reason, focus: focus, leaves: asked["leaves"]?.intValue.map { max(0, $0) })
    switch asked["kind"]?.stringValue {
    case "discard":
      return try desk.decider.discard(shown, reason: reason ?? "no reason given", focus: focus)
    case "retry":
      return try desk.decider.retry(
        shown, as: try retrySettings(asked["retry"] ?? .null), reason: reason, focus: focus)
    default:
      let edits = try Self.edits(asked)
      let (value, places) = try RecordEditor(schema: desk.decider.schema)
        .apply(edits, to: shown.record.value)
      let pointed = pointed(asked, shown, value)
      let checked = desk.decider.check(
        value, edited: places, pointed: pointed, insteadOf: shown)
      let seen = Set((asked["seen"]?.arrayValue ?? []).compactMap(\.stringValue))
      let isConfirmed = checked.doubts.allSatisfy {
        seen.contains(LetterState.Doubt(finding: $0).key)
      }
      return edits.isEmpty
        ? try desk.decider.accept(shown, confirmed: isConfirmed, circumstances)
        : try desk.decider.correct(
          shown, edits, pointed: pointed, confirmed: isConfirmed, circumstances)
    }
  }

  /// Tokens that a reply may be allowed at most.
  static let mostTokens = 1_000_000

  /// How the next run is to ask: `{"rung"?,"max_output_tokens"?,"hint"?}`.
  private func retrySettings(_ asked: JSONValue) throws(RetryRefusal) -> RetrySettings {
    let rung = asked["rung"]?.stringValue
    guard rung.map({ name in desk.route.contains { $0.name == name } }) ?? true else {
      throw .unknownModel
    }
    let tokens = asked["max_output_tokens"]
    let count = tokens?.intValue
    guard tokens?.isNull ?? true || count.map((1...Self.mostTokens).contains) ?? false else {
      throw .unfitTokens
    }
    // The first of the route is what the pipeline says anyway.
    return RetrySettings(
      rung: rung == desk.route.first?.name ? nil : rung, outputTokens: count,
      hint: asked["hint"]?.stringValue)
  }

  private func result(
    _ decided: Decided, _ cause: Cause, _ next: Digest?, _ asked: JSONValue,
    _ fields: [String: String]
  ) throws -> JSONValue {
    let others = try desk.ledger.queueCount(QueueQuery(cause: cause))
    let document = decided.outcome.document.hex
    var group = ReviewDesk.fields(of: cause)
    if !decided.edited.isEmpty { group["like"] = document }
    let like = group["like"].map { "&like=\($0)" } ?? ""
    return [
      "next": .string(next.map { "/letters/\($0.hex)" + ReviewDesk.address(fields) } ?? "/"),
      "undo": decided.outcome.decision.map { JSONValue(Int($0)) } ?? .null,
      "back": .string("/letters/\(document)" + ReviewDesk.address(fields)),
      "told": .string(Self.words(decided)),
      "others": JSONValue(others),
      "group": .string(others > 0 ? "/group" + ReviewDesk.address(group) + like : ""),
    ]
  }

  private static func words(_ decided: Decided) -> String {
    let outcome = decided.outcome
    let name = TerminalText.safe(
      outcome.path.description.split(separator: "/").last.map(String.init) ?? "")
    if outcome.isMarkedForRetry { return "\(name): the next run asks again" }
    switch outcome.kind {
    case .accepted: return "\(name) \(decided.edited.isEmpty ? "accepted" : "corrected")"
    case .discarded: return "\(name) discarded"
    case .deadLettered: return "\(name) waits again"
    }
  }

  private static func json(_ refusal: DecisionRefusal) -> JSONValue {
    switch refusal {
    case .noRecord: ["error": "There is no record to accept yet: fill it in, or discard it."]
    case .nothingToChange: ["error": "There is nothing to change in the same way."]
    case .schema(let errors):
      [
        "error": .string("The schema refuses it: \(errors.first.map { "\($0)" } ?? "")"),
        "at": .string(errors.first?.place.description ?? ""),
      ]
    case .unconfirmed(let checked):
      [
        "error": "There is something to be looked at first.",
        "doubts": .array(
          checked.doubts.map { doubt in
            [
              "at": .string(doubt.path.description),
              "key": .string(LetterState.Doubt(finding: doubt).key),
            ]
          }),
      ]
    }
  }

  // MARK: - Conflict and undo

  /// What stands by now, and where it differs from what the reviewer has made.
  private func conflict(_ stands: StandingOutcome, _ asked: JSONValue) throws -> PageAnswer {
    let last = try desk.ledger.decisions(of: stands.document).last
    let mine =
      (try? RecordEditor(schema: desk.decider.schema)
        .apply(Self.edits(asked), to: last?.before["record"] ?? stands.record.value).record)
      ?? stands.record.value
    let rows = RecordDifference.between(mine, stands.record.value).map { place, mine, theirs in
      """
      <tr><th scope="row">\(RecordForm.title(place.tokens.joined(separator: " › ")))</th>
      <td>\(mine.map(RecordForm.text) ?? "absent")</td><td>\(theirs.map(RecordForm.text) ?? "absent")</td></tr>
      """ as HTML
    }.joined()
    let who = last?.reviewer ?? "A run"
    let table: HTML =
      rows == .empty
      ? "<p>The values are the same as yours.</p>"
      : """
      <table class="plain"><thead><tr><th></th><th scope="col">Yours</th>\
      <th scope="col">What stands</th></tr></thead><tbody>\(rows)</tbody></table>
      """
    let text: HTML = """
      <p>\(who) \(Self.deed(last, stands)) while you were looking. Nothing of yours was kept yet, \
      and nothing of theirs was changed.</p>\(table)
      """
    return .json(
      ["conflict": .string(text.text), "version": .string(stands.version.hex)], status: 409)
  }

  private static func deed(_ decision: KeptDecision?, _ stands: StandingOutcome) -> String {
    switch decision?.kind {
    case .accept: "accepted it"
    case .correct: "corrected it"
    case .discard: "discarded it"
    case .retry: "had it asked again"
    case .undo: "took a decision back"
    case nil: stands.kind == .accepted ? "accepted it" : "read it again"
    }
  }

  /// Takes back a decision: asks `{"decision"}`.
  func undo(_ asked: JSONValue) throws -> PageAnswer {
    guard let number = asked["decision"]?.intValue else {
      return .refusal(400, "No decision is named.")
    }
    do {
      let decided = try desk.decider.undo(Int64(number))
      desk.publisher.publish()
      return .json(["told": .string(Self.words(decided))])
    } catch let refusal as UndoRefusal {
      return .json(["error": .string("Not undone: \(refusal).")], status: 422)
    } catch is DecisionConflict {
      return .json(
        ["error": "Not undone: somebody has decided about it since."], status: 409)
    }
  }
}

/// Why a retry cannot be asked in the way that was wanted.
private enum RetryRefusal: String, Error {
  case unknownModel = "The route has no such model."
  case unfitTokens = "Tokens are a number from 1 to 1000000."
}
