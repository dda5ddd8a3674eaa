import Extraction
import JSON
import Ledger

/// The queue as a table: groups by class, the gravest first, then how many there are.
struct DeadLetterTable {
  /// In order of path.
  let letters: [DeadLetter]
  let pipeline: String
  let width: Int
  private let idLength: Int
  private let pathWidth: Int

  init(letters: [DeadLetter], pipeline: String, width: Int) {
    self.letters = letters
    self.pipeline = pipeline
    self.width = width
    idLength = Self.uniqueLength(letters.map(\.document.hex))
    pathWidth = letters.map { TerminalText.columns(Self.shown($0, width)) }.max() ?? 0
  }

  /// With a closing newline.
  var text: String {
    guard let first = groups.first?.letters.first else {
      return "No dead letters: nothing in this pipeline waits for a person.\n"
    }
    var lines: [String] = []
    for group in groups {
      lines.append("\(group.failureClass.rawValue) (\(group.letters.count))")
      lines += group.letters.map(row)
      lines.append("")
    }
    lines.append(sum)
    lines.append("Look at one: sluice dead-letters \(pipeline) show \(id(first))")
    return lines.joined(separator: "\n") + "\n"
  }

  private var groups: [(failureClass: FailureClass, letters: [DeadLetter])] {
    Dictionary(grouping: letters, by: \.failureClass)
      .sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }

  private var sum: String {
    let counts = groups.map { "\($0.letters.count) \($0.failureClass.rawValue)" }
    let what = letters.count == 1 ? "1 dead letter" : "\(letters.count) dead letters"
    return "\(what): " + counts.joined(separator: ", ")
  }

  private func row(_ letter: DeadLetter) -> String {
    let path = TerminalText.padded(Self.shown(letter, width), to: pathWidth)
    let start = "  \(id(letter))  \(path)  "
    let room = max(20, width - TerminalText.columns(start))
    return start + TerminalText.cut(message(letter), to: room)
  }

  private func message(_ letter: DeadLetter) -> String {
    if letter.isMarkedForRetry { return "the next run asks again" }
    guard let finding = letter.gravestFinding else { return letter.advice }
    return (finding.path.isRoot ? "" : "\(finding.path): ") + finding.message
  }

  private func id(_ letter: DeadLetter) -> String {
    String(letter.document.hex.prefix(idLength))
  }

  private static func shown(_ letter: DeadLetter, _ width: Int) -> String {
    let path =
      letter.path.description + (letter.isGone ? " (gone)" : "") + (letter.isHeld ? " (held)" : "")
    return TerminalText.cutPath(path, to: width * 2 / 5)
  }

  /// The digits by which every id is the only one that begins so; 8 at least.
  static func uniqueLength(_ ids: [String]) -> Int {
    let sorted = ids.sorted()
    return zip(sorted, sorted.dropFirst()).reduce(8) { length, pair in
      let shared = zip(pair.0.utf8, pair.1.utf8).prefix { $0 == $1 }.count
      return max(length, min(shared + 1, 64))
    }
  }
}
