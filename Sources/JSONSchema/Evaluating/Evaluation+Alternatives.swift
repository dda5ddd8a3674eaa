import JSON

// Checks that try subschemas on the same value.
extension Evaluation {
  private static let open = "could not be decided: a pattern reached its limit"

  mutating func allOf(_ schemas: [SchemaNode.ID], _ value: JSONValue) -> Outcome {
    var outcome = Outcome.valid
    for (index, schema) in schemas.enumerated() {
      outcome = max(outcome, inPlace(schema, value, "allOf", .index(index)))
      if outcome == .invalid, !collects { return .invalid }
    }
    return outcome
  }

  mutating func anyOf(
    _ schemas: [SchemaNode.ID], _ value: JSONValue, _ node: SchemaNode
  ) -> Outcome {
    var best = Outcome.invalid
    for schema in schemas {
      best = min(best, probe(schema, value))
      // All that fit count for what is looked at.
      if best == .valid, marks == nil { return .valid }
    }
    return best == .valid ? .valid : explain(best, schemas, value, node, "anyOf")
  }

  mutating func oneOf(
    _ schemas: [SchemaNode.ID], _ value: JSONValue, _ node: SchemaNode
  ) -> Outcome {
    var first: Int?
    var isOpen = false
    for (index, schema) in schemas.enumerated() {
      switch probe(schema, value) {
      case .valid:
        if let first {
          return fail(
            node, "oneOf",
            "must match only one of \(schemas.count) alternatives, "
              + "found numbers \(first + 1) and \(index + 1) matching")
        }
        first = index
      case .undecided: isOpen = true
      case .invalid: break
      }
    }
    if first != nil, !isOpen { return .valid }
    return explain(isOpen ? .undecided : .invalid, schemas, value, node, "oneOf")
  }

  mutating func not(_ schema: SchemaNode.ID, _ value: JSONValue, _ node: SchemaNode) -> Outcome {
    switch probe(schema, value, marking: false) {
    case .invalid: .valid
    case .valid: fail(node, "not", "must not match the schema under \"not\", found \(Found(value))")
    case .undecided: fail(node, "not", undecided: true, Self.open)
    }
  }

  mutating func conditional(
    _ condition: SchemaNode.ID, _ then: SchemaNode.ID?, _ otherwise: SchemaNode.ID?,
    _ value: JSONValue, _ node: SchemaNode
  ) -> Outcome {
    guard then != nil || otherwise != nil || marks != nil else { return .valid }
    switch probe(condition, value) {
    case .valid: return then.map { inPlace($0, value, "then") } ?? .valid
    case .invalid: return otherwise.map { inPlace($0, value, "else") } ?? .valid
    case .undecided:
      guard then != nil || otherwise != nil else { return .valid }
      return fail(node, "if", undecided: true, Self.open)
    }
  }

  mutating func dependentSchemas(
    _ pairs: [(key: String, schema: SchemaNode.ID)], _ members: JSONObject, _ value: JSONValue,
    _ keyword: String
  ) -> Outcome {
    var outcome = Outcome.valid
    for pair in pairs where members.contains(pair.key) {
      outcome = max(outcome, inPlace(pair.schema, value, keyword, .name(pair.key)))
      if outcome == .invalid, !collects { return .invalid }
    }
    return outcome
  }

  /// Says why no alternative matches, as shortly as that can be done.
  ///
  /// Where the value's type fits a single alternative, that one was meant and its errors are the
  /// answer. Where it fits none, the answer is the types that would. Else it is one sentence.
  private mutating func explain(
    _ outcome: Outcome, _ schemas: [SchemaNode.ID], _ value: JSONValue, _ node: SchemaNode,
    _ keyword: String
  ) -> Outcome {
    guard collects else { return outcome }
    guard outcome == .invalid else { return fail(node, keyword, undecided: true, Self.open) }
    if manner == .full {
      for (index, schema) in schemas.enumerated() {
        _ = inPlace(schema, value, keyword, .index(index))
      }
      return fail(node, keyword, "must match one of \(schemas.count) alternatives")
    }
    let types = schemas.map { graph.nodes.types(of: $0) }
    let fitting = schemas.indices.filter { types[$0].allows(value) }
    if fitting.isEmpty {
      let all = types.reduce(SchemaTypes()) { $0.union($1) }
      return fail(node, keyword, "must be \(all), found \(Found(value))")
    }
    if fitting.count == 1 {
      return inPlace(schemas[fitting[0]], value, keyword, .index(fitting[0]))
    }
    return fail(
      node, keyword, "must match one of \(schemas.count) alternatives, found \(Found(value))")
  }
}
