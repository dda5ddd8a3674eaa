import JSON

// What makes a converted subschema one that the provider takes.
extension DialectConversion {
  /// Keywords that tell llama.cpp's converter what to make of a schema.
  private static let tellingKeywords = [
    "type", "enum", "const", "anyOf", "oneOf", "$ref", "properties", "additionalProperties",
    "items", "prefixItems", "pattern", "format",
  ]

  /// A converted subschema with its `allOf` merged and in the form of the dialect.
  mutating func finished(_ schema: JSONObject, at place: JSONPointer) -> JSONObject {
    let merged = merging(schema, at: place)
    switch dialect {
    case .openAI: return closed(merged, at: place)
    case .llamaCPP:
      guard !Self.tellingKeywords.contains(where: merged.contains) else { return merged }
      // A schema that allows every type is an error there unless it names them.
      var result = merged
      result["type"] = JSONValue(SchemaTypes.all.names)
      return result
    }
  }

  /// A subschema with the members of its `allOf` taken into it.
  ///
  /// llama.cpp takes only the properties of an `allOf`, and strict mode knows none. Of a keyword
  /// that stands twice with different values, other than `properties` and `required`, the first is
  /// sent.
  private mutating func merging(_ schema: JSONObject, at place: JSONPointer) -> JSONObject {
    guard let parts = schema["allOf"]?.arrayValue else { return schema }
    var result = schema
    result["allOf"] = nil
    for (index, part) in parts.enumerated() {
      for (keyword, value) in part.objectValue ?? [:] {
        switch (keyword, result[keyword], value) {
        case (_, nil, _): result[keyword] = value
        case ("properties", .object(var known)?, .object(let more)):
          for (key, value) in more where !known.contains(key) { known[key] = value }
          result[keyword] = .object(known)
        case ("required", .array(let known)?, .array(let more)):
          result[keyword] = .array(known + more.filter { !known.contains($0) })
        case (_, let known?, _) where known == value: break
        case ("title", _, _), ("description", _, _): break
        default: dropped.append("\(place)/allOf/\(index)/\(keyword): stands twice")
        }
      }
    }
    return result
  }

  /// An object as strict mode wants it: closed, and with every property required.
  private mutating func closed(_ schema: JSONObject, at place: JSONPointer) -> JSONObject {
    guard let properties = schema["properties"]?.objectValue else { return schema }
    var result = schema
    let required = Set(schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
    var all = JSONObject()
    for (key, value) in properties {
      all[key] = required.contains(key) ? value : nullable(value)
      if !required.contains(key) {
        dropped.append("\(place)/properties/\(key): optional, so null stands for its absence")
      }
    }
    result["properties"] = .object(all)
    result["required"] = JSONValue(properties.keys)
    result["additionalProperties"] = false
    return result
  }

  private func nullable(_ schema: JSONValue) -> JSONValue {
    guard var members = schema.objectValue else { return schema }
    switch members["type"] {
    case .string(let name)? where name != "null" && !members.contains("enum"):
      members["type"] = .array([.string(name), "null"])
      return .object(members)
    case .array(let names)? where names.contains("null"): return schema
    default: return ["anyOf": [schema, ["type": "null"]]]
    }
  }
}
