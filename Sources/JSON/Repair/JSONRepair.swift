/// Finds the JSON in what a model wrote and mends it.
///
/// Models put JSON in code fences and prose, leave commas where none belong, forget to escape the
/// quotes of a quotation, write Python's literals, and stop in the middle. Each of these is mended
/// and reported. Nothing is invented: a member whose value is missing is left out, a value that was
/// cut off is kept as far as it got, and the candidate says where the text ended.
///
/// Three decisions carry the rest. A text that is JSON is never touched. A quote ends a string only
/// if what follows fits the place (a colon after a name, a comma and a name after a member's value);
/// any other quote belongs to the text. And every byte is looked at a bounded number of times, so
/// the time is linear in the text whatever it holds: the parser looks ahead but tries no second
/// reading, and the search ends where looking ahead has taken more than its share.
package enum JSONRepair {
  /// One JSON text that was found.
  package struct Candidate: Sendable, Hashable {
    /// The value as mended.
    ///
    /// A string or a number that was cut off is in it as far as it got; ``settled`` is without it.
    package let value: JSONValue
    /// Where it stands in the text, in UTF-8 bytes.
    package let range: Range<Int>
    /// What was mended, in the order of the text; empty for a text that was JSON as it stood.
    package internal(set) var repairs: [Repair]
    /// Where the text ended before the value did; nil for a value that is complete.
    ///
    /// The place of the value that was cut off, or, where the text ended between values, of the
    /// array or object that was open.
    package let truncatedAt: JSONPointer?
    /// Whether it is what a code fence holds.
    package let isFenced: Bool
    /// Whether it stands in a model's reasoning, `<think>…</think>`: a try, mostly, and no answer.
    package internal(set) var isInReasoning = false

    /// Whether the text ended before the value did.
    package var isTruncated: Bool { truncatedAt != nil }

    /// The value without what was cut off: all that is in it stood in the text, whole.
    package var settled: JSONValue {
      guard let place = truncatedAt, let cut = value[place], !cut.isContainer else { return value }
      var rest = value
      if rest.remove(at: place) == nil { return .null }
      return rest
    }
  }

  /// One thing that was mended.
  package struct Repair: Sendable, Hashable {
    /// What it was.
    package let kind: Kind
    /// Where it was, in UTF-8 bytes of the text.
    package let offset: Int
  }

  /// All JSON texts in a text, in order; empty where there is none.
  ///
  /// A text that is JSON as it stands is the one candidate, whatever its type. Inside other text
  /// objects and arrays are looked for; a scalar is taken where it is all there is.
  package static func candidates(in text: String) -> [Candidate] {
    var text = text
    return text.withUTF8 { search($0).candidates }
  }

  /// The candidates that can be meant as the answer: those outside of a model's reasoning, or all
  /// where every one stands in it.
  package static func answers(among candidates: [Candidate]) -> [Candidate] {
    let outside = candidates.filter { !$0.isInReasoning }
    return outside.isEmpty ? candidates : outside
  }

  /// The candidate to take where no schema tells: of the ``answers(among:)`` the first that a fence
  /// holds, else the first with a named member or a string in it, else the first that is not empty.
  ///
  /// So a citation such as `[1]` in the prose before does not stand in for the answer.
  package static func best(of candidates: [Candidate]) -> Candidate? {
    answers(among: candidates).max { weight($0) < weight($1) }
  }

  private static func weight(_ candidate: Candidate) -> Int {
    switch candidate.value {
    case .object(let members) where members.isEmpty: 0
    case .array(let values) where values.isEmpty: 0
    case _ where candidate.isFenced: 3
    case .object: 2
    case .array(let values): values.contains { $0.isContainer || $0.kind == .string } ? 2 : 1
    default: 1
    }
  }

  /// The candidates, and how often a byte was looked at: what tests hold to a multiple of the size.
  ///
  /// - Parameter effort: how often, on average, a byte may be looked at before the search ends with
  ///   what it has found; texts that people and models write take less than a quarter of it.
  package static func search(
    _ bytes: UnsafeBufferPointer<UInt8>, effort: Int = 64
  ) -> (candidates: [Candidate], steps: Int) {
    let strict = StrictReading(bytes)
    if let value = strict.value, strict.isWhole {
      let candidate = Candidate(
        value: value, range: strict.start..<strict.end, repairs: [], truncatedAt: nil,
        isFenced: false)
      return ([candidate], 0)
    }
    return Reasoning.search(bytes, after: strict, effort: effort)
  }
}
