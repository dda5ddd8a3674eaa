import Extraction
import JSON
import JSONSchema
import Ledger
import Review

/// The record as a form: one control for each value, what is wrong beside it, rows of tables with
/// buttons to add and remove them.
struct RecordForm {
  private let state: LetterState
  private let schema: Schema
  private let doubts: [JSONPointer: [LetterState.Doubt]]

  init(_ state: LetterState) {
    self.state = state
    schema = state.schema
    doubts = Dictionary(grouping: state.doubts, by: \.finding.path)
  }

  var html: HTML {
    let outline = state.fields
    let general = state.generalFindings(Set(outline.places).subtracting([.root]))
    let rows: HTML = "<div class=\"rows\">\(content(of: outline))</div>"
    guard state.record.value.isNull else { return generalNotes(general) + rows }
    let isReadable = state.reading.document.map { !$0.text.isEmpty } ?? false
    return """
      \(generalNotes(general))<details class="byhand"\(isReadable ? " open" : "" as HTML)>\
      <summary>Fill it in by hand</summary>\(rows)</details>
      """
  }

  // MARK: - Parts

  private func content(of outline: RecordOutline) -> HTML {
    switch outline {
    case .group(_, let parts): parts.map { part(named: $0.name, $0.part) }.joined()
    case .list, .value: part(named: "", outline)
    }
  }

  private func part(named name: String, _ outline: RecordOutline) -> HTML {
    switch outline {
    case .value(let place, let value): field(name, place, value)
    case .group(let place, _):
      """
      <fieldset class="group\(mark(place))"><legend>\(Self.title(name))</legend>
      \(notes(at: place, isOwnStop: true))\(content(of: outline))</fieldset>
      """
    case .list(let place, let elements): list(name, place, elements)
    }
  }

  private func field(_ name: String, _ place: JSONPointer, _ value: JSONValue) -> HTML {
    """
    <div class="field\(mark(place))" data-at="\(place)"\(doubtKeys(place))>
    <label for="\(Self.id(place))"\(hint(place))>\(Self.title(name))\(requirement(place))</label>
    <div class="value">\(control(place, value))\(seen(place))</div>
    \(notes(at: place))</div>
    """
  }

  // MARK: - Lists

  private func list(_ name: String, _ place: JSONPointer, _ elements: [RecordOutline]) -> HTML {
    let isTable = elements.isEmpty ? columns(of: place) != nil : elements.allSatisfy(\.isRow)
    let body: HTML =
      isTable
      ? table(place, elements, columns: columns(of: place) ?? columns(in: elements))
      : elements.enumerated().map { element($1, index: $0) }.joined()
    return """
      <fieldset class="list\(mark(place))"><legend>\(Self.title(name))
      <span class="count">\(elements.count)</span></legend>
      \(notes(at: place, isOwnStop: true))\(body)
      <button type="button" class="quiet" data-add="\(place)" data-text="\(isTable ? "{}" : "")">Add a row</button></fieldset>
      """
  }

  private func element(_ element: RecordOutline, index: Int) -> HTML {
    """
    <div class="element">\(part(named: "\(index + 1)", element))\(removal(element.place, index))</div>
    """
  }

  /// The columns that the schema gives the rows of a list; nil where they are no rows of single
  /// values.
  private func columns(of place: JSONPointer) -> [String]? {
    let row = RecordOutline(.object([:]), schema, below: place.appending(0))
    guard row.isRow, case .group(_, let parts) = row else { return nil }
    return parts.map(\.name)
  }

  private func columns(in rows: [RecordOutline]) -> [String] {
    rows.reduce(into: []) { names, row in
      guard case .group(_, let parts) = row else { return }
      for part in parts where !names.contains(part.name) { names.append(part.name) }
    }
  }

  private func table(
    _ place: JSONPointer, _ rows: [RecordOutline], columns: [String]
  ) -> HTML {
    guard !rows.isEmpty else { return .empty }
    let heads = columns.map { name -> HTML in
      "<th scope=\"col\" class=\"\(width(place.appending(0).appending(name)))\">\(Self.title(name))</th>"
    }.joined()
    return """
      <div class="scroll"><table class="grid"><thead><tr><th scope="col" class="index">#</th>\(heads)\
      <th class="end"><span class="hidden">Remove</span></th></tr></thead>
      <tbody>\(rows.enumerated().map { row($1, $0, columns) }.joined())</tbody></table></div>
      """
  }

  private func row(_ row: RecordOutline, _ index: Int, _ columns: [String]) -> HTML {
    guard case .group(let place, let parts) = row else { return .empty }
    let cells = columns.map { name -> HTML in
      guard case .value(let place, let value)? = parts.first(where: { $0.name == name })?.part
      else { return "<td></td>" }
      return """
        <td class="field\(mark(place))" data-at="\(place)"\(doubtKeys(place))>\
        <label class="hidden" for="\(Self.id(place))">\(Self.title(name)), row \(index + 1)</label>\
        \(control(place, value))</td>
        """
    }.joined()
    let remarks = parts.map { notes(at: $0.part.place, named: Self.title($0.name)) }.joined()
    return """
      <tr><th scope="row" class="index">\(index + 1)</th>\(cells)<td>\(removal(place, index))</td></tr>
      <tr class="remarks"><td colspan="\(columns.count + 2)">\(notes(at: place, isOwnStop: true))\
      \(remarks)</td></tr>
      """
  }

  private func removal(_ place: JSONPointer, _ index: Int) -> HTML {
    """
    <button type="button" class="remove" data-remove="\(place)" \
    aria-label="Remove row \(index + 1)" title="Remove row \(index + 1)">×</button>
    """
  }

  // MARK: - Controls

  private func control(_ place: JSONPointer, _ value: JSONValue) -> HTML {
    let expected = schema.expectation(at: place)
    let text = Self.text(value)
    let was = Self.text(state.shown.record.value[place] ?? .null)
    let common: HTML = """
      id="\(Self.id(place))" data-was="\(was)" aria-describedby="\(Self.id(place))n" \
      autocomplete="off" spellcheck="false"
      """
    if let choices = choices(expected) {
      let options = choices.map { choice -> HTML in
        "<option value=\"\(choice)\"\(choice == text ? " selected" : "" as HTML)>\(choice)</option>"
      }.joined()
      let isOther = !text.isEmpty && !choices.contains(text)
      let other: HTML = isOther ? "<option value=\"\(text)\" selected>\(text)</option>" : .empty
      return """
        <select \(common)><option value=""\(text.isEmpty ? " selected" : "" as HTML)>absent</option>\
        \(options)\(other)</select>
        """
    }
    if value.isContainer || text.utf8.count > 60 || text.contains("\n") {
      let rows = min(6, max(2, text.utf8.count / 44 + 1))
      return "<textarea \(common) rows=\"\(rows)\" placeholder=\"absent\">\n\(text)</textarea>"
    }
    return """
      <input type="text" \(common) class="\(width(place))" value="\(text)" \
      placeholder="\(Self.placeholder(expected))"\(Self.keyboard(expected))>
      """
  }

  private func choices(_ expected: Schema.Expectation?) -> [String]? {
    if let values = expected?.values { return values.filter { !$0.isNull }.map(Self.text) }
    let types = expected?.types.subtracting(.null)
    return types == .boolean ? ["true", "false"] : nil
  }

  /// As a person writes it; empty for what is absent.
  static func text(_ value: JSONValue) -> String {
    value.isNull ? "" : value.stringValue ?? value.text(.compact)
  }

  private static func placeholder(_ expected: Schema.Expectation?) -> String {
    expected?.format == "date" ? "absent (YYYY-MM-DD)" : "absent"
  }

  private static func keyboard(_ expected: Schema.Expectation?) -> HTML {
    guard let types = expected?.types, !types.contains(.string) else { return .empty }
    return types.contains(.number) || types.contains(.integer)
      ? " inputmode=\"decimal\"" : .empty
  }

  /// The class that a value's width and alignment go by.
  private func width(_ place: JSONPointer) -> String {
    let expected = schema.expectation(at: place)
    let types = expected?.types ?? .all
    if !types.contains(.string), types.contains(.number) || types.contains(.integer) {
      return "number"
    }
    return expected?.format == "date" ? "date" : "text"
  }

  private func requirement(_ place: JSONPointer) -> HTML {
    guard let parent = place.parent, let name = place.lastToken,
      !schema.requires(name, at: parent)
    else { return .empty }
    return " <span class=\"optional\">optional</span>"
  }

  private func hint(_ place: JSONPointer) -> HTML {
    guard let text = schema.annotation("description", at: place)?.stringValue else {
      return .empty
    }
    return " title=\"\(text)\""
  }

  /// Where the document shows it.
  private func seen(_ place: JSONPointer) -> HTML {
    guard let evidence = state.record.evidence[place] else { return .empty }
    let words: String
    switch evidence.kind {
    case .reviewer: words = "your word"
    case .derived: words = "concluded"
    case .exact, .normalised, .fuzzy:
      words = evidence.page.map { "page \($0)" } ?? "in the text"
    }
    return "<span class=\"seen\">\(words)</span>"
  }

  // MARK: - What is wrong

  private func mark(_ place: JSONPointer) -> String {
    let severities = state.findings(at: place).map(\.severity)
    if severities.contains(.error) { return " wrong" }
    return severities.contains(.warning) ? " odd" : ""
  }

  private func doubtKeys(_ place: JSONPointer) -> HTML {
    guard let doubts = doubts[place] else { return .empty }
    return " data-doubts=\"\(doubts.map(\.key).joined(separator: " "))\""
  }

  private func generalNotes(_ findings: [Finding]) -> HTML {
    let keys = findings.filter { $0.severity == .error }.map { LetterState.Doubt(finding: $0).key }
    let attribute: HTML =
      keys.isEmpty ? .empty : " data-doubts=\"\(keys.joined(separator: " "))\" tabindex=\"0\""
    return """
      <div class="general" data-notes=""\(attribute)>\(findings.map { note($0) }.joined())</div>
      """
  }

  /// - Parameters:
  ///   - name: says which of several fields it is about.
  ///   - isOwnStop: whether no control stands for the place, so that the notes take the focus.
  private func notes(
    at place: JSONPointer, named name: String? = nil, isOwnStop: Bool = false
  ) -> HTML {
    let findings = place.isRoot ? [] : state.findings(at: place)
    let prefix: HTML = name.map { "<b>\($0):</b> " } ?? .empty
    let hasDoubt = isOwnStop && doubts[place] != nil
    let stop: HTML = hasDoubt ? " tabindex=\"0\"\(doubtKeys(place)) data-stop" : .empty
    return """
      <div class="notes" id="\(Self.id(place))n" data-notes="\(place)"\(stop)>\
      \(findings.map { note($0, prefix) }.joined())\(isOwnStop ? .empty : rivals(at: place))</div>
      """
  }

  private func note(_ finding: Finding, _ prefix: HTML = .empty) -> HTML {
    """
    <p class="\(finding.severity == .error ? "error" : "warning")" title="\(finding.message)">\
    \(prefix)\(FindingNote.words(finding))</p>
    """
  }

  /// Other values that the document offers, each with the digit that takes it.
  private func rivals(at place: JSONPointer) -> HTML {
    guard doubts[place] != nil else { return .empty }
    let found = held(at: place) + (state.rivals?.rivals(at: place, in: state.record) ?? [])
    guard !found.isEmpty else { return .empty }
    let digits = RivalDigits.of(found.map { Self.text($0.value) })
    let items = zip(digits, found).map { digit, rival -> HTML in
      let range = rival.evidence.range ?? 0..<0
      let page = rival.evidence.page.map { ", page \($0)" } ?? ""
      return """
        <li><button type="button" tabindex="-1" data-rival="\(digit)" \
        data-value="\(Self.text(rival.value))" \
        data-start="\(range.lowerBound)" data-end="\(range.upperBound)" \
        data-boxes="\(EvidenceBoxes.json(rival.evidence, at: place).text())"><kbd>\(digit)</kbd> \
        <b>\(Self.text(rival.value))</b> <span>\(rival.evidence.quote ?? "")\(page)</span></button></li>
        """
    }.joined()
    return "<ol class=\"rivals\">\(items)</ol>"
  }

  /// What was read where a field is held back.
  private func held(at place: JSONPointer) -> [RivalValues.Rival] {
    guard state.shown.secondLook == .held, state.record.value[place]?.isNull ?? true,
      let value = state.shown.record.findings.first(where: { $0.path == place })?.value,
      !value.isNull, !value.isContainer
    else { return [] }
    return [
      RivalValues.Rival(
        value: value, evidence: Evidence(kind: .reviewer, score: 1, quote: "was read"))
    ]
  }

  // MARK: - Words

  /// An id for a place: digits of a hash, because names may hold anything.
  static func id(_ place: JSONPointer) -> String { "f" + Digest(of: "\(place)").hex.prefix(10) }

  /// `invoice_number` as people write it: Invoice number.
  static func title(_ name: String) -> String {
    let words = name.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}

/// What a finding says, for a person.
enum FindingNote {
  /// Of a rule its name, which its author chose for people; else its message.
  static func words(_ finding: Finding) -> HTML {
    finding.rule.map { "Does not hold: <b>\($0)</b>" }
      ?? "\(DocumentView.capitalised(finding.message))"
  }
}
