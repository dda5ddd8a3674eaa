import Foundation
import JSON
import TestSupport
import Testing

/// The queues that `make run` left of the project's own samples, as the local model read them.
@Suite(.serialized, .enabled(if: Browser.isUsable, Browser.absence))
struct SampleQueueTests {
  private static let root = SampleData.packageRoot
  private static let out = root.appendingPathComponent("out")
  private static let absence: Comment = "no out/: `make run` makes it"

  /// The pipelines of which something waits.
  private static let pipelines: [String] = {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: out.path)) ?? []
    return all.sorted().filter { name in
      let letters = try? Data(
        contentsOf: out.appendingPathComponent(name + "/dead-letters.jsonl"))
      return letters?.isEmpty == false
    }
  }()

  @Test(.enabled(if: !pipelines.isEmpty, absence), arguments: pipelines)
  func everyLetterOfItOpensWithItsDocumentAndIsDecided(_ name: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(at: Self.out, to: folder.url.appendingPathComponent("out"))
    for shared in ["pipelines", "samples", "schemas"] {
      try FileManager.default.createSymbolicLink(
        at: folder.url.appendingPathComponent(shared),
        withDestinationURL: Self.root.appendingPathComponent(shared))
    }
    let page = try BuiltBinary.sluice.start(
      ["review", "pipelines/\(name).yaml", "--reviewer", "ada"], in: folder.url)
    defer { page.signalled(SIGKILL) }
    try #require(page.waits(timeLimit: 60) { page.stdout.contains("\n") }, "\(page.stderr)")
    let browser = try Browser()
    try browser.open(String(page.stdout.prefix { $0 != "\n" }))
    #expect(browser.waits(until: "document.querySelector('#start')"))
    let waiting = try browser.value("Number(document.querySelector('h1 b').textContent)").intValue
    try browser.press(.enter)
    for left in (1...(waiting ?? 0)).reversed() {
      try #require(browser.waits(until: Self.isShown(left)), "\(left) left")
      try decide(in: browser)
    }
    #expect(browser.waits(until: "document.querySelector('.done')"))
    let letters = folder.url.appendingPathComponent("out/\(name)/dead-letters.jsonl")
    #expect(page.waits { (try? Data(contentsOf: letters))?.isEmpty == true })
    // A decision that is refused is one: 422.
    let complaints = try browser.complaints().filter { !$0.contains("422") }
    #expect(complaints == [])
  }

  /// Accepts what is there; discards what the schema refuses.
  private func decide(in browser: Browser) throws {
    let before = try browser.text("location.pathname")
    try browser.press(.control(.enter))
    let refused = "document.querySelector('#verdict')?.textContent"
    #expect(browser.waits(until: "location.pathname !== '\(before)' || \(refused)"))
    guard try browser.value("location.pathname === '\(before)'") == true else { return }
    try browser.press(.alt("d"))
    #expect(browser.waits(until: "document.querySelector('#discarding').open"))
    try browser.press(Key.typing("not read") + [.enter])
    #expect(browser.waits(until: "location.pathname !== '\(before)'"))
  }

  /// Whether a letter is there, with so many left, and its page, its text or why there is none.
  private static func isShown(_ left: Int) -> String {
    """
    document.documentElement.dataset.ready !== undefined
      && document.querySelector(".left b")?.textContent === "\(left)"
      && (document.querySelector("#text")?.textContent.length > 100
        || document.querySelector(".page img")?.naturalWidth > 0
        || document.querySelector(".nothing"))
    """
  }
}
