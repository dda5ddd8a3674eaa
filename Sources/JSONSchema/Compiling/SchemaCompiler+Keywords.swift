import JSON

extension SchemaCompiler {
  /// Keywords of earlier drafts, which would check nothing now though their author meant them to.
  private static let retired: Set<String> = [
    "$recursiveRef", "$recursiveAnchor", "additionalItems",
  ]

  /// The order in which keywords are checked and so in which errors appear; what looks at what
  /// others have looked at comes last.
  private static let order: [String] = [
    "$ref", "$dynamicRef", "$recursiveRef", "enum", "const", "multipleOf", "minimum",
    "exclusiveMinimum", "maximum", "exclusiveMaximum", "minLength", "maxLength", "pattern",
    "format", "minItems", "maxItems", "uniqueItems", "prefixItems", "items", "contains",
    "minProperties", "maxProperties", "required", "properties", "patternProperties",
    "additionalProperties", "dependentRequired", "dependencies", "propertyNames",
    "dependentSchemas", "allOf", "anyOf", "oneOf", "not", "if", "unevaluatedItems",
    "unevaluatedProperties",
  ]

  /// Keywords that hold subschemas which nothing may ask for, but which must be schemas.
  private static let definitions = ["$defs", "definitions", "then", "else", "contentSchema"]

  /// The checks of a subschema.
  mutating func checks(of schema: JSONObject) throws(SchemaError) -> [SchemaNode.Check] {
    if keywords.draft == .draft7, let reference = schema["$ref"] {
      try compileDefinitions(of: schema)
      let target = try target(of: string(reference, of: "$ref"), keyword: "$ref")
      return [SchemaNode.Check(keyword: "$ref", rule: .reference(target))]
    }
    for (keyword, value) in schema { try admit(keyword, value) }
    try compileDefinitions(of: schema)
    var checks: [SchemaNode.Check] = []
    for keyword in Self.order where keywords.knows(keyword) {
      guard let value = schema[keyword] else { continue }
      for rule in try rules(keyword, value, in: schema) {
        checks.append(SchemaNode.Check(keyword: keyword, rule: rule))
      }
    }
    return checks
  }

  /// What `type` allows.
  func types(of schema: JSONObject) throws(SchemaError) -> SchemaTypes {
    guard keywords.knows("type"), let value = schema["type"],
      keywords.draft != .draft7 || !schema.contains("$ref")
    else { return .all }
    return try types(value)
  }

  /// Refuses a keyword that would be passed over in silence, and one whose value is malformed
  /// though nothing looks at it.
  private func admit(_ keyword: String, _ value: JSONValue) throws(SchemaError) {
    guard keywords.knows(keyword) else {
      if options.allowsUnknownKeywords || keyword.hasPrefix("x-") { return }
      let isRetired = Self.retired.contains(keyword) || Vocabularies.of(keyword) != nil
      throw error(keyword, isRetired ? .retiredKeyword : .unknownKeyword)
    }
    switch keyword {
    case "$schema", "$id", "$anchor", "$dynamicAnchor", "$comment", "title", "description",
      "contentEncoding", "contentMediaType":
      _ = try string(value, of: keyword)
    case "minContains", "maxContains": _ = try count(value, of: keyword)
    default: break
    }
  }

  private mutating func compileDefinitions(of schema: JSONObject) throws(SchemaError) {
    for keyword in Self.definitions {
      guard keywords.knows(keyword), let value = schema[keyword] else { continue }
      if keyword == "$defs" || keyword == "definitions" {
        _ = try subschemas(value, of: keyword)
      } else {
        _ = subschema(keyword)
      }
    }
  }

  private mutating func rules(
    _ keyword: String, _ value: JSONValue, in schema: JSONObject
  ) throws(SchemaError) -> [SchemaNode.Rule] {
    switch keyword {
    case "$ref": [.reference(try target(of: string(value, of: keyword), keyword: keyword))]
    case "$dynamicRef": [try dynamicReference(string(value, of: keyword))]
    case "$recursiveRef": [try recursiveReference(string(value, of: keyword))]
    case "allOf": [.allOf(try subschemaList(value, of: keyword))]
    case "anyOf": [.anyOf(try subschemaList(value, of: keyword))]
    case "oneOf": [.oneOf(try subschemaList(value, of: keyword))]
    case "not": [.not(subschema(keyword))]
    case "if": [conditional(in: schema)]
    case "propertyNames": [.propertyNames(subschema(keyword))]
    case "dependentSchemas": [.dependentSchemas(try subschemas(value, of: keyword))]
    case "dependencies": try dependencies(value)
    case "required", "properties", "patternProperties", "additionalProperties":
      try members(keyword, in: schema)
    case "prefixItems", "items": try items(keyword, in: schema)
    case "contains": [try contains(in: schema)]
    case "unevaluatedItems": [.unevaluatedItems(subschema(keyword))]
    case "unevaluatedProperties": [.unevaluatedProperties(subschema(keyword))]
    default: try assertion(keyword, value).map { [$0] } ?? []
    }
  }

  /// The rule of a keyword that holds no schema.
  private func assertion(
    _ keyword: String, _ value: JSONValue
  ) throws(SchemaError) -> SchemaNode.Rule? {
    switch keyword {
    case "enum": .enumeration(SchemaNode.Enumeration(try array(value, of: keyword)))
    case "const": .enumeration(SchemaNode.Enumeration([value]))
    case "multipleOf": .multipleOf(try divisor(value))
    case "minimum": .limit(.minimum, try number(value, of: keyword))
    case "exclusiveMinimum": .limit(.exclusiveMinimum, try number(value, of: keyword))
    case "maximum": .limit(.maximum, try number(value, of: keyword))
    case "exclusiveMaximum": .limit(.exclusiveMaximum, try number(value, of: keyword))
    case "minLength": .size(.scalars, isMaximum: false, try count(value, of: keyword))
    case "maxLength": .size(.scalars, isMaximum: true, try count(value, of: keyword))
    case "minItems": .size(.elements, isMaximum: false, try count(value, of: keyword))
    case "maxItems": .size(.elements, isMaximum: true, try count(value, of: keyword))
    case "minProperties": .size(.members, isMaximum: false, try count(value, of: keyword))
    case "maxProperties": .size(.members, isMaximum: true, try count(value, of: keyword))
    case "pattern": .pattern(try pattern(string(value, of: keyword), of: keyword))
    case "format": try format(value)
    case "uniqueItems": try flag(value, of: keyword) ? .uniqueItems : nil
    case "dependentRequired": .dependentRequired(try requirements(value))
    default: nil
    }
  }

  private func format(_ value: JSONValue) throws(SchemaError) -> SchemaNode.Rule? {
    let name = try string(value, of: "format")
    let asserts = options.assertsFormat || keywords.vocabularies.contains(.formatAssertion)
    return asserts ? Format(rawValue: name).map(SchemaNode.Rule.format) : nil
  }

  private func requirements(
    _ value: JSONValue
  ) throws(SchemaError) -> [(key: String, needs: [String])] {
    var result: [(key: String, needs: [String])] = []
    for (key, needs) in try object(value, of: "dependentRequired") {
      result.append((key, try strings(needs, of: "dependentRequired")))
    }
    return result
  }
}

extension SchemaCompiler {
  private mutating func conditional(in schema: JSONObject) -> SchemaNode.Rule {
    let branches = ["then", "else"].map { schema.contains($0) ? subschema($0) : nil }
    return .conditional(subschema("if"), then: branches[0], otherwise: branches[1])
  }

  /// `dependencies` of draft-07, which 2020-12 keeps for compatibility (validation, section 6.5.4).
  private mutating func dependencies(
    _ value: JSONValue
  ) throws(SchemaError) -> [SchemaNode.Rule] {
    var needs: [(key: String, needs: [String])] = []
    var schemas: [(key: String, schema: SchemaNode.ID)] = []
    for (key, value) in try object(value, of: "dependencies") {
      if value.arrayValue != nil {
        needs.append((key, try strings(value, of: "dependencies")))
      } else {
        schemas.append((key, node(at: place.appending("dependencies").appending(key))))
      }
    }
    return (needs.isEmpty ? [] : [.dependentRequired(needs)])
      + (schemas.isEmpty ? [] : [.dependentSchemas(schemas)])
  }

  /// One rule for the four keywords, made at the first of them that is there.
  private mutating func members(
    _ keyword: String, in schema: JSONObject
  ) throws(SchemaError) -> [SchemaNode.Rule] {
    let group = ["required", "properties", "patternProperties", "additionalProperties"]
      .filter { schema.contains($0) && keywords.knows($0) }
    guard keyword == group.first else { return [] }
    var named: [(key: String, schema: SchemaNode.ID)] = []
    var patterns: [(source: String, pattern: Pattern, schema: SchemaNode.ID)] = []
    if group.contains("properties") {
      named = try subschemas(schema["properties"] ?? [:], of: "properties")
    }
    if group.contains("patternProperties") {
      let found = try subschemas(schema["patternProperties"] ?? [:], of: "patternProperties")
      for (source, identifier) in found {
        patterns.append((source, try pattern(source, of: "patternProperties"), identifier))
      }
    }
    let required =
      group.contains("required")
      ? try strings(schema["required"] ?? [], of: "required") : []
    let additional =
      group.contains("additionalProperties")
      ? subschema("additionalProperties") : nil
    return [
      .members(
        SchemaNode.Members(
          named: named, required: required, patterns: patterns, additional: additional))
    ]
  }

  /// One rule for `prefixItems` and `items`, made at the first of them that is there.
  ///
  /// Before 2020-12 an array under `items` was what `prefixItems` is, and `additionalItems` spoke
  /// of the rest.
  private mutating func items(
    _ keyword: String, in schema: JSONObject
  ) throws(SchemaError) -> [SchemaNode.Rule] {
    let hasPrefix = keywords.knows("prefixItems") && schema.contains("prefixItems")
    guard keyword == "prefixItems" || !hasPrefix else { return [] }
    if keywords.draft != .draft2020, schema["items"]?.arrayValue != nil {
      let rest = schema.contains("additionalItems") ? subschema("additionalItems") : nil
      return [.items(prefix: try subschemaList(schema["items"] ?? [], of: "items"), rest: rest)]
    }
    let prefix =
      hasPrefix
      ? try subschemaList(schema["prefixItems"] ?? [], of: "prefixItems") : []
    return [.items(prefix: prefix, rest: schema.contains("items") ? subschema("items") : nil)]
  }

  private mutating func contains(in schema: JSONObject) throws(SchemaError) -> SchemaNode.Rule {
    var (minimum, maximum): (Int, Int?) = (1, nil)
    if keywords.knows("minContains"), let value = schema["minContains"] {
      minimum = try count(value, of: "minContains")
    }
    if keywords.knows("maxContains"), let value = schema["maxContains"] {
      maximum = try count(value, of: "maxContains")
    }
    return .contains(subschema("contains"), minimum: minimum, maximum: maximum)
  }
}
