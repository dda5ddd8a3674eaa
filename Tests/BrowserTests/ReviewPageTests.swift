import Foundation
import JSON
import TestSupport
import Testing

/// The review page in a real browser: after each step the result files are looked at.
@Suite(.serialized, .enabled(if: Browser.isUsable, Browser.absence))
struct ReviewPageTests {
  private let browser: Browser
  private let scene: ReviewScene

  private static let bills = [
    Bill(ordinal: 12, mistake: .swappedTotal), Bill(ordinal: 13, mistake: .otherDate),
    Bill(ordinal: 14, mistake: .none), Bill(ordinal: 15, mistake: .none, form: .html),
    Bill(ordinal: 16, mistake: .wordyCurrency, form: .text),
  ]

  /// Run once and never changed: each test has a copy.
  nonisolated(unsafe) private static let ready: Result<ReviewScene, any Error> = Result {
    atexit { ReviewPageTests.removeReady() }
    return try ReviewScene(bills)
  }

  private static func removeReady() {
    guard case .success(let scene) = ready else { return }
    try? FileManager.default.removeItem(at: scene.folder.url)
  }

  init() throws {
    scene = try ReviewScene(copyOf: Self.ready.get())
    try scene.serve()
    browser = try Browser()
    try browser.open(scene.url)
    #expect(browser.waits(until: "document.querySelector('main h1')"))
  }

  /// Opens a letter and waits until the script has taken it up.
  private func open(_ bill: Bill, fragment: String = "", query: String = "") throws {
    let id = try scene.id(of: bill.name)
    try browser.open("http://127.0.0.1:\(scene.port)/letters/\(id)\(query)\(fragment)")
    #expect(browser.waits(until: Self.focused))
  }

  private static let focused = "document.activeElement?.closest('[data-at], .general, .actions')"
  private static let place = "document.activeElement?.closest('[data-at]')?.dataset.at"

  private func isPublished(_ bill: Bill, _ isWanted: (JSONValue) -> Bool) -> Bool {
    scene.waits(for: bill.name, in: "results.jsonl") { $0.map(isWanted) ?? false }
  }

  @Test func theAddressHoldsAKeyThatIsTradedForACookieNoScriptCanRead() throws {
    #expect(try browser.text("location.href") == "http://127.0.0.1:\(scene.port)/")
    #expect(try browser.text("document.cookie") == "")
    #expect(try browser.text("document.querySelector('main h1').textContent") == "5 to decide")
  }

  @Test func whatIsNewSinceTheLastVisitIsToldAndShownAlone() throws {
    #expect(
      try browser.value("document.querySelector('.facts').textContent.includes('new')") == false)
    #expect(scene.close()?.status == 0)
    let late = Bill(ordinal: 17, mistake: .none, form: .text)
    try scene.folder.write(late.document, to: "documents/" + late.name)
    #expect([0, 1].contains(try scene.sluice(["run", "pipeline.yaml"]).status))
    try scene.serve()
    try browser.open(scene.url)
    let facts = try browser.text("document.querySelector('.facts').textContent")
    #expect(facts.contains("1 new since your last visit"))
    try browser.open(scene.home + "?new=1")
    let names = try browser.value(
      "[...document.querySelectorAll('.letters .name b')].map((name) => name.textContent)")
    #expect(names == [.string(late.name)])
    #expect(try browser.text("document.querySelector('.letters .age b').textContent") == "new")
  }

  @Test func aTypedTotalIsPublishedWithItsEvidenceWhoDecidedAndHowLongItTook() throws {
    let bill = Self.bills[0]
    try open(bill)
    #expect(try browser.text(Self.place) == "/total", "the doubtful value has the focus")
    try browser.press(Key.typing("132") + [.enter])
    #expect(isPublished(bill) { $0["record"] == bill.record })
    let line = try #require(try scene.lines("results.jsonl")[bill.name])
    #expect(line["reviewer"] == "ada")
    #expect(line["evidence"]?["/total"]?["kind"] == "normalised")
    #expect(line["findings"] == [])
    #expect(try scene.lines("dead-letters.jsonl")[bill.name] == nil)
    let status = try scene.command("status", "--json")
    let review = try JSONValue(parsing: status.stdout)["review"]
    #expect(review?["decisions"] == 1)
    #expect(review?["median_letter_ms"]?.intValue ?? 0 > 0)
    #expect(browser.waits(until: "document.querySelector('#told').textContent.includes('Undo')"))
  }

  @Test func aDateIsPickedByDraggingOverItsWordsOnThePage() throws {
    let bill = Self.bills[1]
    try open(bill, fragment: "#/date")
    #expect(browser.waits(until: "document.querySelector('.page img').complete"))
    let point = try pointOnPage()
    // The fourth line stands 90 points below the first, whose foot is 92 points below the top.
    try browser.drag(from: point(153, 166), to: point(400, 188))
    #expect(browser.waits(until: "document.activeElement.value === '\(bill.date)'"))
    #expect(browser.waits(until: "document.querySelector('rect.on')"), "its place lights up")
    try browser.press(.enter)
    #expect(isPublished(bill) { $0["record"]?["date"] == .string(bill.date) })
    let evidence = try scene.lines("results.jsonl")[bill.name]?["evidence"]?["/date"]
    #expect(evidence?["quote"]?.stringValue == "\(bill.day) March 2031")
    #expect(evidence?["page"] == 1)
  }

  /// Where a point of the page, in points from its left upper corner, is in the window.
  private func pointOnPage() throws -> (Double, Double) -> (Double, Double) {
    let frame = try browser.value(
      """
      (() => {
        const svg = document.querySelector(".page svg");
        const { left, top, width, height } = svg.getBoundingClientRect();
        return [left, top, width / svg.viewBox.baseVal.width, height / svg.viewBox.baseVal.height];
      })()
      """)
    let numbers = (frame.arrayValue ?? []).compactMap(\.doubleValue)
    try #require(numbers.count == 4)
    return { x, y in (numbers[0] + x * numbers[2], numbers[1] + y * numbers[3]) }
  }

  @Test func aFingerThatIsHeldMarksWordsAndOneThatMovesAtOnceMovesThePage() throws {
    let bill = Self.bills[1]
    try browser.show(width: 390, isDark: false)
    try open(bill, fragment: "#/date")
    #expect(browser.waits(until: "document.querySelector('.page img').naturalWidth > 0"))
    let point = try pointOnPage()
    let was = try browser.text("document.querySelector('[data-at=\"/date\"] input').value")
    try browser.drag(from: point(300, 300), to: point(300, 100), finger: 0)
    #expect(
      browser.waits(until: "document.querySelector('#pages').scrollTop > 0"), "the page went along")
    try browser.value("document.querySelector('#pages').scrollTop = 0")
    #expect(
      try browser.text("document.querySelector('[data-at=\"/date\"] input').value") == was)
    #expect(try browser.value("document.querySelector('rect.drag')") == .null)
    try browser.drag(from: point(153, 166), to: point(400, 188), finger: 600)
    #expect(
      browser.waits(
        until: "document.querySelector('[data-at=\"/date\"] input').value === '\(bill.date)'"))
  }

  @Test func aValueOfAnHTMLDocumentIsPickedByMarkingItsWords() throws {
    let bill = Self.bills[3]
    try open(bill, fragment: "#/buyer")
    try browser.value(
      """
      (() => {
        const line = [...document.querySelectorAll("#text p")]
          .find((line) => line.textContent.includes("Bill to"));
        const words = line.querySelector("mark")?.firstChild ?? line.firstChild;
        const range = document.createRange();
        range.setStart(words, 0);
        range.setEnd(words, 6);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        document.querySelector("#pages").dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
        return true;
      })()
      """)
    #expect(browser.waits(until: "document.activeElement.value === 'Corner'"))
    #expect(
      browser.waits(
        until: "document.querySelector('mark.on')?.textContent === 'Corner'"), "its place lights up"
    )
  }

  @Test func oneCorrectionIsOfferedToTheOthersAndUndoneAsAWhole() throws {
    try browser.open(
      "http://127.0.0.1:\(scene.port)/group?class=rule_broken&rule=total%20is%20net%20plus%20tax&field=/total"
    )
    #expect(browser.waits(until: "document.querySelectorAll('input[name=chosen]').length === 2"))
    #expect(
      try browser.value("document.querySelectorAll('input[name=chosen]:checked').length") == 0,
      "what has a doubt is not chosen for anybody")
    try browser.value("document.querySelector('#all').click()")
    try browser.value("document.querySelector('#apply').click()")
    #expect(isPublished(Self.bills[2]) { $0["reviewer"] == "ada" })
    #expect(isPublished(Self.bills[3]) { $0["record"] == Self.bills[3].record })
    #expect(
      browser.waits(until: "document.querySelector('#told').textContent.includes('2 letters')"))
    try browser.press(.alt("u"))
    for bill in Self.bills[2...3] {
      #expect(scene.waits(for: bill.name, in: "dead-letters.jsonl") { $0 != nil })
    }
    #expect(try scene.lines("results.jsonl").isEmpty)
  }

  @Test func oneCorrectionClearsTheOthersWithItsCause() throws {
    let bills = (40...60).map { Bill(ordinal: $0, mistake: .swappedTotal, form: .text) }
    let scene = try ReviewScene(bills)
    try scene.serve()
    try browser.open(scene.url)
    #expect(browser.waits(until: "document.querySelector('#start')"))
    try browser.press(.enter)
    #expect(browser.waits(until: Self.focused))
    let first = try browser.text("document.querySelector('h1').textContent.split('/').pop()")
    let bill = try #require(bills.first { $0.name == first })
    try browser.press(Key.typing("\(bill.total)") + [.enter])
    #expect(
      browser.waits(until: "document.querySelector('#told').textContent.includes('20 alike')"))
    try browser.press(.alt("g"))
    let chosen = "document.querySelectorAll('input[name=chosen]:checked').length"
    #expect(browser.waits(until: "\(chosen) === 20"), "the label leads to each total")
    try browser.press(.enter)
    for bill in bills {
      #expect(scene.waits(for: bill.name, in: "results.jsonl") { $0?["record"] == bill.record })
    }
  }

  @Test func acceptedRecordsAreLookedAtOnceMoreAndCounted() throws {
    let bill = Bill(ordinal: 70, mistake: .wordyCurrency, form: .text)
    let scene = try ReviewScene([bill], settings: "review: { audit: 100% }")
    #expect(
      try scene.command("dead-letters", "correct", "--class", "invalid", "--set", "/currency=GBP")
        .status == 0)
    #expect(try scene.command("dead-letters", "list").stdout.contains("No dead letters"))
    try scene.serve()
    try browser.open(scene.url)
    #expect(browser.waits(until: "document.querySelector('.done')"), "a person has looked at it")
  }

  @Test func aRecordOfTheAuditLooksLikeItsNeighboursUntilItIsDecided() throws {
    let bills = (71...74).map {
      Bill(ordinal: $0, mistake: $0 == 71 ? .rightful : .swappedTotal, form: .text)
    }
    let scene = try ReviewScene(bills, settings: "review: { audit: 100% }")
    #expect(try scene.lines("results.jsonl").keys.sorted() == [bills[0].name])
    try scene.serve()
    try browser.open(scene.url)
    #expect(browser.waits(until: "document.querySelectorAll('.letters li').length === 4"))
    let shapes = try browser.value(
      """
      [...new Set([...document.querySelectorAll(".letters li")].map((letter) =>
        letter.textContent.replace(/bill-\\d+/, "").replace(/\\s+/g, " ")))].length
      """)
    #expect(shapes == 1, "all four look the same")
    #expect(try browser.value("document.querySelectorAll('.causes tbody tr').length") == 1)
    try browser.value("document.querySelector('.letters a[href]').click()")
    for _ in bills {
      try #require(
        browser.waits(until: Self.focused + " && document.querySelector('.field.wrong')"))
      let name = try browser.text("document.querySelector('h1').textContent.split('/').pop()")
      let bill = try #require(bills.first { $0.name == name })
      #expect(try browser.text(Self.place) == "/total")
      let chip = try browser.text("document.querySelector('.head .chip').textContent")
      #expect(chip == "ungrounded")
      try browser.press(
        bill == bills[0] ? [.enter] : Key.typing("\(bill.total)") + [.enter])
      #expect(
        browser.waits(until: "!document.querySelector('h1')?.textContent.endsWith('\(name)')"))
    }
    #expect(browser.waits(until: "document.querySelector('.done')"))
    #expect(
      try browser.text("document.querySelector('.facts').textContent").contains("of 1 right"))
    let status = try JSONValue(parsing: scene.command("status", "--json").stdout)
    #expect(status["review"]?["second_looks"] == 1)
    #expect(status["review"]?["second_looks_right"] == 1)
  }

  @Test func aFieldThatWasHeldBackIsOfferedAsItWasReadAndTakenWhenItIsConfirmed() throws {
    let bill = Bill(ordinal: 80, mistake: .otherDate, form: .text)
    let scene = try ReviewScene([bill], publish: "fields")
    let line = try #require(try scene.lines("results.jsonl")[bill.name])
    #expect(line["missing"]?["/date"] == "held" && line["record"]?["date"] == .null)
    try scene.serve()
    try browser.open(scene.url)
    #expect(browser.waits(until: "document.querySelectorAll('.letters li').length === 1"))
    try browser.press(.enter)
    #expect(browser.waits(until: "\(Self.place) === '/date'"))
    try browser.press("1", .enter)
    #expect(browser.waits(until: "document.querySelector('.here .error')"), "no page shows it")
    try browser.press(.enter)
    #expect(
      scene.waits(for: bill.name, in: "results.jsonl") {
        $0?["record"]?["date"] == .string(bill.misdated) && $0?["missing"]?["/date"] == nil
      })
    #expect(browser.waits(until: "document.querySelector('.done')"))
  }

  @Test func aLetterIsAskedAboutAgainInAnotherWay() throws {
    let bill = Self.bills[0]
    try open(bill)
    try browser.press(.alt("r"))
    #expect(browser.waits(until: "document.activeElement.id === 'hint'"))
    try browser.press(Key.typing("Below the line.") + [.tab])
    #expect(browser.waits(until: "document.activeElement.id === 'rung'"))
    try browser.press(Key.typing("c") + [.tab] + Key.typing("555") + [.enter])
    #expect(
      browser.waits(until: "document.querySelector('#told').textContent.includes('asks again')"))
    let asked = scene.requests.count
    #expect([0, 1].contains(try scene.sluice(["run", "pipeline.yaml"]).status))
    let again = try #require(scene.requests.dropFirst(asked).first)
    #expect(again.body["model"] == "careful" && again.body["max_tokens"] == 555)
    #expect(again.user.hasSuffix("adds: Below the line."))
  }

  @Test func anUndoneDecisionStandsAgainAsItStood() throws {
    let bill = Self.bills[0]
    let before = try scene.lines("dead-letters.jsonl")[bill.name]
    try open(bill)
    try browser.press(.control(.enter))
    #expect(isPublished(bill) { $0["reviewer"] == "ada" })
    #expect(browser.waits(until: "document.querySelector('#told').textContent.includes('Undo')"))
    try browser.press(.alt("u"))
    #expect(scene.waits(for: bill.name, in: "dead-letters.jsonl") { $0 == before })
    #expect(browser.waits(until: "location.pathname.startsWith('/letters/')"))
  }

  @Test func theSecondOfTwoIsToldAndShownTheDifferenceAndOverwritesNothing() throws {
    let bill = Self.bills[0]
    try open(bill)
    let first = try browser.window
    try browser.turn(to: browser.openWindow())
    try open(bill)
    try browser.press(Key.typing("132") + [.enter])
    #expect(isPublished(bill) { $0["record"]?["total"] == 132 })
    try browser.turn(to: first)
    try browser.press(Key.typing("140") + [.enter])
    // The page does not show it, so it wants a second look.
    #expect(browser.waits(until: "document.querySelector('#form .error')"))
    try browser.press(.enter)
    #expect(browser.waits(until: "document.querySelector('#conflict').open"))
    let told = try browser.text("document.querySelector('#conflict-text').textContent")
    #expect(told.contains("ada corrected it"))
    #expect(told.contains("140") && told.contains("132"))
    #expect(try scene.lines("results.jsonl")[bill.name]?["record"]?["total"] == 132)
    try browser.value("document.querySelector('#over').click()")
    #expect(isPublished(bill) { $0["record"]?["total"] == 140 && $0["supersedes"] != nil })
  }

  @Test func rowsAreAddedAndRemovedAndWhatIsEmptiedIsAbsent() throws {
    let bill = Self.bills[2]
    try open(bill, fragment: "#/buyer")
    for _ in 0..<2 {
      try browser.value("document.querySelector('[data-add=\"/rows\"]').click()")
      #expect(browser.waits(until: "\(Self.place)?.startsWith('/rows/')"))
    }
    #expect(browser.waits(until: "\(Self.place) === '/rows/1/text'"))
    try browser.press(Key.typing("Net"))
    try browser.value("document.querySelector('[data-remove=\"/rows/0\"]').click()")
    #expect(browser.waits(until: "document.querySelectorAll('[data-remove]').length === 1"))
    #expect(
      try browser.text("document.querySelector('[data-at=\"/rows/0/text\"] input').value") == "Net")
    try browser.press(.control(.enter))
    #expect(isPublished(bill) { $0["record"]?["rows"] == [["text": "Net"]] })
  }

  @Test func aDocumentIsDiscardedWithItsReasonAndAnotherIsAskedAboutAgain() throws {
    try open(Self.bills[0])
    try browser.press(.alt("d"))
    #expect(browser.waits(until: "document.querySelector('#discarding').open"))
    try browser.press(Key.typing("a duplicate") + [.enter])
    let name = Self.bills[0].name
    #expect(scene.waits(for: name, in: "dead-letters.jsonl") { $0 == nil })
    try open(Self.bills[1])
    try browser.press(.alt("r"))
    #expect(browser.waits(until: "document.querySelector('#retrying').open"))
    try browser.press(.enter)
    #expect(
      browser.waits(until: "document.querySelector('#told').textContent.includes('asks again')"))
    #expect(try scene.command("status").stdout.contains("discarded      1"))
  }

  @Test func thePageEndsWithItsProcessAndWithExitCodeZero() throws {
    let ended = try #require(scene.close())
    #expect(ended.status == 0 && !ended.isTimedOut, "\(ended.stderr)")
  }
}
