import Extraction
import JSON
import JSONSchema
import Ledger
import Review

/// The queue: how much there is, what it comes from, and the letters.
struct QueuePage {
  /// Letters on one page.
  static let length = 50

  let frame: Frame
  /// Of the address.
  let fields: [String: String]
  let entries: [QueueEntry]
  /// Of the whole queue, whatever is filtered.
  let groups: [QueueGroup]
  let layouts: [QueueLayout]
  /// How many letters are meant.
  let count: Int
  let offset: Int
  let settled: (accepted: Int, discarded: Int, asked: Int)
  let pace: ReviewPace
  /// In milliseconds since 1970.
  let now: Int

  private var desk: ReviewDesk { frame.desk }
  private var all: Int { groups.reduce(0) { $0 + $1.count } }
  private var isFiltered: Bool { fields.keys.contains { $0 != "sort" && $0 != "from" } }

  var html: HTML {
    frame.page(
      "\(all) to decide · \(desk.name)", kind: "queue", bar: .empty,
      """
      <main id="main" data-first="\(entries.first.map(address) ?? "")">
      \(summary)
      \(all == 0 ? nothing : causes + letters)
      </main>
      """)
  }

  // MARK: - What there is

  private var summary: HTML {
    let decided = settled.accepted + settled.discarded
    let total = decided + settled.asked + all
    let share = total > 0 ? decided * 100 / total : 100
    return """
      <section class="summary"><h1><b>\(all)</b> to decide</h1>
      <div class="facts">\(facts.map { "<span>\($0)</span>" as HTML }.joined())</div>
      <progress max="100" value="\(share)" aria-label="\(share) % of all documents are settled">\
      \(share) %</progress></section>
      """
  }

  private var newCount: Int {
    desk.lastVisit > 0 ? groups.reduce(0) { $0 + $1.newCount } : 0
  }

  private var facts: [HTML] {
    var facts: [HTML] = ["\(settled.accepted) accepted"]
    if settled.discarded > 0 { facts.append("\(settled.discarded) discarded") }
    if settled.asked > 0 { facts.append("\(settled.asked) wait for the next run") }
    if newCount > 0 {
      facts.append("<a href=\"/?new=1\">\(newCount) new since your last visit</a>")
    }
    if let letter = pace.medianLetter {
      var speed = "\(Amounts.time(Double(letter) / 1000)) a letter"
      if let leaf = pace.medianLeaf {
        speed += ", \(Amounts.time(Double(leaf) / 1000)) a value"
      }
      facts.append("\(speed)")
      facts.append("about \(max(1, all * letter / 60_000)) min left")
    }
    if pace.audited > 0 {
      facts.append(
        "audit: \(Amounts.share(pace.auditedRight, of: pace.audited)) of \(pace.audited) right"
      )
    }
    return facts
  }

  private var nothing: HTML {
    """
    <section class="done"><h2>Nothing waits for you.</h2>
    <p>What the next run cannot decide will stand here.</p></section>
    """
  }

  // MARK: - Causes

  private var causes: HTML {
    let rows = groups.map(cause).joined()
    return """
      <section aria-labelledby="causes"><h2 id="causes">Causes</h2>
      <table class="causes"><thead><tr><th scope="col">What is wrong</th><th scope="col">Where</th>\
      \(newCount > 0 ? "<th scope=\"col\" class=\"number\">New</th>" : "" as HTML)\
      \(hasCost ? "<th scope=\"col\" class=\"number\">Cost</th>" : "" as HTML)\
      <th scope="col" class="number">Letters</th></tr></thead><tbody>\(rows)</tbody></table></section>
      """
  }

  private var hasCost: Bool { groups.contains { $0.cost > 0 } }

  /// What model calls have cost; nothing where none had a price.
  private func cost(_ group: QueueGroup) -> HTML {
    hasCost
      ? "<td class=\"number side\">\(group.cost > 0 ? Amounts.money(group.cost) : "")</td>" : .empty
  }

  private func new(_ group: QueueGroup) -> HTML {
    newCount > 0
      ? "<td class=\"number side\">\(group.newCount > 0 ? "\(group.newCount)" : "")</td>" : .empty
  }

  private func cause(_ group: QueueGroup) -> HTML {
    let cause = group.cause
    let fields = ReviewDesk.fields(of: cause)
    let isChosen = fields.allSatisfy { self.fields[$0.key] == $0.value }
    let words = Self.words(cause)
    let rule: HTML = cause.rule.map { " <span class=\"rule\">\($0)</span>" } ?? .empty
    let address = "/" + ReviewDesk.address(isChosen ? [:] : fields)
    return """
      <tr\(isChosen ? " class=\"chosen\"" : "" as HTML)>
      <td><a href="\(address)"\(isChosen ? " aria-current=\"true\"" : "" as HTML)>\
      \(Self.chip(cause.failureClass)) <span>\(words)</span></a>\(rule)</td>
      <td class="place">\(Self.place(cause))</td>\(new(group))\(cost(group))\
      <td class="number">\(group.count)</td></tr>
      """
  }

  /// A place for people: `Line items › Amount`.
  static func place(_ cause: Cause) -> String {
    guard let field = cause.field, let place = try? JSONPointer(parsing: field) else {
      return cause.failureClass == nil ? "" : "the document"
    }
    return place.tokens.filter { $0 != "*" }.map(RecordForm.title).joined(separator: " › ")
  }

  static func chip(_ failureClass: FailureClass?) -> HTML {
    guard let failureClass else { return "<span class=\"chip\">to check</span>" }
    let name = failureClass.rawValue
    return "<span class=\"chip \(name)\">\(name.replacing("_", with: " "))</span>"
  }

  static func words(_ cause: Cause) -> String {
    cause.failureClass?.words ?? "a record to compare with its document"
  }

  /// Of a letter, whether it waits or was decided about.
  static func chip(_ shown: StandingOutcome) -> HTML {
    if shown.isWaiting { return chip(shown.cause.failureClass) }
    return "<span class=\"chip\">\(shown.kind == .accepted ? "accepted" : "discarded")</span>"
  }

  /// What there is to say about a letter, beside its chip.
  static func words(_ shown: StandingOutcome) -> String {
    shown.isWaiting ? words(shown.cause) : shown.reviewer.map { "by \($0)" } ?? "by a run"
  }

  // MARK: - Letters

  private var letters: HTML {
    """
    <section aria-labelledby="letters"><div class="above"><h2 id="letters">\
    \(isFiltered ? "\(Told.letters(count)) of \(all)" : "Letters")</h2>\(filters)</div>
    \(entries.isEmpty ? "<p class=\"none\">No letter is like that.</p>" : list)
    \(pages)</section>
    """
  }

  private var filters: HTML {
    let kept = ["class", "rule", "field", "layout", "new"].compactMap { name in
      fields[name].map { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">" as HTML }
    }.joined()
    let start: HTML =
      entries.first.map {
        "<a class=\"button main\" id=\"start\" href=\"\(address($0))\">Start <kbd>Enter</kbd></a>"
      }
      ?? .empty
    return """
      <form class="filters" method="get" action="/" role="search">\(kept)
      <label class="hidden" for="q">Search</label>
      <input id="q" name="q" type="search" value="\(fields["q"] ?? "")" placeholder="Search names, values, findings" \
      autocomplete="off">
      <label class="hidden" for="sort">Order</label><select id="sort" name="sort">\(orders)</select>
      \(layoutChoice)<noscript><button>Show</button></noscript>
      \(isFiltered ? "<a class=\"button quiet\" href=\"/\">All</a>" : "" as HTML)\(groupLink)\(start)</form>
      """
  }

  private var orders: HTML {
    let amounts = frame.desk.decider.amounts.map {
      ("value:\($0)", "highest \(RecordForm.title($0).lowercased())")
    }
    return
      ([
        ("", "by cause"), ("path", "by name"), ("oldest", "oldest first"),
        ("newest", "newest first"),
      ]
      + amounts).map { value, words -> HTML in
        let isChosen = (fields["sort"] ?? "") == value
        return "<option value=\"\(value)\"\(isChosen ? " selected" : "" as HTML)>\(words)</option>"
      }.joined()
  }

  private var layoutChoice: HTML {
    guard !layouts.isEmpty || fields["layout"] != nil else { return .empty }
    let options = layouts.map { layout -> HTML in
      let isChosen = fields["layout"] == layout.layout
      let name = TerminalText.safe(
        layout.example.description.split(separator: "/").last.map(String.init) ?? "")
      return """
        <option value="\(layout.layout)"\(isChosen ? " selected" : "" as HTML)>like \(name) \
        (\(layout.count))</option>
        """
    }.joined()
    return """
      <label class="hidden" for="layout">Layout</label><select id="layout" name="layout">\
      <option value="">every layout</option>\(options)</select>
      """
  }

  private var groupLink: HTML {
    guard isFiltered, count > 1 else { return .empty }
    let address = "/group" + ReviewDesk.address(fields)
    return "<a class=\"button quiet\" href=\"\(address)\">Decide all \(count)</a>"
  }

  private var list: HTML {
    """
    <ul class="letters">\(entries.map(row).joined())</ul>
    """
  }

  /// What the gravest finding says; of a letter without one what those of its cause have in common.
  private func message(_ entry: QueueEntry) -> String {
    if let rule = entry.cause.rule { return "does not hold: \(rule)" }
    let alike = entries.first { $0.cause == entry.cause && $0.message != nil }
    return entry.message ?? alike?.message ?? Self.words(entry.cause)
  }

  private func row(_ entry: QueueEntry) -> HTML {
    let path = TerminalText.safe(entry.path.description)
    let parts = path.split(separator: "/")
    let folder = parts.dropLast().joined(separator: "/")
    let isNew = desk.lastVisit > 0 && entry.since > desk.lastVisit
    return """
      <li><a href="\(address(entry))"><span class="name"><b>\(parts.last.map(String.init) ?? path)</b> \
      <span class="dim">\(folder)</span></span>
      <span class="what">\(Self.chip(entry.cause.failureClass)) \
      <span class="place">\(Self.place(entry.cause))</span> \
      <span class="message">\(message(entry))</span></span>
      <span class="age dim">\(isNew ? "<b>new</b> " : "" as HTML)\(Told.age(since: entry.since, now: now))</span></a></li>
      """
  }

  private func address(_ entry: QueueEntry) -> String {
    "/letters/\(entry.document.hex)" + ReviewDesk.address(fields)
  }

  private var pages: HTML {
    guard count > Self.length else { return .empty }
    func link(_ from: Int, _ words: String) -> HTML {
      let query = ReviewDesk.address(fields)
      let address = "/" + query + (query.isEmpty ? "?" : "&") + "from=\(from)"
      return "<a class=\"button quiet\" href=\"\(address)\">\(words)</a>"
    }
    return """
      <nav class="more" aria-label="Pages">\
      \(offset > 0 ? link(max(0, offset - Self.length), "Before") : .empty)
      <span>\(offset + 1) to \(min(count, offset + Self.length)) of \(count)</span>
      \(offset + Self.length < count ? link(offset + Self.length, "After") : .empty)</nav>
      """
  }
}
