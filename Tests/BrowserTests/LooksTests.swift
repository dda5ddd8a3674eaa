import Foundation
import JSON
import TestSupport
import Testing

/// How the page looks: pictures for people, contrast and names for the machine.
@Suite(.serialized, .enabled(if: Browser.isUsable, Browser.absence))
struct LooksTests {
  /// Where pictures are kept: `$SLUICE_SCREENSHOTS`, else `.build/screenshots`.
  private static let pictures: URL = {
    let environment = ProcessInfo.processInfo.environment["SLUICE_SCREENSHOTS"].map {
      URL(fileURLWithPath: $0, isDirectory: true)
    }
    return environment ?? SampleData.packageRoot.appendingPathComponent(".build/screenshots")
  }()

  private static let bills = ([.none] + Bill.Mistake.allCases.filter { $0 != .rightful })
    .enumerated().map { index, mistake in
      Bill(ordinal: 9 + index, mistake: mistake, form: index == 3 ? .html : .pdf)
    }

  /// Three that are read wrong in the same way: what mends one of them is offered to the others.
  private static let alike = (30...32).map { Bill(ordinal: $0, mistake: .swappedTotal) }

  /// One more that a reviewer clears before pictures are taken.
  private static let right = bills[0]

  @Test func everyPageIsLegibleNamedAndFitsInLightAndDarkWideAndNarrow() throws {
    let scene = try ReviewScene(
      Self.bills + Self.alike, extra: ["broken.pdf": Data("%PDF-1.4\nno more".utf8)])
    try scene.serve()
    let browser = try Browser()
    try browser.open(scene.url)
    #expect(browser.waits(until: "document.querySelector('.letters')"))
    // Time that a reviewer took, so that the page has it to tell.
    try browser.open(scene.home + "letters/" + (try scene.id(of: Self.right.name)))
    try browser.press(.control(.enter))
    #expect(scene.waits(for: Self.right.name, in: "results.jsonl") { $0 != nil })
    let mended = try scene.id(of: Self.alike[0].name)
    let ended = try scene.command(
      "dead-letters", "correct", mended, "--set", "/total=\(Self.alike[0].total)")
    #expect(ended.status == 0, "\(ended.stderr)")
    let cause = "class=ungrounded&rule=&field=/total"
    var pages = [
      ("queue", scene.home), ("queue-cause", scene.home + "?" + cause),
      ("group", scene.home + "group?class=rule_broken"),
      ("group-correct", scene.home + "group?\(cause)&like=\(mended)"),
    ]
    for bill in Self.bills where bill != Self.right {
      pages.append(
        ("letter-\(bill.mistake)", scene.home + "letters/" + (try scene.id(of: bill.name))))
    }
    pages.append(("letter-broken", scene.home + "letters/" + (try scene.id(of: "broken.pdf"))))
    try take(pages, in: browser)
    try browser.open(pages[4].1)
    try browser.press(.alt("r"))
    #expect(browser.waits(until: "document.querySelector('#retrying').open"))
    try keep(browser.screenshot(), "retry-1280-light")
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  /// A receipt, a long invoice and a page of a shop, as people have them.
  @Test func documentsOfManyKindsAreLegible() throws {
    for kind in try SampleKind.all {
      let scene = try kind.scene()
      try scene.serve()
      let browser = try Browser()
      try browser.open(scene.url)
      #expect(browser.waits(until: "document.querySelector('.letters')"))
      let address = scene.home + "letters/" + (try scene.id(of: kind.document))
      try take([(kind.name, address)], in: browser)
    }
  }

  /// Two who decide, of whom one was faster.
  @Test(arguments: [(1280, false), (390, true)])
  func theDifferenceBetweenTwoReviewersIsLegible(width: Int, isDark: Bool) throws {
    let bill = Self.bills[2]
    let scene = try ReviewScene([bill])
    try scene.serve()
    let browser = try Browser()
    try browser.show(width: width, isDark: isDark)
    try browser.open(scene.url)
    try browser.open(scene.home + "letters/" + (try scene.id(of: bill.name)))
    #expect(browser.waits(until: Self.isDrawn))
    let decided = try scene.command(
      "dead-letters", "correct", "--field", "/total", "--set", "/total=\(bill.total)")
    #expect(decided.status == 0, "\(decided.stderr)")
    try browser.press(Key.typing("130") + [.control(.enter)])
    #expect(browser.waits(until: "document.querySelector('#conflict').open"))
    try keep(browser.screenshot(), "conflict-\(width)-\(isDark ? "dark" : "light")")
    #expect(try browser.value(Self.faints) == [])
    #expect(try browser.value(Self.overflow) == 0)
  }

  private func keep(_ picture: Data, _ name: String) throws {
    try FileManager.default.createDirectory(at: Self.pictures, withIntermediateDirectories: true)
    try picture.write(to: Self.pictures.appendingPathComponent(name + ".png"))
  }

  /// The pages that axe-core looks at, which takes its time: each is made of other parts.
  private static let checked: Set<String> = [
    "queue", "group-correct", "letter-none", "letter-prose", "invoice", "html",
  ]

  /// Takes pictures of pages in every width and light, and looks for what is wrong with them.
  private func take(_ pages: [(String, String)], in browser: Browser) throws {
    for width in [1280, 390] {
      for isDark in [false, true] {
        try browser.show(width: width, isDark: isDark)
        for (name, address) in pages {
          try browser.open(address)
          #expect(browser.waits(until: Self.isDrawn))
          let file = "\(name)-\(width)-\(isDark ? "dark" : "light")"
          try keep(browser.screenshot(), file)
          #expect(try browser.value(Self.faints) == [], "\(file)")
          #expect(try browser.value(Self.nameless) == [], "\(file)")
          #expect(try browser.value(Self.overflow) == 0, "\(file)")
          let faults = Axe.isWanted && Self.checked.contains(name) ? try browser.faults() : []
          #expect(faults == [], "\(file)")
        }
      }
    }
    try browser.show(width: 1280, isDark: false)
  }

  /// Whether all pictures that can be seen are there: one that is far below is not loaded yet.
  private static let isDrawn = """
    document.readyState === "complete"
      && [...document.images].every((image) => image.complete && image.naturalWidth > 0
        || image.getBoundingClientRect().top > innerHeight)
    """

  /// Controls without a name, images without words, ids used twice (WCAG 4.1.2, 1.1.1).
  private static let nameless = """
    (() => {
      const controls = [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a")]
        .filter((one) => !(one.labels?.length > 0) && !one.getAttribute("aria-label")
          && one.textContent.trim() === "");
      const images = [...document.images].filter((image) => !image.alt);
      const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
      const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
      return [...controls, ...images].map((one) => one.outerHTML.slice(0, 120)).concat(twice);
    })()
    """

  /// How far a page is wider than its window (WCAG 1.4.10).
  private static let overflow =
    "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"

  /// Texts with less contrast than 4.5 to 1 (WCAG 1.4.3), as far as plain colours go.
  private static let faints = """
    (() => {
      const channels = (color) => {
        const parts = color.match(/[\\d.]+/g).map(Number);
        if (color.startsWith("color(")) for (let i = 0; i < 3; i++) parts[i] *= 255;
        return parts.length > 3 ? parts : [...parts, 1];
      };
      const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
      const ground = (one) => {
        const layers = [];
        for (let node = one; node; node = node.parentElement) {
          layers.push(channels(getComputedStyle(node).backgroundColor));
        }
        const dark = matchMedia("(prefers-color-scheme: dark)").matches;
        return layers.reverse().reduce((below, top) => over(top, below), dark ? [18, 18, 18] : [255, 255, 255]);
      };
      const luminance = (color) => {
        const [r, g, b] = color.map((c) => c / 255)
          .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const faint = [];
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const one = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || one.closest("svg, noscript, [disabled]")) continue;
        if (!one.checkVisibility() || one.closest(".hidden, .skip")) continue;
        const below = ground(one);
        const ink = over(channels(getComputedStyle(one).color), below);
        const [light, dark] = [luminance(ink), luminance(below)].sort((a, b) => b - a);
        const ratio = (light + 0.05) / (dark + 0.05);
        if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${one.className} ${texts.currentNode.data.slice(0, 30)}`);
      }
      return [...new Set(faint)];
    })()
    """
}
