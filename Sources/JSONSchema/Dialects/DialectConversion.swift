import JSON

/// One conversion of a schema to a dialect.
struct DialectConversion {
  private let source: Schema
  let dialect: Dialect
  var dropped: [String] = []
  /// The targets being inlined, from the outside in.
  private var open: [SchemaNode.ID] = []
  /// Targets that stay references, with their names in `$defs` and what they became.
  private var kept: [SchemaNode.ID: String] = [:]
  private var definitions = JSONObject()
  private let identifiers: [JSONPointer: SchemaNode.ID]

  init(_ source: Schema, _ dialect: Dialect) {
    self.source = source
    self.dialect = dialect
    identifiers = Dictionary(
      source.nodes.indices.map { (source.nodes[$0].location, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  mutating func convertRoot() -> JSONValue {
    var result = convert(0)
    // A recursive target is only known as one when it is met again.
    var done: Set<SchemaNode.ID> = []
    while let next = kept.keys.filter({ !done.contains($0) }).min() {
      done.insert(next)
      definitions[kept[next] ?? ""] = convert(next)
    }
    if !definitions.isEmpty { result.set(.object(definitions), at: JSONPointer(["$defs"])) }
    return result
  }

  private mutating func convert(_ identifier: SchemaNode.ID) -> JSONValue {
    let node = source.nodes[identifier]
    guard let schema = node.source.objectValue else { return node.source }
    open.append(identifier)
    defer { open.removeLast() }
    if let target = node.target {
      return convert(reference: target, beside: schema, at: node.location)
    }
    var result = JSONObject()
    for (keyword, value) in schema {
      let place = node.location.appending(keyword)
      if let reason = refusal(keyword, value, in: schema) {
        if reason != "" { dropped.append("\(place): \(reason)") }
      } else if keyword == "oneOf", dialect == .openAI {
        result["anyOf"] = convert(keyword, value, at: place)
      } else {
        result[keyword] = convert(keyword, value, at: place)
      }
    }
    return .object(finished(result, at: node.location))
  }

  /// The target of a reference, or a reference where the target is recursive.
  private mutating func convert(
    reference target: SchemaNode.ID, beside schema: JSONObject, at place: JSONPointer
  ) -> JSONValue {
    for (keyword, _) in schema
    where !["$ref", "title", "description", "$defs", "definitions"].contains(keyword)
      && !keyword.hasPrefix("x-")
    {
      dropped.append("\(place.appending(keyword)): beside a $ref")
    }
    guard !open.contains(target) else {
      if target == 0 { return ["$ref": "#"] }
      let name = kept[target] ?? "recursive\(kept.count + 1)"
      kept[target] = name
      return ["$ref": .string("#/$defs/\(name)")]
    }
    var result = convert(target)
    guard var members = result.objectValue else { return result }
    for keyword in ["title", "description"] {
      if let value = schema[keyword] { members[keyword] = value }
    }
    result = .object(members)
    return result
  }

  private mutating func convert(
    _ keyword: String, _ value: JSONValue, at place: JSONPointer
  ) -> JSONValue {
    switch (keyword, value) {
    case ("properties", .object(let members)):
      return .object(
        JSONObject(members.map { ($0.key, convert(at: place.appending($0.key), $0.value)) }))
    case ("anyOf", .array(let values)), ("allOf", .array(let values)),
      ("oneOf", .array(let values)), ("prefixItems", .array(let values)):
      return .array(values.enumerated().map { convert(at: place.appending($0), $1) })
    case ("items", _), ("additionalProperties", _): return convert(at: place, value)
    default: return value
    }
  }

  private mutating func convert(at place: JSONPointer, _ value: JSONValue) -> JSONValue {
    identifiers[place].map { convert($0) } ?? value
  }

  /// Why a keyword is dropped: nil when it is not, empty when that needs no mention.
  private func refusal(_ keyword: String, _ value: JSONValue, in schema: JSONObject) -> String? {
    let silent: Set<String> = [
      "$schema", "$id", "$anchor", "$comment", "$defs", "definitions", "default", "examples",
      "deprecated",
      "readOnly", "writeOnly", "contentEncoding", "contentMediaType", "contentSchema",
    ]
    if silent.contains(keyword) || keyword.hasPrefix("x-") { return "" }
    guard dialect.keywords.contains(keyword) else {
      return keyword == "oneOf" || keyword == "allOf" ? nil : "not in the dialect"
    }
    switch keyword {
    case "format":
      let isTaken = value.stringValue.map(dialect.formats.contains) ?? false
      return isTaken ? nil : "this format is not in the dialect"
    case "pattern" where dialect == .llamaCPP:
      let source = value.stringValue ?? ""
      return source.hasPrefix("^") && source.hasSuffix("$")
        ? nil : "a pattern must be anchored with ^ and $"
    case "minLength", "maxLength", "minItems", "maxItems":
      return value.intValue ?? .max > Dialect.largestRepetition ? "too large for a grammar" : nil
    case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
      guard dialect == .llamaCPP, schema["type"] != "integer" else { return nil }
      return "bounds are for integers only"
    default: return nil
    }
  }
}

extension SchemaNode {
  /// The target of the node's `$ref`, past the node that stands for the reference.
  fileprivate var target: ID? {
    checks.lazy.compactMap { if case .reference(let id) = $0.rule { id } else { nil } }.first
  }
}
