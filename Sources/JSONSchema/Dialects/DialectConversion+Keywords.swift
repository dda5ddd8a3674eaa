import JSON

// What becomes of each keyword.
extension DialectConversion {
  /// Keywords that say nothing of the value, or are dealt with elsewhere.
  private static let silent: Set<String> = [
    "$schema", "$id", "$anchor", "$dynamicAnchor", "$comment", "$defs", "definitions", "default",
    "examples", "deprecated", "readOnly", "writeOnly", "contentEncoding", "contentMediaType",
    "contentSchema", "$vocabulary", "$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "then",
    "else", "minContains", "maxContains",
  ]

  /// A node's own keywords, as far as the dialect has them.
  mutating func keywords(of node: SchemaNode) -> JSONObject {
    var result = JSONObject()
    let known = source.graph.resources[node.resource].keywords
    for (keyword, value) in node.source.objectValue ?? [:]
    where known.knows(keyword) && !Self.silent.contains(keyword) {
      convert(keyword, value, of: node, into: &result)
    }
    // Names by pattern are any names to the dialects that have those at all.
    if node.source["patternProperties"] != nil, !result.contains("additionalProperties") {
      result["additionalProperties"] = true
    }
    return result
  }

  private mutating func convert(
    _ keyword: String, _ value: JSONValue, of node: SchemaNode, into result: inout JSONObject
  ) {
    let place = node.location.appending(keyword)
    switch keyword {
    case "properties": result[keyword] = properties(value, of: node)
    case "additionalProperties":
      if value.boolValue != nil {
        result[keyword] = value
      } else {
        result[keyword] = convert(node.place.appending(keyword)).map(JSONValue.object) ?? false
      }
    case "items", "prefixItems": convertItems(keyword, value, of: node, into: &result)
    case "enum", "const": convertValues(keyword, value, at: place, into: &result)
    case "pattern": result[keyword] = pattern(value, at: place)
    default:
      if let reason = refusal(keyword, value, in: node) {
        drop(place, reason)
      } else {
        result[keyword] = value
      }
    }
  }

  private mutating func properties(_ value: JSONValue, of node: SchemaNode) -> JSONValue {
    var result = JSONObject()
    for key in value.objectValue?.keys ?? [] {
      let place = node.place.appending("properties").appending(key)
      if let property = convert(place) {
        result[key] = .object(property)
      } else {
        drop(place.pointer, .nothingFits)
      }
    }
    return .object(result)
  }

  /// Where the dialect has no `prefixItems`, each element may be what any of them may be.
  private mutating func convertItems(
    _ keyword: String, _ value: JSONValue, of node: SchemaNode, into result: inout JSONObject
  ) {
    guard case .items(let prefix, let rest)? = node.itemsRule, !result.contains("items") else {
      return
    }
    let first = prefix.map { convert($0) ?? [:] }
    let others = rest.flatMap { convert($0) }
    guard !prefix.isEmpty else {
      if let others { result["items"] = .object(others) } else { result["maxItems"] = 0 }
      return
    }
    if dialect.keywords.contains("prefixItems") {
      result["prefixItems"] = .array(first.map(JSONValue.object))
      if let others { result["items"] = .object(others) }
      return
    }
    drop(node.location.appending(keyword), .unknownKeyword)
    var choices: [JSONValue] = []
    for choice in (first + [others].compactMap(\.self)).map(JSONValue.object)
    where !choices.contains(choice) { choices.append(choice) }
    result["items"] = choices.count == 1 ? choices[0] : ["anyOf": .array(choices)]
  }

  private mutating func convertValues(
    _ keyword: String, _ value: JSONValue, at place: JSONPointer, into result: inout JSONObject
  ) {
    let values = keyword == "const" ? [value] : value.arrayValue ?? []
    switch dialect {
    case .openAI, .llamaCPP: result[keyword] = value
    case .anthropic:
      guard !values.contains(where: \.isContainer) else { return drop(place, .unlistableValues) }
      result[keyword] = value
    case .gemini:
      let listable = values.filter { $0.stringValue != nil || $0.numberValue != nil }
      guard listable.count == values.filter({ !$0.isNull }).count, !listable.isEmpty else {
        return drop(place, .unlistableValues)
      }
      let list: JSONValue = ["enum": .array(listable)]
      if listable.count == values.count {
        result["enum"] = .array(listable)
      } else {
        result["type"] = nil
        result["anyOf"] = [list, ["type": "null"]]
      }
    }
  }

  private mutating func pattern(_ value: JSONValue, at place: JSONPointer) -> JSONValue? {
    guard dialect.keywords.contains("pattern") else {
      drop(place, .unknownKeyword)
      return nil
    }
    guard let expression = RegularExpression(value.stringValue ?? "") else { return nil }
    switch dialect {
    case .llamaCPP:
      guard let anchored = expression.anchored else {
        drop(place, .unanchoredPattern)
        return nil
      }
      guard let text = anchored.grammarText else {
        drop(place, .unknownPattern)
        return nil
      }
      return .string("^" + text + "$")
    default:
      guard expression.isPlain else {
        drop(place, .unknownPattern)
        return nil
      }
      return value
    }
  }

  /// Why a keyword that holds no schema is dropped; nil where it is not.
  private func refusal(
    _ keyword: String, _ value: JSONValue, in node: SchemaNode
  ) -> ConstrainedSchema.Reason? {
    guard dialect.keywords.contains(keyword) else { return .unknownKeyword }
    switch keyword {
    case "format":
      return value.stringValue.map(dialect.formats.contains) ?? false ? nil : .unknownFormat
    case "minLength", "maxLength", "minItems", "maxItems":
      if keyword == "minItems", let most = dialect.largestMinimum, value.intValue ?? .max > most {
        return .tooLarge
      }
      return dialect == .llamaCPP && value.intValue ?? .max > Dialect.largestRepetition
        ? .tooLarge : nil
    case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
      guard dialect == .llamaCPP, node.source["type"] != "integer" else { return nil }
      return .integersOnly
    default: return nil
    }
  }
}

extension SchemaNode {
  fileprivate var itemsRule: Rule? {
    checks.lazy.map(\.rule).first { if case .items = $0 { true } else { false } }
  }
}
