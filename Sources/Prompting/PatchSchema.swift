package import JSON

/// The schema of a reply to an ask about some places: one object, its keys the places as JSON
/// Pointers, each with the subschema that governs it, all required.
package enum PatchSchema {
  private static let recordKey = "record"
  private static let recordPointer = "#/$defs/record"

  /// Keywords whose values are instances, not schemas.
  private static let instanceKeywords: Set<String> = ["const", "default", "enum", "examples"]

  /// The schema for these places.
  ///
  /// Where the schema refers to itself, all of it is kept under `$defs`, so that its references go
  /// on leading where they led.
  package static func of(_ paths: [JSONPointer], in schema: JSONValue) -> JSONValue {
    var properties = JSONObject()
    for path in paths {
      let found = SchemaLookup(root: schema).subschema(at: path) ?? .object(JSONObject())
      properties[path.description] = rebased(found)
    }
    var patch: JSONObject = [
      "type": "object",
      "properties": .object(properties),
      "required": .array(properties.keys.map { .string($0) }),
      "additionalProperties": false,
    ]
    if hasReference(.object(properties)) {
      var record = schema.objectValue ?? JSONObject()
      record["$id"] = nil
      record["$schema"] = nil
      patch["$defs"] = [recordKey: rebased(.object(record))]
    }
    return .object(patch)
  }

  private static func rebased(_ schema: JSONValue) -> JSONValue {
    switch schema {
    case .array(let values): .array(values.map(rebased))
    case .object(let members):
      .object(JSONObject(members.map { ($0.key, rebased($0.value, of: $0.key)) }))
    default: schema
    }
  }

  private static func rebased(_ value: JSONValue, of key: String) -> JSONValue {
    if key == "$ref", let target = value.stringValue, target == "#" || target.hasPrefix("#/") {
      return .string(recordPointer + target.dropFirst())
    }
    return instanceKeywords.contains(key) ? value : rebased(value)
  }

  private static func hasReference(_ schema: JSONValue) -> Bool {
    switch schema {
    case .array(let values): values.contains(where: hasReference)
    case .object(let members):
      members.contains { key, value in
        key == "$ref" && value.stringValue != nil
          || !instanceKeywords.contains(key) && hasReference(value)
      }
    default: false
    }
  }
}
