package import JSON

/// Reads what a model wrote with the help of the schema it was asked for.
///
/// ``JSONRepair`` finds the JSON; of several texts the schema chooses. What it then refuses and yet
/// settles is mended: text for a number, a name in other case. A mend is kept only if it lessens the
/// errors, one that could be read in two ways is never made, and each is reported.
package struct GuidedRepair: Sendable {
  /// What a text was read as.
  package struct Reading: Sendable {
    /// The value, mended as far as that lessens its errors.
    package let value: JSONValue
    /// The text it was read from.
    package let candidate: JSONRepair.Candidate
    /// What the schema settled, in the order of the value.
    package let mends: [Mend]
    /// What the schema still refuses.
    package let errors: [ValidationError]

    /// How much the schema refused that was not mended in place.
    var defects: Int { errors.count + mends.count { $0.kind == .surplus } }

    /// A candidate as it was found: there is no schema, or none of its values is refused.
    package init(_ candidate: JSONRepair.Candidate) {
      self.init(value: candidate.value, candidate: candidate, mends: [], errors: [])
    }

    init(
      value: JSONValue, candidate: JSONRepair.Candidate, mends: [Mend], errors: [ValidationError]
    ) {
      (self.value, self.candidate, self.mends, self.errors) = (value, candidate, mends, errors)
    }
  }

  private let schema: Schema
  private let kinds: Set<Mend.Kind>

  /// - Parameters:
  ///   - schema: what the value is to fit.
  ///   - kinds: what may be mended; by default everything.
  package init(_ schema: Schema, mending kinds: Set<Mend.Kind> = Set(Mend.Kind.allCases)) {
    (self.schema, self.kinds) = (schema, kinds)
  }

  /// The reading of a text; nil where there is no JSON in it.
  ///
  /// What a model wrote while it thought counts only where there is nothing else, and what was cut
  /// off only where nothing is complete.
  package func read(_ text: String) -> Reading? {
    let answers = JSONRepair.answers(among: JSONRepair.candidates(in: text))
    let whole = answers.filter { !$0.isTruncated }
    return read(whole.isEmpty ? answers : whole)
  }

  /// The reading of one of several candidates; nil where there is none.
  ///
  /// The first that is valid as it stands is taken, else the first that is when mended, else, among
  /// those of the type that the schema asks for, the one with the fewest errors. A property that
  /// had to be left out counts as the error that it was.
  package func read(_ candidates: [JSONRepair.Candidate]) -> Reading? {
    if let valid = candidates.first(where: { schema.isValid($0.value) }) {
      return Reading(valid)
    }
    let readings = candidates.map(read)
    // A value of the wrong type has that one error, however much would be wrong inside.
    return readings.first { $0.defects == 0 }
      ?? readings.filter { hasType($0.value) }.min { $0.defects < $1.defects }
      ?? readings.min { $0.defects < $1.defects }
  }

  private func hasType(_ value: JSONValue) -> Bool {
    schema.expectation(at: .root)?.types.allows(value) ?? true
  }

  private func read(_ candidate: JSONRepair.Candidate) -> Reading {
    let (value, mends, errors) = mended(candidate.value)
    return Reading(value: value, candidate: candidate, mends: mends, errors: errors)
  }

  // MARK: Mending

  /// A value with what the schema settles, what was mended, and what is still refused.
  package func mended(
    _ value: JSONValue
  ) -> (value: JSONValue, mends: [Mend], errors: [ValidationError]) {
    var (value, mends) = (value, [Mend]())
    var errors = schema.validate(value)
    // One mend can bring another to light: in a list that was text, a number that is text. Each
    // round lessens the errors, so there is a last one.
    while !errors.isEmpty {
      let round = proposals(for: errors, in: value)
      guard !round.isEmpty, let step = best(of: round, on: value, errors) else { break }
      (value, errors) = (step.value, step.errors)
      mends += step.mends
    }
    return (value, mends.sorted { $0.path < $1.path }, errors)
  }

  private typealias Step = (value: JSONValue, mends: [Mend], errors: [ValidationError])

  /// All proposals together where each lessens the errors, else those that do so one by one.
  private func best(
    of proposals: [MendProposal], on value: JSONValue, _ errors: [ValidationError]
  ) -> Step? {
    let together = apply(proposals, to: value)
    if together.errors.count <= errors.count - proposals.count { return together }
    // Those that left an error at their place did not help; the rest may.
    let wrong = Set(together.errors.map(\.instanceLocation))
    let helpful = proposals.filter { !wrong.contains($0.mend.path) }
    if helpful.isEmpty, together.errors.count >= errors.count { return nil }
    if !helpful.isEmpty, helpful.count < proposals.count {
      let rest = apply(helpful, to: value)
      if rest.errors.count <= errors.count - helpful.count { return rest }
    }
    var step: Step = (value, [], errors)
    for proposal in proposals {
      let next = apply([proposal], to: step.value)
      guard next.errors.count < step.errors.count else { continue }
      step = (next.value, step.mends + next.mends, next.errors)
    }
    return step.mends.isEmpty ? nil : step
  }

  private func apply(_ proposals: [MendProposal], to value: JSONValue) -> Step {
    var value = value
    // Later places first: a name that changes moves nothing before it.
    for proposal in proposals.reversed() { proposal.apply(to: &value) }
    return (value, proposals.map(\.mend), schema.validate(value))
  }

  private func proposals(
    for errors: [ValidationError], in value: JSONValue
  ) -> [MendProposal] {
    var found: [MendProposal] = []
    var places: Set<JSONPointer> = []
    for error in errors where !places.contains(error.place) {
      guard let proposal = MendProposal(for: error, in: value, schema),
        kinds.contains(proposal.mend.kind), places.insert(proposal.mend.path).inserted
      else { continue }
      found.append(proposal)
    }
    return found
  }
}
