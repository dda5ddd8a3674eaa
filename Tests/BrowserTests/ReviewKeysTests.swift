import Foundation
import JSON
import TestSupport
import Testing

/// Forty dead letters of many causes, from the first to the last with the keyboard alone.
@Suite(.serialized, .enabled(if: Browser.isUsable, Browser.absence))
struct ReviewKeysTests {
  private static let mistakes: [Bill.Mistake] = [.none, .swappedTotal, .wordyCurrency, .otherDate]

  private static let bills = (1...40).map { ordinal in
    Bill(
      ordinal: ordinal, mistake: mistakes[ordinal % 4],
      form: [.pdf, .html, .text][ordinal % 3])
  }

  /// What the browser has before it: the letter, the place in it, the values that are offered.
  private static let state = """
    (() => {
      const name = document.querySelector("h1")?.textContent.split("/").pop();
      const field = document.activeElement?.closest("[data-at]");
      if (!field) return null;
      const notes = [...document.querySelectorAll("[data-notes]")]
        .find((notes) => notes.dataset.notes === field.dataset.at);
      const offered = [...(notes?.querySelectorAll("[data-rival]") ?? [])].map((one) => one.dataset.value);
      return [name, field.dataset.at, ...offered];
    })()
    """

  /// Keys that a right value, a listed one and a typed one may take.
  private func keys(for bill: Bill, offered: [String]) -> [Key] {
    switch bill.mistake {
    case .none, .prose, .rightful: return [.enter]
    case .swappedTotal, .otherDate:
      let wanted = bill.mistake == .otherDate ? bill.date : String(bill.total)
      guard let index = offered.firstIndex(of: wanted) else {
        return Key.typing(wanted) + [.enter]
      }
      return [Key(stringLiteral: "\(index + 1)"), .enter]
    case .wordyCurrency: return Key.typing("GBP") + [.enter]
    }
  }

  @Test func rightIsOneKeyListedTwoTypedItsLengthAndOneAndTheNextLetterNone() throws {
    let scene = try ReviewScene(Self.bills)
    try scene.serve()
    let browser = try Browser()
    try browser.open(scene.url)
    #expect(browser.waits(until: "document.querySelector('#start')"))
    try browser.press(.enter)
    var (pressed, letters) = (0, 0)
    while letters < Self.bills.count {
      try #require(browser.waits(until: "(\(Self.state)) !== null"))
      let state = (try browser.value(Self.state).arrayValue ?? []).compactMap(\.stringValue)
      let bill = try #require(Self.bills.first { $0.name == state.first }, "\(state)")
      let keys = keys(for: bill, offered: Array(state.dropFirst(2)))
      try browser.press(keys)
      pressed += keys.count
      letters += 1
      let isElsewhere = browser.waits(
        until: "!document.querySelector('h1')?.textContent.endsWith('\(bill.name)')")
      try #require(isElsewhere, "\(keys.count) keys did not settle \(bill.name)")
    }
    #expect(browser.waits(until: "location.pathname === '/'"), "the queue's end is reached")
    // Ten right, twenty listed, ten of three letters.
    #expect(pressed == 10 + 20 * 2 + 10 * 4)
    for bill in Self.bills {
      #expect(scene.waits(for: bill.name, in: "results.jsonl") { $0?["record"] == bill.record })
    }
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  @Test func aDigitThatMoreFollowsIsTyped() throws {
    let bill = Bill(ordinal: 12, mistake: .swappedTotal)
    let scene = try ReviewScene([bill])
    try scene.serve()
    let browser = try Browser()
    try browser.open(scene.url)
    #expect(browser.waits(until: "document.querySelector('#start')"))
    try browser.press(.enter)
    #expect(browser.waits(until: "(\(Self.state)) !== null"))
    try browser.press("1")
    #expect(browser.waits(until: "document.activeElement.value === '132'"), "the first one listed")
    try browser.press("9", "9")
    #expect(browser.waits(until: "document.activeElement.value === '199'"))
    // Whatever was typed, a digit is a digit from then on.
    try browser.press(.backspace, .backspace, .backspace, "1")
    #expect(browser.waits(until: "document.activeElement.value === '1'"))
    try browser.press("9", "9")
    #expect(browser.waits(until: "document.activeElement.value === '199'"))
    try browser.press(.escape, "?")
    #expect(browser.waits(until: "document.querySelector('#keys').open"))
  }
}
