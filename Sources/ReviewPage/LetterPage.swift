import Extraction
import JSON
import Ledger
import Review

/// One letter: the document on the left, the record on the right, what can be decided below it.
struct LetterPage {
  let frame: Frame
  let state: LetterState
  /// Where the letter stands in the queue that the reviewer came from.
  let place: QueuePlace
  /// How many others have the same cause.
  let others: Int
  /// The address of the queue that the reviewer came from, without `/`.
  let query: String

  private var shown: StandingOutcome { state.shown }

  var html: HTML {
    let path = TerminalText.safe(shown.path.description)
    let document = DocumentView(state)
    return frame.page(
      "\(path) · \(frame.desk.name)", kind: "letter", bar: bar(path),
      """
      <main id="main" data-letter="\(shown.document)" data-version="\(shown.version)" \
      data-query="\(query)" data-next="\(address(place.next))" \
      data-previous="\(address(place.previous))" data-group="\(groupAddress)" \
      data-has-record="\(!shown.record.value.isNull)">
      <section class="document" aria-label="The document">\(tools(document))
      <div class="pages" id="pages"\(scrolled(document)) data-boxes="\(EvidenceBoxes.json(state.record.evidence).text())">\
      \(document.html)</div></section>
      <section class="record" aria-label="The record">\(head(path))
      <form id="form" autocomplete="off">\(RecordForm(state).html)</form>
      \(actions)</section>
      </main>
      \(dialogs)
      """)
  }

  // MARK: - Parts

  private func bar(_ path: String) -> HTML {
    """
    <nav class="walk" aria-label="Letters">
    \(step(place.previous, "Previous letter", "‹"))\(step(place.next, "Next letter", "›"))
    <span class="left"><b>\(place.count)</b> left</span></nav>
    """
  }

  private func step(_ document: Digest?, _ label: String, _ sign: HTML) -> HTML {
    guard document != nil else { return .empty }
    return
      "<a class=\"step\" href=\"\(address(document))\" aria-label=\"\(label)\" title=\"\(label)\">\(sign)</a>"
  }

  private func address(_ document: Digest?) -> String {
    document.map { "/letters/\($0.hex)\(query)" } ?? ""
  }

  private var groupAddress: String {
    guard others > 0 else { return "" }
    return "/group" + ReviewDesk.address(ReviewDesk.fields(of: shown.cause))
  }

  private func tools(_ document: DocumentView) -> HTML {
    guard document.pageCount > 0 else { return .empty }
    return """
      <div class="tools" role="toolbar" aria-label="View">
      <button type="button" data-zoom="-1" aria-label="Smaller">−</button>
      <output id="zoom">100 %</output>
      <button type="button" data-zoom="1" aria-label="Larger">+</button>
      <span class="pagecount"><output id="page-now">1</output> / \(document.pageCount)</span>
      <span class="tip">Drag over words to take them into the field.</span></div>
      """
  }

  /// Pages are scrolled by keys too; a text has the focus itself.
  private func scrolled(_ document: DocumentView) -> HTML {
    document.pageCount > 0 ? " tabindex=\"0\" role=\"group\" aria-label=\"Pages\"" : .empty
  }

  private func head(_ path: String) -> HTML {
    let calls = shown.attempts > 0 ? Amounts.counted(shown.attempts, "call") : ""
    let cost = shown.cost > 0 ? ", \(Amounts.money(shown.cost))" : ""
    let words = QueuePage.words(shown)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let folder = String(path.dropLast(name.count))
    let gone: HTML = shown.isGone ? " <span class=\"rule\">gone</span>" : .empty
    return """
      <div class="head"><h1><span class="dim">\(folder)</span>\(name)\(gone)</h1>
      <p>\(QueuePage.chip(shown)) \(words) <span class="dim">\(calls)\(cost)</span></p></div>
      """
  }

  private var actions: HTML {
    // Where nothing was read and nothing can be, there is nothing to accept.
    let isLost = shown.record.value.isNull && (state.reading.document?.text.isEmpty ?? true)
    let (first, second): (HTML, HTML) =
      isLost ? (.empty, " class=\"main\"") : (" class=\"main\"", .empty)
    let accept: HTML = """
      <button type="button"\(first) id="accept">Accept <kbd>Ctrl ⏎</kbd></button>
      """
    let group: HTML =
      others > 0
      ? "<a class=\"button quiet\" href=\"\(groupAddress)\">\(others) alike <kbd>Alt G</kbd></a>"
      : .empty
    return """
      <div class="actions"><p id="verdict" role="status"></p>
      <div id="why-row" hidden><label for="why">Why</label><input id="why" maxlength="400" \
      autocomplete="off" placeholder="if it is worth keeping"><kbd>Alt W</kbd></div>
      \(accept)
      <button type="button"\(second) id="discard">Discard <kbd>Alt D</kbd></button>
      <button type="button" id="retry">Ask again <kbd>Alt R</kbd></button>
      <button type="button" id="undo" hidden>Undo <kbd>Alt U</kbd></button>
      \(group)</div>
      """
  }

  /// Which model is asked first; nothing to choose where there is one.
  private var models: HTML {
    let names = frame.desk.route.map(\.name)
    guard names.count > 1 else { return .empty }
    let options = names.map { "<option>\($0)</option>" as HTML }.joined()
    return """
      <div><label for="rung">Model to ask first</label>\
      <select id="rung">\(options)</select></div>
      """
  }

  /// What the pipeline allows the model that is asked first.
  private var usualTokens: HTML {
    frame.desk.route.first.map { " placeholder=\"\($0.maxOutputTokens)\"" } ?? .empty
  }

  private var dialogs: HTML {
    """
    <dialog id="discarding" aria-labelledby="discarding-title"><form method="dialog">
    <h2 id="discarding-title">Discard this document</h2>
    <p>It will be in neither file until its content is another.</p>
    <label for="reason">Why</label><input id="reason" name="reason" required maxlength="400" \
    list="reasons"><datalist id="reasons"><option>not a document of this kind</option>\
    <option>a duplicate</option><option>cannot be read</option></datalist>
    <div class="buttons"><button value="yes" class="main">Discard</button>\
    <button value="no" formnovalidate>Back</button></div></form></dialog>
    <dialog id="retrying" aria-labelledby="retrying-title"><form method="dialog">
    <h2 id="retrying-title">Ask the model again</h2>
    <p>The next run asks anew; what stands stays until then.</p>
    <label for="hint">A hint for the model, if you have one</label>\
    <input id="hint" maxlength="\(RetrySettings.longestHint)" autocomplete="off">
    <div class="pair">\(models)<div><label for="tokens">Tokens a reply, at most</label>\
    <input id="tokens" class="number" type="number" min="1" max="\(LetterActions.mostTokens)"\(usualTokens)></div></div>
    <div class="buttons"><button value="yes" class="main">Ask again</button>\
    <button value="no" formnovalidate>Back</button></div></form></dialog>
    <dialog id="conflict" aria-labelledby="conflict-title">
    <h2 id="conflict-title">Somebody was faster</h2><div id="conflict-text"></div>
    <div class="buttons"><button type="button" class="main" id="look">Look at what stands now</button>\
    <button type="button" id="over">Put mine in its place</button></div></dialog>
    """
  }
}
