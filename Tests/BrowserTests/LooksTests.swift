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

  private static let bills = Bill.Mistake.allCases.enumerated().map { index, mistake in
    Bill(ordinal: 10 + index, mistake: mistake, form: index == 2 ? .html : .pdf)
  }

  @Test func everyPageIsLegibleNamedAndFitsInLightAndDarkWideAndNarrow() throws {
    let scene = try ReviewScene(Self.bills, extra: ["broken.pdf": Data("%PDF-1.4\nno more".utf8)])
    try scene.serve()
    let browser = try Browser()
    try browser.open(scene.url)
    #expect(browser.waits(until: "document.querySelector('.letters')"))
    var pages = [("queue", scene.home), ("group", scene.home + "group?class=rule_broken")]
    for bill in Self.bills {
      pages.append(
        ("letter-\(bill.mistake)", scene.home + "letters/" + (try scene.id(of: bill.name))))
    }
    pages.append(("letter-broken", scene.home + "letters/" + (try scene.id(of: "broken.pdf"))))
    try FileManager.default.createDirectory(at: Self.pictures, withIntermediateDirectories: true)
    for width in [1280, 390] {
      for isDark in [false, true] {
        try browser.show(width: width, isDark: isDark)
        for (name, address) in pages {
          try browser.open(address)
          #expect(browser.waits(until: Self.isDrawn))
          let file = "\(name)-\(width)-\(isDark ? "dark" : "light").png"
          try browser.screenshot().write(to: Self.pictures.appendingPathComponent(file))
          #expect(try browser.value(Self.faints) == [], "\(file)")
          #expect(try browser.value(Self.nameless) == [], "\(file)")
          #expect(try browser.value(Self.overflow) == 0, "\(file)")
        }
      }
    }
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  private static let isDrawn = """
    document.readyState === "complete"
      && [...document.images].every((image) => image.complete || image.loading === "lazy")
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
