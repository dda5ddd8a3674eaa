/// What is known of a subschema before any value is seen: `{"type": "string"}` fits every string and
/// no number.
///
/// Schemas made from classes are full of `anyOf: [{…}, {"type": "null"}]`. For each type of value
/// such a rule leaves one alternative or none to be tried, and that is worked out once.
enum KnownOutcome {
  /// A rule as far as it matters to values of some types; nil where it does not.
  ///
  /// A type of which no value can fit is taken out of `types`.
  static func narrowed(
    _ rule: SchemaNode.Rule, for group: SchemaTypes, _ types: inout SchemaTypes,
    in nodes: [SchemaNode]
  ) -> SchemaNode.Rule? {
    var isOpen = false
    for type in group.separate where !types.isDisjoint(with: type) {
      switch outcome(of: rule, on: type, in: nodes) {
      case true?: break
      case false?: types.subtract(type)
      case nil: isOpen = true
      }
    }
    guard isOpen else { return nil }
    func open(_ subschemas: [SchemaNode.ID], but known: Bool) -> [SchemaNode.ID] {
      subschemas.filter { id in
        group.separate.contains { outcome(of: nodes[id], on: $0) != known }
      }
    }
    switch rule {
    case .anyOf(let ids):
      let ids = open(ids, but: false)
      return ids.count == 1 ? .reference(ids[0]) : .anyOf(ids)
    case .oneOf(let ids):
      let ids = open(ids, but: false)
      return ids.count == 1 ? .reference(ids[0]) : .oneOf(ids)
    case .allOf(let ids):
      let ids = open(ids, but: true)
      return ids.count == 1 ? .reference(ids[0]) : .allOf(ids)
    default: return rule
    }
  }

  /// What a rule says of every value of a type; nil where that depends on the value.
  private static func outcome(
    of rule: SchemaNode.Rule, on type: SchemaTypes, in nodes: [SchemaNode]
  ) -> Bool? {
    func outcomes(_ subschemas: [SchemaNode.ID]) -> [Bool?] {
      subschemas.map { outcome(of: nodes[$0], on: type) }
    }
    switch rule {
    case .reference(let id): return outcome(of: nodes[id], on: type)
    case .not(let id): return outcome(of: nodes[id], on: type).map { !$0 }
    case .anyOf(let ids):
      let all = outcomes(ids)
      return all.contains(true) ? true : all.contains(nil) ? nil : false
    case .allOf(let ids):
      let all = outcomes(ids)
      return all.contains(false) ? false : all.contains(nil) ? nil : true
    case .oneOf(let ids):
      let all = outcomes(ids)
      let matches = all.count { $0 == true }
      return matches > 1 ? false : all.contains(nil) ? nil : matches == 1
    default: return nil
    }
  }

  /// What a subschema says of every value of a type, as far as its `type` and the absence of other
  /// rules tell; nil where that depends on the value.
  private static func outcome(of node: SchemaNode, on type: SchemaTypes) -> Bool? {
    if let constant = node.constant { return constant }
    if node.types.isDisjoint(with: type) { return false }
    guard node.types.isSuperset(of: type) else { return nil }
    return node.checks.allSatisfy { $0.rule.concerns.isDisjoint(with: type) } ? true : nil
  }
}

extension SchemaTypes {
  /// The types one by one; numbers are one.
  fileprivate var separate: [SchemaTypes] {
    [.null, .boolean, .number, .string, .array, .object].filter { !isDisjoint(with: $0) }
  }
}
