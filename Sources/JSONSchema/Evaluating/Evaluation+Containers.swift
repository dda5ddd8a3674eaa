import JSON

// Checks of arrays and objects.
extension Evaluation {
  private static let openName =
    "has a property whose name could not be matched within the limit of steps"

  // MARK: - Arrays

  mutating func uniqueItems(_ values: [JSONValue], _ node: SchemaNode) -> Outcome {
    guard values.count > 1 else { return .valid }
    var first: [JSONValue: Int] = [:]
    for (index, value) in values.enumerated() {
      guard let earlier = first.updateValue(index, forKey: value) else { continue }
      return fail(
        node, "uniqueItems",
        "must have no element twice, found elements \(earlier) and \(index) equal")
    }
    return .valid
  }

  mutating func items(
    _ values: [JSONValue], _ prefix: [SchemaNode.ID], _ rest: SchemaNode.ID?, _ node: SchemaNode
  ) -> Outcome {
    var outcome = Outcome.valid
    for (index, value) in values.enumerated() {
      let result: Outcome
      if index < prefix.count {
        result = descend(
          prefix[index], value, "prefixItems", .index(index), at: .index(index))
      } else if let rest {
        result = descend(rest, value, "items", at: .index(index))
      } else {
        break
      }
      marks?.insert(index)
      outcome = max(outcome, result)
      if result == .invalid, !collects { return .invalid }
    }
    return outcome
  }

  /// Counts the elements that match; those undecided may or may not.
  mutating func contains(
    _ values: [JSONValue], _ schema: SchemaNode.ID, _ minimum: Int, _ maximum: Int?,
    _ node: SchemaNode
  ) -> Outcome {
    var (matches, open) = (0, 0)
    for (index, value) in values.enumerated() {
      switch probeInside(schema, value) {
      case .valid:
        matches += 1
        marks?.insert(index)
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

  mutating func unevaluatedItems(_ values: [JSONValue], _ schema: SchemaNode.ID) -> Outcome {
    var outcome = Outcome.valid
    for (index, value) in values.enumerated() where marks?.contains(index) == false {
      outcome = max(outcome, descend(schema, value, "unevaluatedItems", at: .index(index)))
      if outcome == .invalid, !collects { return .invalid }
    }
    marks?.insertAll()
    return outcome
  }

  // MARK: - Objects

  private mutating func require(
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
    _ pairs: [(key: String, needs: [String])], _ members: JSONObject, _ node: SchemaNode,
    _ keyword: String
  ) -> Outcome {
    var outcome = Outcome.valid
    for pair in pairs where members.contains(pair.key) {
      outcome = max(outcome, require(pair.needs, of: members, node, keyword))
    }
    return outcome
  }

  /// `required`, `properties` and their kin in one walk over the members.
  mutating func apply(
    _ rule: SchemaNode.Members, to members: JSONObject, _ node: SchemaNode
  ) -> Outcome {
    var outcome = Outcome.valid
    if collects { outcome = require(rule.required, of: members, node, "required") }
    if members.count < rule.requiredCount, !collects { return .invalid }
    var (found, guess, position) = (0, 0, 0)
    for member in members.members {
      let (key, value) = (member.key, member.value)
      var isCovered = false
      if let index = rule.names.index(of: key, guess: guess) {
        let entry = rule.entries[index]
        guess = index + 1
        if entry.isRequired { found += 1 }
        if let schema = entry.schema {
          isCovered = true
          outcome = max(
            outcome, descend(schema, value, "properties", .name(key), at: .name(key)))
        }
      }
      if !rule.patterns.isEmpty {
        outcome = max(outcome, byPattern(rule, key, value, node, &isCovered))
      }
      if !isCovered, let schema = rule.additional {
        isCovered = true
        outcome = max(outcome, descend(schema, value, "additionalProperties", at: .name(key)))
      }
      if isCovered { marks?.insert(position) }
      position += 1
      if outcome == .invalid, !collects { return .invalid }
    }
    // The names of an object are all different: as many as are required are those required.
    return found == rule.requiredCount ? outcome : .invalid
  }

  private mutating func byPattern(
    _ rule: SchemaNode.Members, _ key: String, _ value: JSONValue, _ node: SchemaNode,
    _ isCovered: inout Bool
  ) -> Outcome {
    var outcome = Outcome.valid
    for (source, pattern, schema) in rule.patterns {
      switch pattern.search(key) {
      case .noMatch: continue
      case .match:
        outcome = max(
          outcome, descend(schema, value, "patternProperties", .name(source), at: .name(key)))
      case .undecided:
        outcome = max(outcome, fail(node, "patternProperties", undecided: true, Self.openName))
      }
      isCovered = true
    }
    return outcome
  }

  mutating func propertyNames(
    _ schema: SchemaNode.ID, _ members: JSONObject, _ node: SchemaNode
  ) -> Outcome {
    var outcome = Outcome.valid
    for (key, _) in members {
      switch probeInside(schema, .string(key)) {
      case .valid: continue
      case .invalid:
        outcome = fail(
          node, "propertyNames", "has a property with a name not allowed: \(Found.quoted(key))")
      case .undecided:
        let result = fail(node, "propertyNames", undecided: true, Self.openName)
        outcome = max(outcome, result)
      }
    }
    return outcome
  }

  mutating func unevaluatedProperties(
    _ members: JSONObject, _ schema: SchemaNode.ID
  ) -> Outcome {
    var (outcome, position) = (Outcome.valid, 0)
    for (key, value) in members {
      if marks?.contains(position) == false {
        outcome = max(
          outcome, descend(schema, value, "unevaluatedProperties", at: .name(key)))
        if outcome == .invalid, !collects { return .invalid }
      }
      position += 1
    }
    marks?.insertAll()
    return outcome
  }
}
