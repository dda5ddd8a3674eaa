import Extraction
package import Foundation
package import JSON
package import Ledger

/// How a pipeline stands and how its last runs went, as a table that adds up and as JSON.
///
/// Pure.
package struct StatusReport: Sendable {
  private let name: String
  private let pipeline: String
  private let standing: StandingCounts
  private let runs: [PastRun]
  private let isRunning: Bool
  private let pace: ReviewPace
  private let timeZone: TimeZone

  /// - Parameters:
  ///   - name: the pipeline's.
  ///   - pipeline: how the user names its file, for the commands shown.
  ///   - runs: the latest first.
  ///   - isRunning: whether the latest is under way.
  ///   - pace: how fast reviewers went.
  package init(
    name: String, pipeline: String, standing: StandingCounts, runs: [PastRun], isRunning: Bool,
    pace: ReviewPace = ReviewPace(), timeZone: TimeZone = .current
  ) {
    self.name = name
    self.pipeline = pipeline
    self.standing = standing
    self.runs = runs
    self.isRunning = isRunning
    self.pace = pace
    self.timeZone = timeZone
  }

  /// With a closing newline.
  package var text: String {
    var lines = [sum] + standingLines + paceLines + ["", "Last runs"]
    lines += runs.isEmpty ? ["  none yet: sluice run \(pipeline)"] : runLines
    if standing.deadLetteredCount > 0 {
      lines += ["", "Look at the dead letters: sluice dead-letters \(pipeline) list"]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var sum: String {
    "\(name): \(Amounts.counted(standing.total, "document")) = \(standing.accepted) accepted + "
      + "\(standing.deadLetteredCount) dead-lettered + \(standing.discarded) discarded"
  }

  private var standingLines: [String] {
    var table = TextTable([.left, .right, .left])
    table.add("accepted", "\(standing.accepted)")
    table.add("dead-lettered", "\(standing.deadLetteredCount)")
    for (failureClass, count) in standing.deadLettered.sorted(by: { $0.key < $1.key }) {
      table.add("  \(failureClass.rawValue)", "\(count)", failureClass.words)
    }
    table.add("discarded", "\(standing.discarded)")
    table.add("all", "\(standing.total)")
    if standing.gone > 0 {
      table.add("of these gone", "\(standing.gone)", "no listed file holds them any more")
    }
    if standing.waiting > 0 {
      table.add("waiting", "\(standing.waiting)", "seen, without an outcome: the next run's")
    }
    return table.lines
  }

  private var paceLines: [String] {
    guard pace.decisions > 0 else { return [] }
    var words = [Amounts.counted(pace.decisions, "decision")]
    if let letter = pace.medianLetter { words.append("\(Self.seconds(letter)) a letter") }
    if let leaf = pace.medianLeaf { words.append("\(Self.seconds(leaf)) a value") }
    if pace.audited > 0 {
      words.append("second looks: \(pace.auditedRight) of \(pace.audited) right")
    }
    return ["", "Review", "  " + words.joined(separator: ", ")]
  }

  private static func seconds(_ milliseconds: Int) -> String {
    Amounts.time(Double(milliseconds) / 1000)
  }

  // MARK: - Runs

  private var runLines: [String] {
    var table = TextTable([.left] + Array(repeating: .right, count: 9) + [.left])
    table.add(
      "began", "listed", "accepted", "dead", "skipped", "deferred", "calls", "tokens", "cost",
      "time", "end")
    for (index, run) in runs.enumerated() {
      guard let summary = run.summary else {
        let end = isRunning && index == 0 ? "under way" : "killed"
        table.add(time(run.startedAt), "", "", "", "", "", "", "", "", "", end)
        continue
      }
      let tokens = Self.count(summary, "input_tokens") + Self.count(summary, "output_tokens")
      table.add(
        time(run.startedAt), "\(Self.count(summary, "listed"))",
        "\(Self.count(summary, "accepted"))", "\(Self.count(summary, "dead_lettered"))",
        "\(Self.count(summary, "skipped"))", "\(Self.count(summary, "deferred"))",
        "\(Self.count(summary, "calls"))", "\(tokens)",
        Amounts.money(summary["cost"]?.doubleValue ?? 0),
        Amounts.time(summary["seconds"]?.doubleValue ?? 0), Self.words(run.exitCode))
    }
    return table.lines
  }

  /// A number of a summary, or the sum of its numbers by class.
  private static func count(_ summary: JSONValue, _ key: String) -> Int {
    if let counts = summary[key]?.objectValue {
      return counts.values.compactMap(\.intValue).reduce(0, +)
    }
    return summary[key]?.intValue ?? 0
  }

  /// What an exit code says of a run.
  private static func words(_ code: Int?) -> String {
    switch code {
    case 0: "done"
    case 1: "dead letters"
    case 66: "no input"
    case 69: "no model"
    case 75: "work left"
    case 77: "key refused"
    case let code?: "exit \(code)"
    case nil: "unknown"
    }
  }

  /// Such as `2031-04-05 16:07`.
  private func time(_ milliseconds: Int) -> String {
    String(timestamp(milliseconds, timeZone).prefix(16)).replacing("T", with: " ")
  }

  private func timestamp(_ milliseconds: Int, _ zone: TimeZone) -> String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000)
      .formatted(Date.ISO8601FormatStyle(timeZoneSeparator: .colon, timeZone: zone))
  }

  // MARK: - JSON

  /// `{"pipeline","standing":{…},"review":{…},"runs":[…]}`; times in UTC.
  package var json: JSONValue {
    [
      "pipeline": .string(name),
      "standing": [
        "accepted": JSONValue(standing.accepted),
        "dead_lettered": .object(
          JSONObject(
            standing.deadLettered.sorted { $0.key < $1.key }
              .map { ($0.key.rawValue, JSONValue($0.value)) })),
        "discarded": JSONValue(standing.discarded), "all": JSONValue(standing.total),
        "gone": JSONValue(standing.gone), "waiting": JSONValue(standing.waiting),
      ],
      "review": [
        "decisions": JSONValue(pace.decisions),
        "median_letter_ms": pace.medianLetter.map { JSONValue($0) } ?? .null,
        "median_value_ms": pace.medianLeaf.map { JSONValue($0) } ?? .null,
        "second_looks": JSONValue(pace.audited), "second_looks_right": JSONValue(pace.auditedRight),
      ],
      "runs": .array(runs.map(json)),
    ]
  }

  private func json(_ run: PastRun) -> JSONValue {
    var object: JSONObject = ["run": JSONValue(Int(run.id))]
    object["began"] = .string(timestamp(run.startedAt, .gmt))
    object["ended"] = run.endedAt.map { .string(timestamp($0, .gmt)) } ?? .null
    object["exit_code"] = run.exitCode.map { JSONValue($0) } ?? .null
    for (key, value) in run.summary?.objectValue ?? JSONObject() { object[key] = value }
    return .object(object)
  }
}
