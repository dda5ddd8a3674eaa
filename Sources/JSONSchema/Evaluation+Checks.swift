import JSON

extension Evaluation {
  /// Applies one check.
  mutating func apply(
    _ check: SchemaNode.Check, of node: SchemaNode, to value: JSONValue
  ) -> Outcome {
    switch check.rule {
    case .reference(let target): evaluate(target, value)
    case .allOf(let schemas): evaluateAll(schemas, value)
    case .anyOf(let schemas): anyOf(schemas, value, node)
    case .oneOf(let schemas): oneOf(schemas, value, node)
    case .not(let schema): not(schema, value, node)
    case .conditional(let condition, let then, let otherwise):
      conditional(condition, then, otherwise, value, node)
    case .types(let types):
      types.allows(value)
        ? .valid : fail(node, "type", "must be \(types), found \(Found(value))")
    case .enumeration(let list, let set):
      set.contains(value)
        ? .valid
        : fail(node, check.keyword, "must be \(Found.list(list)), found \(Found(value))")
    default: applyByType(check, of: node, to: value)
    }
  }

  /// Applies a check that concerns one type of value alone.
  private mutating func applyByType(
    _ check: SchemaNode.Check, of node: SchemaNode, to value: JSONValue
  ) -> Outcome {
    switch value {
    case .number(let number): apply(check, of: node, to: number)
    case .string(let string): apply(check, of: node, to: string)
    case .array(let values): apply(check, of: node, to: values)
    case .object(let members): apply(check, of: node, to: members, value)
    default: .valid
    }
  }

  private mutating func apply(
    _ check: SchemaNode.Check, of node: SchemaNode, to number: JSONNumber
  ) -> Outcome {
    switch check.rule {
    case .multipleOf(let divisor):
      number.isMultiple(of: divisor)
        ? .valid : fail(node, "multipleOf", "must be a multiple of \(divisor), found \(number)")
    case .limit(.minimum, let limit):
      number >= limit
        ? .valid : fail(node, check.keyword, "must be \(limit) or more, found \(number)")
    case .limit(.exclusiveMinimum, let limit):
      number > limit
        ? .valid : fail(node, check.keyword, "must be more than \(limit), found \(number)")
    case .limit(.maximum, let limit):
      number <= limit
        ? .valid : fail(node, check.keyword, "must be \(limit) or less, found \(number)")
    case .limit(.exclusiveMaximum, let limit):
      number < limit
        ? .valid : fail(node, check.keyword, "must be less than \(limit), found \(number)")
    default: .valid
    }
  }

  private mutating func apply(
    _ check: SchemaNode.Check, of node: SchemaNode, to string: String
  ) -> Outcome {
    switch check.rule {
    case .size(.scalars, let isMaximum, let limit):
      return size(
        string.unicodeScalars.count, isMaximum, limit, "character", check.keyword, node)
    case .pattern(let pattern):
      switch pattern.search(string) {
      case .match: return .valid
      case .noMatch:
        return fail(
          node, "pattern", "must match \(pattern.source), found \(Found(.string(string)))")
      case .undecided:
        return fail(
          node, "pattern", undecided: true,
          "could not be matched against \(pattern.source) within the limit of steps")
      }
    case .format(let format):
      guard !format.matches(string) else { return .valid }
      return fail(
        node, "format", "must be a valid \(format.rawValue), found \(Found(.string(string)))")
    default: return .valid
    }
  }

  private mutating func apply(
    _ check: SchemaNode.Check, of node: SchemaNode, to values: [JSONValue]
  ) -> Outcome {
    switch check.rule {
    case .size(.elements, let isMaximum, let limit):
      return size(values.count, isMaximum, limit, "element", check.keyword, node)
    case .uniqueItems: return uniqueItems(values, node)
    case .items(let prefix, let rest):
      var outcome = Outcome.valid
      for (index, value) in values.enumerated() {
        guard let schema = index < prefix.count ? prefix[index] : rest else { break }
        outcome = max(outcome, descend(schema, index, value))
        if outcome == .invalid, !collects { return .invalid }
      }
      return outcome
    case .contains(let schema, let minimum, let maximum):
      return contains(values, schema, minimum, maximum, node)
    default: return .valid
    }
  }

  private mutating func apply(
    _ check: SchemaNode.Check, of node: SchemaNode, to members: JSONObject, _ value: JSONValue
  ) -> Outcome {
    switch check.rule {
    case .size(.members, let isMaximum, let limit):
      size(members.count, isMaximum, limit, "property", check.keyword, node)
    case .required(let names): require(names, of: members, node, "required")
    case .dependentRequired(let pairs): dependentRequired(pairs, members, node)
    case .properties(let properties): self.properties(properties, members, node)
    case .propertyNames(let schema): propertyNames(schema, members, node)
    case .dependentSchemas(let pairs):
      evaluateAll(pairs.filter { members.contains($0.key) }.map(\.schema), value)
    default: .valid
    }
  }

  private mutating func size(
    _ count: Int, _ isMaximum: Bool, _ limit: Int, _ noun: String, _ keyword: String,
    _ node: SchemaNode
  ) -> Outcome {
    guard isMaximum ? count > limit : count < limit else { return .valid }
    let bound = isMaximum ? "at most" : "at least"
    return fail(
      node, keyword, "must have \(bound) \(Found.count(limit, noun)), found \(count)")
  }
}
