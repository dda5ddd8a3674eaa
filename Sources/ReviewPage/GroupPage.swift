import Extraction
import JSON
import Ledger
import Review

/// What a change would do to each of many letters, with a box to tick for each.
struct GroupPage {
  let frame: Frame
  /// Of the address.
  let fields: [String: String]
  /// `follow`, `accept`, `discard` or `retry`.
  let action: String
  let hasCorrection: Bool
  let items: [GroupPreview.Item]
  /// How many letters are meant, on all pages.
  let count: Int
  /// How many of them stand on pages before this one.
  let offset: Int

  var html: HTML {
    let cause = Cause(
      failureClass: fields["class"].flatMap(FailureClass.init(rawValue:)),
      rule: fields["rule"], field: fields["field"].flatMap { $0.isEmpty ? nil : $0 })
    return frame.page(
      "\(Told.letters(count)) at once · \(frame.desk.name)", kind: "group", bar: .empty,
      """
      <main id="main" data-do="\(action)" data-like="\(fields["like"] ?? "")" \
      data-rest="\(count > items.count ? address(action) : "")" data-from="\(offset)">
      <section class="summary"><h1>\(Told.letters(count))\(count > 1 ? " at once" : "")</h1>
      <p>\(fields["class"] == nil ? .empty : QueuePage.chip(cause.failureClass)) \
      \(fields["field"] == nil ? "" : QueuePage.place(cause)) \
      \(cause.rule.map { $0.isEmpty ? .empty : "<span class=\"rule\">\($0)</span>" as HTML } ?? .empty)</p>
      <nav class="tabs" aria-label="What to do">\(tabs)</nav></section>
      <form id="group"><table class="preview"><thead><tr><th><input type="checkbox" id="all" \
      aria-label="All letters"></th><th scope="col">Letter</th><th scope="col">What changes</th>\
      <th scope="col">What is then wrong</th></tr></thead><tbody>\(items.map(row).joined())</tbody></table>
      \(pages)<div class="actions"><p id="verdict" role="status"></p>\(reason)\
      <button class="main" id="apply">\(Self.verb(action)) <span id="chosen"></span></button>
      <a class="button quiet" href="/">Back</a></div></form></main>
      """)
  }

  private var tabs: HTML {
    let actions =
      (hasCorrection ? [("follow", "Correct in the same way")] : [])
      + [("accept", "Accept as they are"), ("discard", "Discard"), ("retry", "Ask again")]
    return actions.map { name, words -> HTML in
      "<a href=\"\(address(name))\"\(name == action ? " aria-current=\"page\"" : "" as HTML)>\(words)</a>"
    }.joined()
  }

  /// The same letters from the first one, with something to do with them.
  private func address(_ action: String) -> String {
    let kept = ["class", "rule", "field", "layout", "q", "new", "sort", "like"].compactMap { key in
      fields[key].map { "\(key)=\(PageRequest.encoded($0))" }
    }
    return "/group?" + (kept + ["do=\(action)"]).joined(separator: "&")
  }

  /// Which of the letters these are; nothing where they are all.
  private var pages: HTML {
    guard count > items.count else { return .empty }
    func link(_ from: Int, _ words: String) -> HTML {
      "<a class=\"button quiet\" href=\"\(address(action))&from=\(from)\">\(words)</a>"
    }
    let end = offset + items.count
    return """
      <nav class="more" aria-label="Pages">\
      \(offset > 0 ? link(max(0, offset - GroupActions.length), "Before") : .empty)
      <span>\(offset + 1) to \(end) of \(count): what is ticked here is decided, then the next come</span>
      \(end < count ? link(end, "After") : .empty)</nav>
      """
  }

  private var reason: HTML {
    switch action {
    case "discard":
      """
      <label for="reason">Why</label><input id="reason" required maxlength="400" autocomplete="off">
      """
    case "retry":
      """
      <label for="reason">A hint for the model</label><input id="reason" \
      maxlength="\(RetrySettings.longestHint)" autocomplete="off">
      """
    default: .empty
    }
  }

  private static func verb(_ action: String) -> String {
    switch action {
    case "follow": "Correct"
    case "discard": "Discard"
    case "retry": "Ask again about"
    default: "Accept"
    }
  }

  private func row(_ item: GroupPreview.Item) -> HTML {
    let path = TerminalText.safe(item.shown.path.description)
    let id = item.shown.document.hex
    let isChosen = item.isClean && (action != "accept" || item.doubts.isEmpty)
    let box: HTML =
      item.refusal != nil
      ? .empty
      : """
      <input type="checkbox" name="chosen" value="\(id)" data-version="\(item.shown.version)" \
      aria-label="\(path)"\(isChosen ? " checked" : "" as HTML)>
      """
    let doubts = item.doubts.map { "<p class=\"error\">\(FindingNote.words($0))</p>" as HTML }
      .joined()
    let refusal: HTML =
      item.refusal.map { "<p class=\"error\">\(DocumentView.sentence($0))</p>" } ?? .empty
    let note: HTML =
      item.note.map { "<p class=\"warning\">\(DocumentView.sentence($0))</p>" } ?? .empty
    return """
      <tr><td>\(box)</td><td><a href="/letters/\(id)">\(path)</a></td>\
      <td>\(changes(item))</td><td>\(refusal)\(doubts)\(note)</td></tr>
      """
  }

  private func changes(_ item: GroupPreview.Item) -> HTML {
    switch action {
    case "discard": return "out of both files"
    case "retry": return "the next run asks"
    default: break
    }
    guard !item.changes.isEmpty else { return "<span class=\"dim\">nothing</span>" }
    return item.changes.map { place, before, after -> HTML in
      """
      <p class="change"><span class="place">\(place.tokens.map(RecordForm.title).joined(separator: " › "))</span> \
      <del>\(before.map(RecordForm.text) ?? "absent")</del> → <ins>\(after.map(RecordForm.text) ?? "absent")</ins></p>
      """
    }.joined()
  }
}
