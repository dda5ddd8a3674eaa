import JSON

/// One walk over a schema and a value.
struct Evaluation {
  /// What came of it; ordered, so that the outcome of several checks is the greatest.
  enum Outcome: Int, Comparable {
    case valid, undecided, invalid

    static func < (left: Outcome, right: Outcome) -> Bool { left.rawValue < right.rawValue }
  }

  /// What a walk is for.
  enum Manner {
    /// It ends at the first failure.
    case decide
    /// It gathers the errors that a reader needs, and of alternatives those of the one meant.
    case plain
    /// It gathers all errors, also those of every alternative.
    case full
  }

  /// One step into the value or the schema.
  enum Step {
    case name(String)
    case index(Int)

    var token: String {
      switch self {
      case .name(let name): name
      case .index(let index): String(index)
      }
    }
  }

  /// An error and the way to it.
  struct Complaint {
    let error: ValidationError
    /// For each subschema on the way: the lengths of the keyword and the instance location there.
    let way: [(keyword: Int, instance: Int)]
  }

  let graph: SchemaGraph
  private(set) var complaints: [Complaint] = []
  private(set) var manner: Manner
  /// What the schema being applied has looked at; nil where nobody asks.
  var marks: Marks?
  /// The resources entered, from the outside in; kept only where a reference depends on it.
  private(set) var scope: [SchemaResource.ID] = []
  private let room = StackRoom()
  private var instancePath: [Step] = []
  private var keywordPath: [Step] = []
  private var way: [(keyword: Int, instance: Int)] = []

  init(_ graph: SchemaGraph, manner: Manner) {
    self.graph = graph
    self.manner = manner
  }

  var collects: Bool { manner != .decide }

  /// Whether anyone wants to know more than the outcome.
  private var isWatching: Bool { manner != .decide || marks != nil }

  mutating func evaluateRoot(_ value: JSONValue) -> Outcome {
    evaluate(0, value)
  }

  // MARK: - One subschema

  /// Applies a subschema to a value.
  mutating func evaluate(_ identifier: SchemaNode.ID, _ value: JSONValue) -> Outcome {
    let node = graph.nodes[identifier]
    if let constant = node.constant {
      return constant ? .valid : failConstant(node)
    }
    guard room.isLeft else {
      return fail(
        node, "$ref", undecided: true, "could not be decided: it is nested too deeply")
    }
    if graph.isDynamic, scope.last != node.resource {
      scope.append(node.resource)
      defer { scope.removeLast() }
      return evaluate(node, value)
    }
    return evaluate(node, value)
  }

  private mutating func evaluate(_ node: SchemaNode, _ value: JSONValue) -> Outcome {
    guard node.types.allows(value) else {
      return fail(node, "type", "must be \(node.types), found \(Found(value))")
    }
    guard node.isUnevaluating else { return check(node, value) }
    // What is looked at elsewhere, before or around, is no business of this schema's.
    let outer = marks
    marks = Marks()
    let outcome = check(node, value)
    if var outer {
      if let own = marks { outer.formUnion(own) }
      marks = outer
    } else {
      marks = nil
    }
    return outcome
  }

  private mutating func check(_ node: SchemaNode, _ value: JSONValue) -> Outcome {
    switch value {
    case .null, .bool: check(node.simpleChecks, of: node, value)
    case .number: check(node.numberChecks, of: node, value)
    case .string: check(node.stringChecks, of: node, value)
    case .array: check(node.arrayChecks, of: node, value)
    case .object: check(node.objectChecks, of: node, value)
    }
  }

  @inline(__always)
  private mutating func check(
    _ checks: [SchemaNode.Check], of node: SchemaNode, _ value: JSONValue
  ) -> Outcome {
    var outcome = Outcome.valid
    for check in checks {
      let result = apply(check, of: node, to: value, soFar: outcome)
      guard result != .valid else { continue }
      outcome = max(outcome, result)
      guard result == .invalid else { continue }
      // A value not among those listed has no more to say for itself.
      if manner == .decide { return .invalid }
      if manner == .plain, case .enumeration = check.rule { return .invalid }
    }
    return outcome
  }

  // MARK: - Subschemas of it

  /// Applies a subschema to the same value.
  @inline(__always)
  mutating func inPlace(
    _ identifier: SchemaNode.ID, _ value: JSONValue, _ keyword: @autoclosure () -> String,
    _ index: @autoclosure () -> Step? = nil
  ) -> Outcome {
    guard isWatching else { return evaluate(identifier, value) }
    return watchedInPlace(identifier, value, keyword(), index())
  }

  @inline(never)
  private mutating func watchedInPlace(
    _ identifier: SchemaNode.ID, _ value: JSONValue, _ keyword: String, _ index: Step?
  ) -> Outcome {
    let before = marks
    if collects { enter(keyword, index, at: nil) }
    let outcome = evaluate(identifier, value)
    // What a schema that fails has looked at does not count.
    if outcome == .invalid { marks = before }
    if collects { leave(index, at: nil) }
    return outcome
  }

  /// Applies a subschema to a member or an element of the value at hand.
  @inline(__always)
  mutating func descend(
    _ identifier: SchemaNode.ID, _ value: JSONValue, _ keyword: @autoclosure () -> String,
    _ index: @autoclosure () -> Step? = nil, at step: @autoclosure () -> Step
  ) -> Outcome {
    guard isWatching else { return evaluate(identifier, value) }
    return watchedDescend(identifier, value, keyword(), index(), step())
  }

  @inline(never)
  private mutating func watchedDescend(
    _ identifier: SchemaNode.ID, _ value: JSONValue, _ keyword: String, _ index: Step?,
    _ step: Step
  ) -> Outcome {
    let outer = marks
    marks = nil
    defer { marks = outer }
    guard collects else { return evaluate(identifier, value) }
    enter(keyword, index, at: step)
    defer { leave(index, at: step) }
    return evaluate(identifier, value)
  }

  /// Applies a subschema to the same value without gathering errors.
  ///
  /// - Parameter marking: whether what it looks at counts if the value fits it.
  mutating func probe(
    _ identifier: SchemaNode.ID, _ value: JSONValue, marking: Bool = true
  ) -> Outcome {
    let (outer, before) = (manner, marks)
    manner = .decide
    if !marking { marks = nil }
    let outcome = evaluate(identifier, value)
    manner = outer
    if !marking || outcome == .invalid { marks = before }
    return outcome
  }

  /// Applies a subschema to a member or an element of the value at hand without gathering errors.
  mutating func probeInside(_ identifier: SchemaNode.ID, _ value: JSONValue) -> Outcome {
    probe(identifier, value, marking: false)
  }

  private mutating func enter(_ keyword: String, _ index: Step?, at step: Step?) {
    keywordPath.append(.name(keyword))
    if let index { keywordPath.append(index) }
    if let step { instancePath.append(step) }
    way.append((keywordPath.count, instancePath.count))
  }

  private mutating func leave(_ index: Step?, at step: Step?) {
    way.removeLast()
    keywordPath.removeLast(index == nil ? 1 : 2)
    if step != nil { instancePath.removeLast() }
  }

  // MARK: - Errors

  /// Notes an error and gives the outcome that it means.
  mutating func fail(
    _ node: SchemaNode, _ keyword: String, missing: String? = nil, undecided: Bool = false,
    _ message: @autoclosure () -> String
  ) -> Outcome {
    if collects {
      complaints.append(
        Complaint(
          error: ValidationError(
            instanceLocation: location(instancePath),
            keywordLocation: location(keywordPath).appending(keyword),
            absoluteKeywordLocation: graph.uri(of: node, keyword), keyword: keyword,
            message: message(), missingProperty: missing, isUndecided: undecided),
          way: way))
    }
    return undecided ? .undecided : .invalid
  }

  private mutating func failConstant(_ node: SchemaNode) -> Outcome {
    guard collects else { return .invalid }
    let holder = node.location.tokens.last { UInt($0) == nil } ?? "false"
    let message =
      switch holder {
      case "additionalProperties", "unevaluatedProperties":
        "is not a property that is allowed here"
      default: "is not allowed here"
      }
    complaints.append(
      Complaint(
        error: ValidationError(
          instanceLocation: location(instancePath), keywordLocation: location(keywordPath),
          absoluteKeywordLocation: graph.uri(of: node, nil), keyword: holder, message: message),
        way: way))
    return .invalid
  }

  private func location(_ path: [Step]) -> JSONPointer {
    JSONPointer(path.map(\.token))
  }
}
