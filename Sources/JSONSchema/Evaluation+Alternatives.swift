import JSON

// Checks that try subschemas on the same value.
extension Evaluation {
  mutating func anyOf(
    _ schemas: [SchemaNode.ID], _ value: JSONValue, _ node: SchemaNode
  ) -> Outcome {
    var best = Outcome.invalid
    for schema in schemas {
      best = min(best, probe(schema, value))
      if best == .valid { return .valid }
    }
    return explain(best, schemas, value, node, "anyOf")
  }

  mutating func oneOf(
    _ schemas: [SchemaNode.ID], _ value: JSONValue, _ node: SchemaNode
  ) -> Outcome {
    var matches: [Int] = []
    var isOpen = false
    for (index, schema) in schemas.enumerated() {
      switch probe(schema, value) {
      case .valid: matches.append(index)
      case .undecided: isOpen = true
      case .invalid: break
      }
      if matches.count > 1 {
        return fail(
          node, "oneOf",
          "must match only one of \(schemas.count) alternatives, "
            + "found numbers \(matches[0] + 1) and \(matches[1] + 1) matching")
      }
    }
    if matches.count == 1, !isOpen { return .valid }
    return explain(isOpen ? .undecided : .invalid, schemas, value, node, "oneOf")
  }

  mutating func not(_ schema: SchemaNode.ID, _ value: JSONValue, _ node: SchemaNode) -> Outcome {
    switch probe(schema, value) {
    case .invalid: .valid
    case .valid: fail(node, "not", "must not match the schema under \"not\", found \(Found(value))")
    case .undecided:
      fail(node, "not", undecided: true, "could not be decided: a pattern reached its limit")
    }
  }

  mutating func conditional(
    _ condition: SchemaNode.ID, _ then: SchemaNode.ID?, _ otherwise: SchemaNode.ID?,
    _ value: JSONValue, _ node: SchemaNode
  ) -> Outcome {
    guard then != nil || otherwise != nil else { return .valid }
    switch probe(condition, value) {
    case .valid: return then.map { evaluate($0, value) } ?? .valid
    case .invalid: return otherwise.map { evaluate($0, value) } ?? .valid
    case .undecided:
      return fail(
        node, "if", undecided: true, "could not be decided: a pattern reached its limit")
    }
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
    guard outcome == .invalid else {
      return fail(
        node, keyword, undecided: true, "could not be decided: a pattern reached its limit")
    }
    let types = schemas.map { nodes.types(of: $0) }
    let fitting = schemas.indices.filter { types[$0].allows(value) }
    if fitting.isEmpty {
      let all = types.reduce(SchemaTypes()) { $0.union($1) }
      return fail(node, keyword, "must be \(all), found \(Found(value))")
    }
    if fitting.count == 1 { return evaluate(schemas[fitting[0]], value) }
    return fail(
      node, keyword, "must match one of \(schemas.count) alternatives, found \(Found(value))")
  }
}
