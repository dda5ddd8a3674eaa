import JSON

// The form in which a dialect wants a subschema.
extension DialectConversion {
  /// Keywords that tell a provider what kind of value is meant.
  private static let tellingKeywords = [
    "type", "enum", "const", "anyOf", "$ref", "properties", "additionalProperties", "items",
    "prefixItems", "pattern", "format",
  ]

  /// An opened subschema in the form of the dialect.
  mutating func finished(_ schema: JSONObject, at place: JSONPointer) -> JSONObject {
    guard !schema.contains("$ref") else { return schema }
    var result = schema
    if !Self.tellingKeywords.contains(where: schema.contains) {
      result["type"] = anyType(at: place)
    }
    if dialect.closesObjects { closeObject(&result, at: place) }
    return result
  }

  /// The types of a place that takes any value.
  private mutating func anyType(at place: JSONPointer) -> JSONValue? {
    switch dialect {
    case .gemini: return nil
    // A schema that allows every type is an error there unless it names them.
    case .llamaCPP: return JSONValue(SchemaTypes.all.names)
    case .openAI, .anthropic:
      drop(place, .anyValue)
      return ["string", "number", "boolean", "null"]
    }
  }

  /// An object that has the properties that are named, and no others.
  private mutating func closeObject(_ schema: inout JSONObject, at place: JSONPointer) {
    let isObject = schema["type"].map { SchemaTypes($0).contains(.object) } ?? false
    guard isObject || schema.contains("properties") || schema.contains("additionalProperties")
    else { return }
    let properties = schema["properties"]?.objectValue ?? [:]
    let others = schema["additionalProperties"]
    if others?.objectValue != nil || properties.isEmpty && others != false {
      block(place, .unknownNames)
    }
    if !schema.contains("type") { schema["type"] = "object" }
    if dialect.requiresAll { requireAll(properties, of: &schema, at: place) }
    schema["additionalProperties"] = false
  }

  private mutating func requireAll(
    _ properties: JSONObject, of schema: inout JSONObject, at place: JSONPointer
  ) {
    guard schema.contains("properties") else { return }
    var all = JSONObject()
    let required = Set(schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
    for (key, value) in properties {
      all[key] = required.contains(key) ? value : Self.nullable(value)
      if !required.contains(key) {
        drop(place.appending("properties").appending(key), .nullForAbsence)
      }
    }
    schema["properties"] = .object(all)
    schema["required"] = JSONValue(properties.keys)
  }

  private static func nullable(_ schema: JSONValue) -> JSONValue {
    guard var members = schema.objectValue else { return schema }
    let isListed = members.contains("enum") || members.contains("const")
    switch members["type"] {
    case .string(let name)? where name != "null" && !isListed:
      members["type"] = .array([.string(name), "null"])
      return .object(members)
    case .array(let names)? where !isListed:
      if !names.contains("null") { members["type"] = .array(names + ["null"]) }
      return .object(members)
    default: break
    }
    let choices = members["anyOf"]?.arrayValue ?? [schema]
    guard !choices.contains(["type": "null"]) else { return schema }
    guard members.contains("anyOf") else { return ["anyOf": [schema, ["type": "null"]]] }
    members["anyOf"] = .array(choices + [["type": "null"]])
    return .object(members)
  }
}
