import Extraction
import JSON
import Ledger

/// One dead letter in full: what is wrong, what was extracted, what shows it, what to do.
struct DeadLetterSheet {
  let letter: DeadLetter
  let pipeline: String

  /// With a closing newline.
  var text: String {
    var sections = [head, findings]
    if !letter.record.value.isNull { sections.append(record) }
    if !letter.record.evidence.isEmpty { sections.append(evidence) }
    sections.append(nextSteps)
    return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var head: [String] {
    let path = TerminalText.safe(letter.path.description)
    let calls = letter.attempts == 1 ? "1 call" : "\(letter.attempts) calls"
    let cost = letter.cost > 0 ? ", cost \(Amounts.money(letter.cost))" : ""
    let held = letter.isHeld ? ["  held    the fields below; the rest is accepted"] : []
    let stage = letter.stage.map { ["  stage   \($0.rawValue)"] } ?? []
    let marks = letter.isMarkedForRetry ? ["  marked  the next run asks again"] : []
    return [
      "Dead letter \(letter.document.hex)",
      "  file    \(path)\(letter.isGone ? " (no longer there)" : "")",
      "  class   \(letter.failureClass.rawValue): \(letter.failureClass.words)",
    ] + held + stage + ["  model   \(calls)\(cost)"] + marks
  }

  /// The advice of the gravest is not repeated: it stands at the end.
  private var findings: [String] {
    ["Findings"]
      + letter.record.findings.flatMap { FindingText.lines($0, knownAdvice: letter.advice) }
  }

  private var record: [String] {
    ["Record as far as it got (! error, ~ warning)"] + RecordListing(letter.record).lines
  }

  private var evidence: [String] {
    let leaves = letter.record.value.leaves.map(\.pointer).filter {
      letter.record.evidence[$0] != nil
    }
    let others = letter.record.evidence.keys.filter { !leaves.contains($0) }.sorted()
    let rows = (leaves + others).prefix(RecordListing.lineLimit).compactMap { pointer in
      letter.record.evidence[pointer].map { Self.row(pointer, $0) }
    }
    let widths = (0..<3).map { column in
      rows.map { TerminalText.columns($0[column]) }.max() ?? 0
    }
    return ["Evidence"]
      + rows.map { row in
        let isShort = row.count == widths.count
        var cells = zip(row, widths).filter { $1 > 0 }.map { TerminalText.padded($0, to: $1) }
        if isShort { cells[cells.count - 1] = row[2] }
        return "  " + (cells + row[3...]).joined(separator: "  ")
      }
  }

  /// Place, page, kind, then the words of the document and how many other places there are.
  private static func row(_ pointer: JSONPointer, _ evidence: Evidence) -> [String] {
    var cells = [
      TerminalText.cut("\(pointer)", to: 40), evidence.page.map { "page \($0)" } ?? "",
      evidence.kind.rawValue,
    ]
    if let quote = evidence.quote {
      cells.append(TerminalText.cut(JSONValue.string(quote).text(), to: 60))
    }
    switch evidence.rivals.count {
    case 0: break
    case 1: cells.append("and 1 other place")
    case let count: cells.append("and \(count) other places")
    }
    return cells
  }

  /// The place to correct, where it can be pasted into a shell as it is: a model may name it.
  private var place: String {
    let plain = /[A-Za-z0-9_.\/-]{2,60}/
    let place = letter.gravestFinding.map { "\($0.path)" } ?? ""
    return place.wholeMatch(of: plain) == nil ? "/FIELD" : place
  }

  private var nextSteps: [String] {
    let command = "sluice dead-letters \(pipeline)"
    let id = letter.document.hex.prefix(12)
    var decisions = [
      "\(command) correct \(id) --set \(place)=VALUE",
      "\(command) accept \(id) --yes", "\(command) discard \(id) --reason TEXT",
      "\(command) retry \(id)",
    ]
    if letter.record.value.isNull { decisions.remove(at: 1) }
    return ["What to do"] + TerminalText.wrapped(letter.advice).map { "  " + $0 } + [
      "  Mend the cause, then: sluice run \(pipeline)",
      "  It reads the document again if the content, the schema or the pipeline has changed.",
      "  Or decide:",
    ] + decisions.map { "    " + $0 }
  }
}
