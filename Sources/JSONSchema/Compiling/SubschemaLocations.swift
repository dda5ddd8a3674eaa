import JSON

/// Where in a schema object other schemas stand.
enum SubschemaLocations {
  private enum Form {
    case schema, list, map
  }

  private static let forms: [String: Form] = [
    "items": .schema, "additionalProperties": .schema, "contains": .schema, "not": .schema,
    "if": .schema, "then": .schema, "else": .schema, "propertyNames": .schema,
    "unevaluatedItems": .schema, "unevaluatedProperties": .schema, "contentSchema": .schema,
    "additionalItems": .schema,
    "allOf": .list, "anyOf": .list, "oneOf": .list, "prefixItems": .list,
    "properties": .map, "patternProperties": .map, "$defs": .map, "definitions": .map,
    "dependentSchemas": .map, "dependencies": .map,
  ]

  /// The way from the object to each of its subschemas, in order: `["allOf", "0"]`.
  static func of(_ members: JSONObject, in draft: Draft) -> [[String]] {
    // Before 2019-09 a reference had no siblings, but definitions were kept beside it all the same.
    let hasNoSiblings = draft == .draft7 && members.contains("$ref")
    var result: [[String]] = []
    for (keyword, value) in members {
      guard let form = forms[keyword], !draft.absent.contains(keyword) || keyword == "$defs" else {
        continue
      }
      if hasNoSiblings, form != .map { continue }
      switch (form, value) {
      case (.schema, .object), (.schema, .bool): result.append([keyword])
      case (.list, .array(let values)), (.schema, .array(let values)):
        result += values.indices.map { [keyword, String($0)] }
      case (.map, .object(let schemas)): result += schemas.keys.map { [keyword, $0] }
      default: continue
      }
    }
    return result
  }
}
