import Foundation
import JSON
import TestSupport
import Testing

/// Documents, file names and models that would like to run something in the reviewer's browser.
@Suite(.serialized, .enabled(if: Browser.isUsable, Browser.absence))
struct HostileDocumentTests {
  private static let script = #"<script>pwned()</script><img src=x onerror="pwned()">"#
  private static let attribute = #"" autofocus onfocus="pwned()" x=""#
  private static let link = #"javascript:pwned()'-pwned()-'"#

  @Test func nothingOfThemIsExecutedAndAllOfItIsShown() throws {
    let buyers = [Self.script, Self.attribute, Self.link]
    var bills = buyers.enumerated().map { index, buyer in
      Bill(ordinal: 20 + index, mistake: .swappedTotal, form: .text, buyer: buyer)
    }
    bills.append(Bill(ordinal: 30, mistake: .swappedTotal, form: .html, buyer: Self.script))
    let scene = try ReviewScene(
      bills,
      extra: [
        #"<img src=x onerror=pwned()>"onfocus=pwned() '.txt"#: Data(bills[0].document + [10]),
        "metadata.pdf": Self.pdf,
      ])
    try scene.serve()
    let browser = try Browser()
    try browser.open(scene.url)
    #expect(browser.waits(until: "document.querySelector('.letters')"))
    let addresses =
      (try browser.value(
        "[...document.querySelectorAll('.letters a')].map((link) => link.href)"
      ).arrayValue ?? [])
      .compactMap(\.stringValue)
    #expect(addresses.count == 6)
    for address in [scene.home, scene.home + "?q=%22%3E%3Cscript%3Epwned()%3C/script%3E"]
      + addresses
      + [scene.home + "group?class=ungrounded&field=/total"]
    {
      try browser.open(address)
      #expect(browser.waits(until: "document.querySelector('main')"))
      // Whatever was smuggled in would be there by now: the page's own script has run.
      #expect(browser.waits(until: "document.readyState === 'complete'"))
      let foreign = """
        [...document.querySelectorAll("*")].filter((one) =>
          one.matches("main script, main iframe, main object, img[src='x'], base")
          || [...one.attributes].some((attribute) => attribute.name.startsWith("on")
            || /^\\s*javascript:/i.test(attribute.value) && attribute.name === "href")).length
        """
      #expect(try browser.value(foreign) == 0, "\(address)")
    }
    let complaints = try browser.complaints()
    #expect(complaints.isEmpty, "no script was even refused: \(complaints)")
    try browser.open(addresses.last ?? "")
    #expect(browser.waits(until: "document.querySelector('h1')"))
  }

  /// What a model says comes into fields as it is, and out as it is.
  @Test func aHostileValueIsShownAndPublishedByteForByte() throws {
    let bill = Bill(ordinal: 21, mistake: .swappedTotal, form: .text, buyer: Self.script)
    let scene = try ReviewScene([bill])
    try scene.serve()
    let browser = try Browser()
    try browser.open(scene.url)
    #expect(browser.waits(until: "document.querySelector('#start')"))
    try browser.press(.enter)
    #expect(browser.waits(until: "document.querySelector('[data-at=\"/buyer\"]')"))
    #expect(
      try browser.text("document.querySelector('[data-at=\"/buyer\"] :is(input,textarea)').value")
        == Self.script)
    #expect(browser.waits(until: "document.activeElement.closest('[data-at=\"/total\"]')"))
    try browser.press(Key.typing("\(bill.total)") + [.enter])
    #expect(scene.waits(for: bill.name, in: "results.jsonl") { $0?["record"] == bill.record })
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  /// A PDF whose metadata and page hold markup.
  private static let pdf: Data = {
    let page = SmallPDF.line("<script>pwned\\(\\)</script> INV-0020", at: 700)
    let plain = String(decoding: SmallPDF.data(page), as: UTF8.self)
    return Data(
      plain.replacing(
        "trailer << ",
        with: "trailer << /Info << /Title (<script>pwned\\(\\)</script>) >> "
      ).utf8)
  }()
}
