package import JSON

extension Schema {
  /// What a schema expects at one place of a value.
  package struct Expectation: Sendable, Hashable {
    /// The types allowed.
    package let types: SchemaTypes
    /// The `format`, if one is given.
    package let format: String?
    /// The values listed by `enum` or `const`, if they are.
    package let values: [JSONValue]?

    /// Whether `null` is allowed.
    package var isNullable: Bool { types.contains(.null) }
  }

  /// The subschema that governs a place of a value; nil where the schema says nothing of it.
  ///
  /// Found through `properties`, `items` and their kin, references, and all alternatives. The
  /// result is one object: what stands at the place itself, completed from the targets of its
  /// `$ref` and `allOf`, where the first to set a keyword wins. `$ref` and `allOf` are not in it;
  /// `anyOf` and `oneOf` are, as written. A boolean schema governs as written.
  package func subschema(for instancePath: JSONPointer) -> JSONValue? {
    let found = governing(instancePath)
    guard let first = found.first else { return nil }
    if found.count == 1, let constant = nodes[first].constant { return .bool(constant) }
    var merged = JSONObject()
    for node in found.flatMap({ nodes.conjuncts(of: $0) }).map({ nodes[$0] }) {
      for (key, value) in node.source.objectValue ?? [:]
      where key != "$ref" && key != "allOf" && !merged.contains(key) {
        merged[key] = value
      }
    }
    return .object(merged)
  }

  /// The value of a keyword at a place of a value, such as `description` or `x-evidence`.
  ///
  /// What stands at the place itself comes before what its references and alternatives say; nil
  /// where none of them has the keyword.
  package func annotation(_ keyword: String, at instancePath: JSONPointer) -> JSONValue? {
    let found = governing(instancePath)
    let everything = found + found.flatMap { nodes.inPlace(with: $0) }
    return everything.lazy.compactMap { nodes[$0].source[keyword] }.first
  }

  /// What is expected at a place of a value; nil where the schema says nothing of it.
  ///
  /// Best effort: of alternatives the union, of conditions (`if`, `dependentSchemas`) nothing.
  package func expectation(at instancePath: JSONPointer) -> Expectation? {
    let found = governing(instancePath)
    guard !found.isEmpty else { return nil }
    let everything = found.flatMap { nodes.inPlace(with: $0) }
    let listed = everything.lazy.map { nodes[$0] }.compactMap { node in
      node.source["enum"]?.arrayValue ?? node.source["const"].map { [$0] }
    }
    return Expectation(
      types: found.reduce(SchemaTypes()) { $0.union(nodes.types(of: $1)) },
      format: annotation("format", at: instancePath)?.stringValue,
      values: listed.first)
  }

  /// Whether the object at a place must have a property; true also when an alternative says so.
  package func requires(_ property: String, at instancePath: JSONPointer) -> Bool {
    governing(instancePath).flatMap { nodes.inPlace(with: $0) }.contains { node in
      nodes[node].source["required"]?.arrayValue?.contains(.string(property)) ?? false
    }
  }

  /// The nodes that govern a place, without those that apply in place with them.
  private func governing(_ instancePath: JSONPointer) -> [SchemaNode.ID] {
    var found = [0]
    for token in instancePath.tokens {
      var next: [SchemaNode.ID] = []
      for node in found.flatMap({ nodes.inPlace(with: $0) }) {
        for child in nodes[node].children(at: token) where !next.contains(child) {
          next.append(child)
        }
      }
      found = next
    }
    return found
  }
}

extension SchemaNode {
  /// The schemas that apply to a member or an element.
  fileprivate func children(at token: String) -> [ID] {
    checks.flatMap { check -> [ID] in
      switch check.rule {
      case .members(let rule):
        var found = rule.schema(of: token).map { [$0] } ?? []
        for (_, pattern, schema) in rule.patterns where pattern.search(token) == .match {
          found.append(schema)
        }
        return found.isEmpty ? rule.additional.map { [$0] } ?? [] : found
      case .items(let prefix, let rest):
        guard let index = UInt(token) else { return [] }
        return index < prefix.count ? [prefix[Int(index)]] : rest.map { [$0] } ?? []
      case .unevaluatedItems(let schema): return UInt(token) == nil ? [] : [schema]
      case .unevaluatedProperties(let schema): return [schema]
      default: return []
      }
    }
  }

  /// The schemas that must hold with it: targets of `$ref` and members of `allOf`.
  fileprivate var conjuncts: [ID] {
    checks.flatMap { check -> [ID] in
      switch check.rule {
      case .reference(let target): [target]
      case .allOf(let schemas): schemas
      default: []
      }
    }
  }

  /// The schemas that apply to the same value, but for what stands under `not` and `if`; of a
  /// dynamic reference the one that it leads to where nothing around says otherwise.
  fileprivate var alternatives: [ID] {
    checks.flatMap { check -> [ID] in
      switch check.rule {
      case .reference(let target), .dynamicReference(let target, _): [target]
      case .allOf(let schemas), .anyOf(let schemas), .oneOf(let schemas): schemas
      case .conditional(_, let then, let otherwise): [then, otherwise].compactMap { $0 }
      case .dependentSchemas(let pairs): pairs.map(\.schema)
      default: []
      }
    }
  }
}

extension [SchemaNode] {
  /// A node and all that must hold with it.
  fileprivate func conjuncts(of node: SchemaNode.ID) -> [SchemaNode.ID] {
    reachable(from: node, by: \.conjuncts)
  }

  /// A node and all that applies in place with it.
  func inPlace(with node: SchemaNode.ID) -> [SchemaNode.ID] {
    reachable(from: node, by: \.alternatives)
  }

  /// A node and all that it leads to, each once, in the order of the schema.
  private func reachable(
    from node: SchemaNode.ID, by step: (SchemaNode) -> [SchemaNode.ID]
  ) -> [SchemaNode.ID] {
    var found: [SchemaNode.ID] = []
    var open = [node]
    while let next = open.popLast() {
      guard !found.contains(next) else { continue }
      found.append(next)
      open += step(self[next]).reversed()
    }
    return found
  }

  /// The types that a node allows, as far as `type`, `enum`, `const`, references and alternatives
  /// tell.
  func types(of node: SchemaNode.ID) -> SchemaTypes {
    if self[node].constant == false { return [] }
    return self[node].checks.reduce(self[node].types) { types, check in
      switch check.rule {
      case .enumeration(let enumeration):
        types.intersection(enumeration.values.reduce([]) { $0.union(SchemaTypes(of: $1)) })
      case .reference(let target): types.intersection(self.types(of: target))
      case .allOf(let schemas):
        schemas.reduce(types) { $0.intersection(self.types(of: $1)) }
      case .anyOf(let schemas), .oneOf(let schemas):
        types.intersection(schemas.reduce([]) { $0.union(self.types(of: $1)) })
      default: types
      }
    }
  }
}
