package import JSON

/// What was extracted from a document, with what shows it and what is wrong with it.
package struct Record: Sendable, Equatable {
  /// Why a place of the record holds no value.
  package enum Missing: String, Sendable {
    /// The document does not say.
    case absent
    /// The model was never asked.
    case notAsked = "not_asked"
    /// There is a value, and it is kept back.
    case held
  }

  /// The record itself; null where there is none.
  package var value: JSONValue
  /// What shows each value, by the pointer of the leaf.
  package var evidence: [JSONPointer: Evidence]
  /// Why values are missing, by pointer.
  package var missing: [JSONPointer: Missing]
  /// All that the checks have to say, by path and then gravity.
  package var findings: [Finding]

  package init(
    value: JSONValue, evidence: [JSONPointer: Evidence] = [:],
    missing: [JSONPointer: Missing] = [:], findings: [Finding] = []
  ) {
    self.value = value
    self.evidence = evidence
    self.missing = missing
    self.findings = findings
  }

  /// How many findings are errors.
  package var errorCount: Int { findings.count { $0.severity == .error } }

  /// The gravest class among the errors that keep it from being published; nil where none does.
  ///
  /// What is wrong with a field that is held keeps nothing else back.
  package var blockingClass: FailureClass? {
    let held = missing.filter { $0.value == .held }.map(\.key)
    return Finding.gravest(
      of: findings.filter { finding in !held.contains { finding.path.hasPrefix($0) } })
  }
}

/// Where a document shows a value: the best occurrence.
package struct Evidence: Sendable, Hashable {
  /// How the value was found.
  package enum Kind: String, Sendable {
    /// Byte for byte.
    case exact
    /// In another writing of the same value.
    case normalised
    /// In a text that is nearly the same.
    case fuzzy
    /// By reckoning; no place in the text.
    case derived
    /// A person said so.
    case reviewer
  }

  package var kind: Kind
  /// How well it fits, 0 to 1.
  package var score: Double
  /// The document's own words.
  package var quote: String?
  /// Their place in the text; nil for `derived` and `reviewer`.
  package var range: Range<Int>?
  /// Counted from 1; nil for HTML.
  package var page: Int?
  /// One for each line that the words touch; empty for HTML.
  package var boxes: [Box]
  /// Other places that are as good, or nearly; they have no rivals themselves.
  package var rivals: [Evidence]

  package init(
    kind: Kind, score: Double, quote: String? = nil, range: Range<Int>? = nil, page: Int? = nil,
    boxes: [Box] = [], rivals: [Evidence] = []
  ) {
    self.kind = kind
    self.score = score
    self.quote = quote
    self.range = range
    self.page = page
    self.boxes = boxes
    self.rivals = rivals
  }
}

/// What the checks say of all exchanges about a document so far.
package enum Verdict: Sendable {
  /// Nothing keeps it from being published.
  case accept(Record)
  /// Something could be mended by asking; what holds if nobody asks.
  case ask([Ask], otherwise: Record)
  /// Nothing more to ask; the findings say what is wrong.
  case hold(Record)

  /// The record as it stands.
  package var record: Record {
    switch self {
    case .accept(let record), .hold(let record), .ask(_, otherwise: let record): record
    }
  }
}
