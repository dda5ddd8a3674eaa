import Extraction
import Foundation
import JSON
import JSONSchema
import Validating

// How well a value is held to its page: perfect replies must pass, forged ones must not.
//
// A perfect reply is what the collection's own truth says. What of it a person cannot find on the
// page (`VisibleValues`) is neither judged nor forged. Each is then forged in nine ways (`Forgery`),
// one change at a time, seeded by the document's name. A forgery is caught when a check finds an
// error that it did not find in the perfect reply; a value that is falsely rejected as it is counts
// as that, and is not forged. The documents are halved by name: `looked at` is the half that was read
// while the checks were written, `kept aside` the half that was not.

/// Measures the evidence checks and prints the rates.
struct EvidenceBenchmark {
  /// The path of the built binary, which parses the documents.
  let sluice: String
  /// The folder of test data.
  let data: String
  /// Whether to list each miss: for the half that is looked at alone, unless `all`.
  let listing: Listing
  /// Collections to take; all where it is empty.
  var names: Set<String> = []

  enum Listing: String { case none, half, all }

  private struct Case {
    var collection: EvidenceCollection
    var item: EvidenceCollection.Item
    var document: ParsedDocument
    var isKeptAside: Bool { SeededRandom.isOdd(item.family) }
    var name: String { (item.path as NSString).lastPathComponent }
  }

  /// Of how many how many.
  private struct Tally {
    var hits = 0
    var count = 0

    mutating func note(_ isHit: Bool) {
      count += 1
      hits += isHit ? 1 : 0
    }

    static func + (one: Tally, other: Tally) -> Tally {
      Tally(hits: one.hits + other.hits, count: one.count + other.count)
    }

    var told: String {
      count == 0
        ? "      –      "
        : String(format: "%5.1f %% %6d", 100 * Double(hits) / Double(count), count)
    }
  }

  func run() throws {
    let collections = try EvidenceCollection.all(in: data).filter {
      names.isEmpty || names.contains($0.name)
    }
    let documents = try ParsedDocuments.read(
      Set(collections.flatMap { $0.items.map(\.path) }).sorted(), with: sluice)
    var rates: [String: (seen: Tally, aside: Tally)] = [:]
    var order: [String] = []
    func note(_ name: String, _ isKeptAside: Bool, _ isHit: Bool) {
      if rates[name] == nil { order.append(name) }
      if isKeptAside {
        rates[name, default: (Tally(), Tally())].aside.note(isHit)
      } else {
        rates[name, default: (Tally(), Tally())].seen.note(isHit)
      }
    }
    for collection in collections {
      for item in collection.items {
        guard let document = documents[item.path] else { continue }
        try judge(
          Case(collection: collection, item: item, document: document), note)
      }
    }
    let title = "".padding(toLength: 44, withPad: " ", startingAt: 0)
    print(title, "   looked at      kept aside       together")
    for name in order.sorted() {
      guard let rate = rates[name] else { continue }
      print(
        name.padding(toLength: 44, withPad: " ", startingAt: 0), rate.seen.told, " ",
        rate.aside.told, " ", (rate.seen + rate.aside).told)
    }
    try SpeedOfEvidence(documents: documents).run()
  }

  private func judge(_ test: Case, _ note: (String, Bool, Bool) -> Void) throws {
    let pages = test.document.pages.map { String(test.document.text(in: $0.range)) }
    let visible = VisibleValues(text: test.document.text)
    var record = test.item.record
    var leaves: [Forger.Leaf] = []
    var unseen: Set<JSONPointer> = []
    for leaf in record.leaves where !leaf.value.isNull {
      if case .bool = leaf.value { continue }
      let expected = test.collection.schema.expectation(at: leaf.pointer)
      if expected == nil, !test.collection.isSpans {
        record.remove(at: leaf.pointer)
        continue
      }
      if expected?.values != nil { continue }
      if visible.shows(leaf.value) {
        leaves.append(leaf)
      } else {
        unseen.insert(leaf.pointer)
      }
    }
    guard !leaves.isEmpty else { return }
    let validator = try ReplyValidator(
      schema: test.collection.schema, settings: ValidationSettings())
    let perfect = validator.findings(for: record, in: test.document)
    let name = test.collection.name
    for leaf in leaves {
      let isGrounded = perfect.evidence[leaf.pointer]?.range != nil
      note("1 grounded: \(name)", test.isKeptAside, isGrounded)
      note("1 grounded", test.isKeptAside, isGrounded)
      if !isGrounded { list(test, "not found: \(leaf.pointer) \(leaf.value.text())") }
    }
    // Where the answer does not speak of rows, it does not say that there are none.
    let falseRejects = Self.errors(of: perfect).filter {
      !unseen.contains($0.path)
        && ($0.failureClass != .incomplete || record[$0.path]?.arrayValue?.isEmpty == false)
    }
    let rejected = Set(falseRejects.map(\.path))
    for leaf in leaves {
      let isRejected = rejected.contains(leaf.pointer)
      note("2 falsely rejected values: \(name)", test.isKeptAside, isRejected)
      note("2 falsely rejected values", test.isKeptAside, isRejected)
    }
    note("3 falsely rejected replies: \(name)", test.isKeptAside, !rejected.isEmpty)
    note("3 falsely rejected replies", test.isKeptAside, !rejected.isEmpty)
    for error in falseRejects { list(test, "false reject: \(error.told)") }
    var forger = Forger(
      record: record, visible: visible, pages: pages.isEmpty ? [test.document.text] : pages,
      leaves: leaves.filter { !rejected.contains($0.pointer) },
      random: SeededRandom(test.item.path))
    let known = Set(Self.errors(of: perfect, among: Set(FailureClass.allCases)).map(\.mark))
    for forgery in forger.forgeries() {
      if test.collection.isSpans, ![.digit, .name].contains(forgery.kind) { continue }
      let found = validator.findings(for: forgery.record, in: test.document)
      let isCaught = Self.errors(of: found, among: Set(FailureClass.allCases)).contains {
        !known.contains($0.mark)
      }
      let title = "4 \(forgery.kind.rawValue) (aim \(Int(forgery.kind.aim * 100)) %)"
      note(title, test.isKeptAside, isCaught)
      note("5 \(forgery.kind.rawValue): \(name)", test.isKeptAside, isCaught)
      if !isCaught { list(test, "missed, \(forgery.kind.rawValue): \(forgery.told)") }
    }
  }

  private func list(_ test: Case, _ text: String) {
    guard listing == .all || listing == .half && !test.isKeptAside else { return }
    print("\(test.collection.name) \(test.name.suffix(48)): \(text)")
  }

  private static func errors(
    of record: Record, among classes: Set<FailureClass> = [.ungrounded, .misplaced, .incomplete]
  ) -> [Finding] {
    record.findings.filter { $0.severity == .error && classes.contains($0.failureClass) }
  }
}

extension Finding {
  /// What tells it from other findings: field, class and value; not the element, because elements
  /// behind a row that was dropped or invented have other numbers.
  fileprivate var mark: String {
    let field = path.tokens.map { Int($0) == nil ? $0 : "*" }.joined(separator: "/")
    return "\(field) \(failureClass.rawValue) \(value?.text() ?? "")"
  }

  fileprivate var told: String {
    "\(path) \(failureClass.rawValue) \(value?.text() ?? "") \(message)"
  }
}

extension SeededRandom {
  /// Half of all texts, the same half on every machine.
  fileprivate static func isOdd(_ text: String) -> Bool {
    var random = SeededRandom(text)
    return random.next() % 2 == 1
  }
}
