import JSON

/// Finds the part of a JSON Schema that governs a place of a value.
///
/// The validator has its own, complete one; this one works on the text of the schema, because its
/// result is sent to a model. It follows `properties`, `additionalProperties`, `prefixItems`,
/// `items`, alternatives and references within the document.
struct SchemaLookup {
  /// References that are followed in place before they are taken for a circle.
  private static let longestChain = 32

  let root: JSONValue

  /// The subschema as written; nil where the schema says nothing of the place.
  func subschema(at path: JSONPointer) -> JSONValue? {
    var candidates = [root]
    for token in path.tokens {
      candidates = candidates.flatMap { alternatives(of: $0) }.compactMap { child(of: $0, token) }
    }
    return candidates.first
  }

  /// A schema and all that applies in place with it.
  func alternatives(of schema: JSONValue, depth: Int = 0) -> [JSONValue] {
    guard depth < Self.longestChain else { return [] }
    var found = [schema]
    if let target = schema["$ref"]?.stringValue.flatMap(resolve) {
      found += alternatives(of: target, depth: depth + 1)
    }
    for key in ["allOf", "anyOf", "oneOf"] {
      for member in schema[key]?.arrayValue ?? [] {
        found += alternatives(of: member, depth: depth + 1)
      }
    }
    return found
  }

  /// The target of a reference within the document.
  func resolve(_ reference: String) -> JSONValue? {
    guard reference.hasPrefix("#"),
      let pointer = try? JSONPointer(parsing: String(reference.dropFirst()))
    else { return nil }
    return root[pointer]
  }

  private func child(of schema: JSONValue, _ token: String) -> JSONValue? {
    if let property = schema["properties"]?[token] { return property }
    if let index = Int(token) {
      if let element = schema["prefixItems"]?[index] { return element }
      if let items = schema["items"] { return items }
    }
    return schema["additionalProperties"].flatMap { $0.objectValue == nil ? nil : $0 }
  }
}
