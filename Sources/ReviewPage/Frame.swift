import Review

/// What all pages have: head, style, script, the bar at the top.
struct Frame {
  let desk: ReviewDesk
  let changeToken: String

  /// - Parameters:
  ///   - title: of the window.
  ///   - kind: the class that style and script go by.
  ///   - bar: what stands in the bar beside the name.
  func page(_ title: String, kind: String, bar: HTML, _ content: HTML) -> HTML {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="change-token" content="\(changeToken)">
    <title>\(title)</title>
    <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/assets/page.css">
    <script src="/assets/page.js" defer></script></head>
    <body class="\(kind)"><a class="skip" href="#main">To the content</a>
    <header class="bar"><a class="home" href="/"><b>sluice</b> \(desk.name)</a>\(bar)\
    <button type="button" class="quiet" id="help" aria-label="Keys"><kbd>?</kbd></button></header>
    \(content)
    <p id="told" role="status" aria-live="polite"></p>
    \(Self.keys)
    </body></html>
    """
  }

  private static let keys: HTML = """
    <dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2>
    <dl>
    <dt><kbd>Enter</kbd></dt><dd>The value is right: on to the next doubtful one, then the next letter</dd>
    <dt>type</dt><dd>Replaces the value</dd>
    <dt><kbd>1</kbd>–<kbd>5</kbd></dt><dd>Takes a value from the list; any further key makes it the first of what is typed, \
    <kbd>Backspace</kbd> all of it</dd>
    <dt><kbd>Delete</kbd></dt><dd>The document does not say</dd>
    <dt><kbd>Tab</kbd></dt><dd>To the next field</dd>
    <dt><kbd>Ctrl</kbd> <kbd>Enter</kbd></dt><dd>Accept the whole record as it is here</dd>
    <dt><kbd>Alt</kbd> <kbd>D</kbd></dt><dd>Discard the document</dd>
    <dt><kbd>Alt</kbd> <kbd>R</kbd></dt><dd>Have the next run ask again</dd>
    <dt><kbd>Alt</kbd> <kbd>W</kbd></dt><dd>Say why a value was changed</dd>
    <dt><kbd>Alt</kbd> <kbd>U</kbd></dt><dd>Undo the last decision</dd>
    <dt><kbd>Alt</kbd> <kbd>G</kbd></dt><dd>The others with the same cause</dd>
    <dt><kbd>Alt</kbd> <kbd>N</kbd>, <kbd>Alt</kbd> <kbd>P</kbd></dt><dd>Next letter, previous letter</dd>
    <dt><kbd>Alt</kbd> <kbd>+</kbd>, <kbd>Alt</kbd> <kbd>−</kbd></dt><dd>Larger, smaller page</dd>
    <dt><kbd>Esc</kbd></dt><dd>Out of the field; then the letters work without <kbd>Alt</kbd></dd>
    <dt><kbd>?</kbd></dt><dd>This list</dd>
    </dl><form method="dialog"><button>Close</button></form></dialog>
    """
}

/// Counts, times and money as a page shows them.
enum Told {
  /// Such as `3 letters`.
  static func letters(_ count: Int) -> String { Amounts.counted(count, "letter") }

  /// How long ago, roughly: `4 min`, `3 h`, `12 d`.
  static func age(since milliseconds: Int, now: Int) -> String {
    let seconds = max(0, now - milliseconds) / 1000
    switch seconds {
    case ..<60: return "now"
    case ..<3600: return "\(seconds / 60) min"
    case ..<172_800: return "\(seconds / 3600) h"
    default: return "\(seconds / 86_400) d"
    }
  }
}
