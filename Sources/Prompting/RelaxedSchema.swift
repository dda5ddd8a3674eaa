package import JSON

/// The schema of a reply about one part of a longer document, which need not hold everything.
///
/// Every scalar may be `null` and every list empty. The properties stay required, so that a model
/// says of each whether the part has it. The elements of a list are left as they are: a row is
/// there, whole, or it is not. A list's `minItems` and `contains` and conditions over a whole
/// object are for the merged record, and dropped here.
package enum RelaxedSchema {
  /// What a part cannot be held to, of objects with `properties`.
  private static let conditions = [
    "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentRequired",
    "dependentSchemas", "minProperties",
  ]
  private static let scalars: Set<String> = ["boolean", "integer", "number", "string"]

  /// The relaxed form of a record's schema.
  package static func of(_ schema: JSONValue) -> JSONValue {
    let lookup = SchemaLookup(root: schema)
    let target = lookup.alternatives(of: schema).first { $0["properties"] != nil }
    guard let target, let members = target.objectValue else { return schema }
    var relaxed = relaxedObject(members)
    for key in ["$defs", "definitions"] where relaxed[key] == nil { relaxed[key] = schema[key] }
    return .object(relaxed)
  }

  private static func relaxed(_ schema: JSONValue) -> JSONValue {
    guard var members = schema.objectValue else { return schema }
    if members["properties"] != nil { return .object(relaxedObject(members)) }
    guard conditions.allSatisfy({ !members.contains($0) }), !members.contains("$ref"),
      !members.contains("const"), let type = members["type"]
    else { return ["anyOf": [schema, ["type": "null"]]] }
    let types = type.arrayValue ?? [type]
    if types.contains("array") {
      for key in ["minItems", "contains", "minContains"] { members[key] = nil }
    } else if !types.contains("null") {
      guard types.allSatisfy({ scalars.contains($0.stringValue ?? "") }) else { return schema }
      members["type"] = .array(types + ["null"])
    }
    if let values = members["enum"]?.arrayValue, !values.contains(.null) {
      members["enum"] = .array(values + [.null])
    }
    return .object(members)
  }

  private static func relaxedObject(_ members: JSONObject) -> JSONObject {
    var members = members
    for key in conditions { members[key] = nil }
    let properties = members["properties"]?.objectValue ?? JSONObject()
    members["properties"] = .object(
      JSONObject(properties.map { ($0.key, relaxed($0.value)) }))
    return members
  }
}
