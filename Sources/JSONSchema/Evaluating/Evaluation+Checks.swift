import JSON

extension Evaluation {
  /// Applies one check to a value of a type that it concerns.
  ///
  /// - Parameter outcome: what came of the checks before it.
  mutating func apply(
    _ check: SchemaNode.Check, of node: SchemaNode, to value: JSONValue, soFar outcome: Outcome
  ) -> Outcome {
    switch check.rule {
    case .enumeration(let enumeration):
      enumeration.contains(value)
        ? .valid
        : fail(
          node, check.keyword,
          "must be \(Found.list(enumeration.values)), found \(Found(value))")
    case .reference(let target): inPlace(target, value, check.keyword)
    case .dynamicReference(let target, let anchor):
      inPlace(dynamicTarget(anchor) ?? target, value, check.keyword)
    case .allOf(let schemas): allOf(schemas, value)
    case .anyOf(let schemas): anyOf(schemas, value, node)
    case .oneOf(let schemas): oneOf(schemas, value, node)
    case .not(let schema): not(schema, value, node)
    case .conditional(let condition, let then, let otherwise):
      conditional(condition, then, otherwise, value, node)
    default:
      switch value {
      case .number(let number): apply(check, of: node, to: number)
      case .string(let string): apply(check, of: node, to: string)
      case .array(let values): apply(check, of: node, to: values, soFar: outcome)
      case .object(let members):
        apply(check, of: node, to: members, value, soFar: outcome)
      default: .valid
      }
    }
  }

  /// The node that the outermost resource with an anchor gives it (core, section 8.2.3.2).
  private func dynamicTarget(_ anchor: Int) -> SchemaNode.ID? {
    let table = graph.dynamicAnchors[anchor]
    for resource in scope {
      if let target = table[resource] { return target }
    }
    return nil
  }

  private mutating func apply(
    _ check: SchemaNode.Check, of node: SchemaNode, to number: JSONNumber
  ) -> Outcome {
    switch check.rule {
    case .multipleOf(let divisor):
      number.isMultiple(of: divisor)
        ? .valid
        : fail(
          node, "multipleOf", "must be a multiple of \(divisor), found \(Found.literal(number))")
    case .limit(.minimum, let limit):
      number >= limit
        ? .valid
        : fail(node, check.keyword, "must be \(limit) or more, found \(Found.literal(number))")
    case .limit(.exclusiveMinimum, let limit):
      number > limit
        ? .valid
        : fail(node, check.keyword, "must be more than \(limit), found \(Found.literal(number))")
    case .limit(.maximum, let limit):
      number <= limit
        ? .valid
        : fail(node, check.keyword, "must be \(limit) or less, found \(Found.literal(number))")
    case .limit(.exclusiveMaximum, let limit):
      number < limit
        ? .valid
        : fail(node, check.keyword, "must be less than \(limit), found \(Found.literal(number))")
    default: .valid
    }
  }

  private mutating func apply(
    _ check: SchemaNode.Check, of node: SchemaNode, to string: String
  ) -> Outcome {
    switch check.rule {
    case .size(_, let isMaximum, let limit):
      // Bytes are known at once, and no text has more scalars than bytes or less than a quarter.
      let bytes = string.utf8.count
      if isMaximum ? bytes <= limit : (bytes + 3) / 4 >= limit { return .valid }
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
    _ check: SchemaNode.Check, of node: SchemaNode, to values: [JSONValue], soFar: Outcome
  ) -> Outcome {
    switch check.rule {
    case .size(_, let isMaximum, let limit):
      size(values.count, isMaximum, limit, "element", check.keyword, node)
    case .uniqueItems: uniqueItems(values, node)
    case .items(let prefix, let rest): items(values, prefix, rest, node)
    case .contains(let schema, let minimum, let maximum):
      contains(values, schema, minimum, maximum, node)
    case .unevaluatedItems(let schema):
      soFar == .invalid ? .valid : unevaluatedItems(values, schema)
    default: .valid
    }
  }

  private mutating func apply(
    _ check: SchemaNode.Check, of node: SchemaNode, to members: JSONObject, _ value: JSONValue,
    soFar: Outcome
  ) -> Outcome {
    switch check.rule {
    case .size(_, let isMaximum, let limit):
      size(members.count, isMaximum, limit, "property", check.keyword, node)
    case .members(let rule): apply(rule, to: members, node)
    case .dependentRequired(let pairs): dependentRequired(pairs, members, node, check.keyword)
    case .propertyNames(let schema): propertyNames(schema, members, node)
    case .dependentSchemas(let pairs): dependentSchemas(pairs, members, value, check.keyword)
    case .unevaluatedProperties(let schema):
      // Of a value that is wrong already, what nobody has looked at says nothing.
      soFar == .invalid ? .valid : unevaluatedProperties(members, schema)
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
