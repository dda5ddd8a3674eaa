import JSON

/// One walk over a schema and a value.
///
/// With `collects` it goes everywhere and gathers errors; without, it ends at the first failure.
/// Alternatives are always tried without, and only the one chosen to explain a failure is walked
/// again, so that errors cost time only where there are any.
struct Evaluation {
  /// What came of it; ordered, so that the outcome of several checks is the greatest.
  enum Outcome: Int, Comparable {
    case valid, undecided, invalid

    static func < (left: Outcome, right: Outcome) -> Bool { left.rawValue < right.rawValue }
  }

  /// One step into the value.
  private enum Step {
    case member(String)
    case element(Int)
  }

  let nodes: [SchemaNode]
  private(set) var errors: [ValidationError] = []
  private(set) var collects: Bool
  private var path: [Step] = []

  init(_ nodes: [SchemaNode], collects: Bool) {
    self.nodes = nodes
    self.collects = collects
  }

  /// Applies a subschema to a value.
  mutating func evaluate(_ identifier: SchemaNode.ID, _ value: JSONValue) -> Outcome {
    let node = nodes[identifier]
    if let constant = node.constant {
      return constant ? .valid : failConstant(node, value)
    }
    var outcome = Outcome.valid
    for check in node.checks {
      let result = apply(check, of: node, to: value)
      outcome = max(outcome, result)
      guard result == .invalid else { continue }
      // A value of the wrong type or not among those listed has no more to say for itself.
      if !collects { return .invalid }
      switch check.rule {
      case .types, .enumeration: return .invalid
      default: break
      }
    }
    return outcome
  }

  /// Applies a subschema to a value without gathering errors.
  mutating func probe(_ identifier: SchemaNode.ID, _ value: JSONValue) -> Outcome {
    let outer = collects
    collects = false
    defer { collects = outer }
    return evaluate(identifier, value)
  }

  /// Applies a subschema to a member of the object at hand.
  mutating func descend(
    _ identifier: SchemaNode.ID, _ key: String, _ value: JSONValue
  ) -> Outcome {
    path.append(.member(key))
    defer { path.removeLast() }
    return evaluate(identifier, value)
  }

  /// Applies a subschema to an element of the array at hand.
  mutating func descend(_ identifier: SchemaNode.ID, _ index: Int, _ value: JSONValue) -> Outcome {
    path.append(.element(index))
    defer { path.removeLast() }
    return evaluate(identifier, value)
  }

  /// Applies subschemas to the same value.
  mutating func evaluateAll(_ identifiers: [SchemaNode.ID], _ value: JSONValue) -> Outcome {
    var outcome = Outcome.valid
    for identifier in identifiers {
      outcome = max(outcome, evaluate(identifier, value))
      if outcome == .invalid, !collects { return .invalid }
    }
    return outcome
  }

  /// Notes an error and gives the outcome that it means.
  mutating func fail(
    _ node: SchemaNode, _ keyword: String, missing: String? = nil, undecided: Bool = false,
    _ message: @autoclosure () -> String
  ) -> Outcome {
    if collects {
      errors.append(
        ValidationError(
          instanceLocation: instanceLocation, keywordLocation: node.location.appending(keyword),
          keyword: keyword, message: message(), missingProperty: missing, isUndecided: undecided))
    }
    return undecided ? .undecided : .invalid
  }

  private mutating func failConstant(_ node: SchemaNode, _ value: JSONValue) -> Outcome {
    guard collects else { return .invalid }
    let holder = node.location.tokens.last { !JSONPointer([$0]).isElement } ?? "false"
    let message =
      holder == "additionalProperties"
      ? "is not a property that is allowed here" : "is not allowed here"
    errors.append(
      ValidationError(
        instanceLocation: instanceLocation, keywordLocation: node.location, keyword: holder,
        message: message))
    return .invalid
  }

  private var instanceLocation: JSONPointer {
    JSONPointer(
      path.map { step in
        switch step {
        case .member(let key): key
        case .element(let index): String(index)
        }
      })
  }
}

extension JSONPointer {
  /// Whether the last token has the form of an index.
  fileprivate var isElement: Bool {
    lastToken.flatMap { UInt($0) } != nil
  }
}
