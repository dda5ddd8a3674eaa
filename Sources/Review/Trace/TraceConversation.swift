import Extraction
import JSON
import JSONSchema

/// What was asked about a document and what came back, in order.
struct TraceConversation {
  private(set) var lines: [String] = []

  private let repair: GuidedRepair?
  private let cost: (Exchange) -> Double?
  private let isFull: Bool
  private var systemsShown: Set<String> = []

  /// Lines of a reply that are shown where not all is.
  private static let replyLines = 12

  /// - Parameter schema: what the record must fit; nil where it is not known.
  init(
    _ exchanges: [Exchange], schema: Schema?, cost: @escaping (Exchange) -> Double?, isFull: Bool
  ) {
    repair = schema.map { GuidedRepair($0) }
    self.cost = cost
    self.isFull = isFull
    for exchange in exchanges { add(exchange) }
  }

  private mutating func add(_ exchange: Exchange) {
    let prompt = exchange.prompt
    lines.append("  \(prompt.id)  asks about chunk \(prompt.chunk.index): \(Self.question(prompt))")
    for finding in prompt.ask?.findings ?? [] {
      lines += Self.lines(finding).prefix(2).map { "     " + $0 }
    }
    if isFull { addText(of: prompt) }
    switch exchange.result {
    case .failure(let failure):
      lines.append("       no reply: \(TerminalText.cut(failure.message, to: 120))")
    case .success(let reply): add(reply, exchange)
    }
  }

  private static func question(_ prompt: Prompt) -> String {
    let rung = prompt.rung == 0 ? "" : ", of model \(prompt.rung + 1) of the route"
    guard let ask = prompt.ask else { return "the whole record\(rung)" }
    switch ask.kind {
    case .moreTokens: return "the same with room for a longer reply\(rung)"
    case .nextRung: return "the same once more\(rung)"
    case .paths, .split:
      let paths = ask.paths.map { TerminalText.cut("\($0)", to: 40) }
      let shown = paths.prefix(6).joined(separator: ", ")
      let rest = paths.count > 6 ? " and \(paths.count - 6) more" : ""
      return (paths.isEmpty ? "the whole record again" : shown + rest) + rung
    }
  }

  /// A system text and a schema that were shown are not shown again.
  private mutating func addText(of prompt: Prompt) {
    if systemsShown.insert(prompt.system).inserted {
      add("system", prompt.system)
      add("schema", prompt.schema.text(.pretty))
    }
    add("user", prompt.user)
  }

  private mutating func add(_ reply: Reply, _ exchange: Exchange) {
    let usage = reply.usage
    let end = reply.finishReason == .stop ? "to its end" : "until it had no more room"
    let price = cost(exchange).map { ", cost \(Amounts.money($0))" } ?? ""
    lines.append(
      "       \(TerminalText.cut(reply.model, to: 40)) answered \(end): "
        + "\(usage.inputTokens) tokens in (\(usage.cachedTokens) cached), "
        + "\(usage.outputTokens) out\(price)")
    lines.append("       \(reading(of: reply, exchange.prompt))")
    add("reply", reply.text, limit: isFull ? .max : Self.replyLines)
  }

  /// What it took to read the JSON of a reply.
  private func reading(of reply: Reply, _ prompt: Prompt) -> String {
    guard let reading = guidedReading(of: reply, prompt) else { return "there is no JSON in it" }
    var kinds: [String] = []
    for repair in reading.candidate.repairs where !kinds.contains(repair.kind.rawValue) {
      kinds.append(repair.kind.rawValue)
    }
    kinds += reading.mends.map { mend in
      "\(mend.kind.rawValue) at \(TerminalText.cut("\(mend.path)", to: 60))"
    }
    let repaired =
      kinds.isEmpty ? "read without a repair" : "repaired: \(kinds.joined(separator: ", "))"
    return reading.candidate.isTruncated
      ? "ends before its JSON does; \(repaired)" : repaired
  }

  /// By the schema where the whole record was asked for; a part of it fits no schema by itself.
  private func guidedReading(of reply: Reply, _ prompt: Prompt) -> GuidedRepair.Reading? {
    if let repair, prompt.ask?.paths.isEmpty ?? true { return repair.read(reply.text) }
    return JSONRepair.best(of: JSONRepair.candidates(in: reply.text)).map(GuidedRepair.Reading.init)
  }

  private mutating func add(_ label: String, _ text: String, limit: Int = .max) {
    let all = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    lines.append("       \(label)")
    for line in all.prefix(limit) {
      let shown = isFull ? TerminalText.safe(String(line)) : TerminalText.cut(String(line), to: 100)
      lines.append("       | \(shown)")
    }
    if all.count > limit {
      lines.append("       … \(all.count - limit) more lines: --full shows all")
    }
  }

  /// A finding on two lines.
  static func lines(_ finding: Finding) -> [String] {
    let place = finding.path.isRoot ? "" : " at \(TerminalText.cut("\(finding.path)", to: 60))"
    let rule = finding.rule.map { ", rule \"\(TerminalText.cut($0, to: 40))\"" } ?? ""
    let mark = finding.severity == .error ? "!" : "~"
    return ["  \(mark) \(finding.failureClass.rawValue)\(place)\(rule)"]
      + TerminalText.wrapped(finding.message).map { "      " + $0 }
  }
}
