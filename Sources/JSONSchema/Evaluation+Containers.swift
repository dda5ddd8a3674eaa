import JSON

// Checks of arrays and objects.
extension Evaluation {
  mutating func uniqueItems(_ values: [JSONValue], _ node: SchemaNode) -> Outcome {
    var first: [JSONValue: Int] = [:]
    for (index, value) in values.enumerated() {
      guard let earlier = first.updateValue(index, forKey: value) else { continue }
      return fail(
        node, "uniqueItems",
        "must have no element twice, found elements \(earlier) and \(index) equal")
    }
    return .valid
  }

  /// Counts the elements that match; those undecided may or may not.
  mutating func contains(
    _ values: [JSONValue], _ schema: SchemaNode.ID, _ minimum: Int, _ maximum: Int?,
    _ node: SchemaNode
  ) -> Outcome {
    var (matches, open) = (0, 0)
    for value in values {
      switch probe(schema, value) {
      case .valid: matches += 1
      case .undecided: open += 1
      case .invalid: break
      }
    }
    let keyword = minimum == 1 ? "contains" : "minContains"
    if matches + open < minimum {
      return fail(
        node, keyword,
        "must have at least \(Found.count(minimum, "matching element")), found \(matches)")
    }
    if let maximum, matches > maximum {
      return fail(
        node, "maxContains",
        "must have at most \(Found.count(maximum, "matching element")), found \(matches)")
    }
    guard matches < minimum || matches + open > maximum ?? .max else { return .valid }
    return fail(
      node, "contains", undecided: true, "could not be decided: a pattern reached its limit")
  }

  mutating func require(
    _ names: [String], of members: JSONObject, _ node: SchemaNode, _ keyword: String
  ) -> Outcome {
    var outcome = Outcome.valid
    for name in names where !members.contains(name) {
      outcome = fail(node, keyword, missing: name, "lacks the property \(Found.quoted(name))")
      if !collects { break }
    }
    return outcome
  }

  mutating func dependentRequired(
    _ pairs: [(key: String, needs: [String])], _ members: JSONObject, _ node: SchemaNode
  ) -> Outcome {
    var outcome = Outcome.valid
    for pair in pairs where members.contains(pair.key) {
      outcome = max(outcome, require(pair.needs, of: members, node, "dependentRequired"))
    }
    return outcome
  }

  mutating func properties(
    _ properties: SchemaNode.Properties, _ members: JSONObject, _ node: SchemaNode
  ) -> Outcome {
    var outcome = Outcome.valid
    for (key, value) in members {
      var isCovered = false
      if let schema = properties.named[JSONKey(key)] {
        isCovered = true
        outcome = max(outcome, descend(schema, key, value))
      }
      for (pattern, schema) in properties.patterns {
        switch pattern.search(key) {
        case .noMatch: continue
        case .match: outcome = max(outcome, descend(schema, key, value))
        case .undecided:
          outcome = max(
            outcome,
            fail(
              node, "patternProperties", undecided: true,
              "has a property whose name could not be matched within the limit of steps"))
        }
        isCovered = true
      }
      if !isCovered, let schema = properties.additional {
        outcome = max(outcome, descend(schema, key, value))
      }
      if outcome == .invalid, !collects { return .invalid }
    }
    return outcome
  }

  mutating func propertyNames(
    _ schema: SchemaNode.ID, _ members: JSONObject, _ node: SchemaNode
  ) -> Outcome {
    var outcome = Outcome.valid
    for (key, _) in members {
      switch probe(schema, .string(key)) {
      case .valid: continue
      case .invalid:
        outcome = fail(
          node, "propertyNames", "has a property with a name not allowed: \(Found.quoted(key))")
      case .undecided:
        let result = fail(
          node, "propertyNames", undecided: true,
          "has a property whose name could not be matched within the limit of steps")
        outcome = max(outcome, result)
      }
    }
    return outcome
  }
}
