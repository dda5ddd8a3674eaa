import JSON

extension SchemaCompiler {
  /// Keywords that check nothing by themselves.
  private static let annotations: Set<String> = [
    "$schema", "$id", "$anchor", "$comment", "$defs", "definitions", "title", "description",
    "default",
    "examples", "deprecated", "readOnly", "writeOnly", "contentEncoding", "contentMediaType",
    "contentSchema",
  ]

  /// Keywords that are refused: those of the draft until they are built, and those of earlier
  /// drafts, which would check nothing now though their author meant them to.
  private static let unsupported: Set<String> = [
    "$dynamicRef", "$dynamicAnchor", "$vocabulary", "unevaluatedItems", "unevaluatedProperties",
    "$recursiveRef", "$recursiveAnchor", "additionalItems", "dependencies",
  ]

  /// The order in which keywords are checked and so in which errors appear.
  private static let order: [String] = [
    "$ref", "type", "enum", "const", "multipleOf", "minimum", "exclusiveMinimum", "maximum",
    "exclusiveMaximum", "minLength", "maxLength", "pattern", "format", "minItems", "maxItems",
    "uniqueItems", "prefixItems", "items", "contains", "minProperties", "maxProperties",
    "required", "dependentRequired", "propertyNames", "properties", "patternProperties",
    "additionalProperties", "dependentSchemas", "allOf", "anyOf", "oneOf", "not", "if",
  ]

  /// Keywords that are read together with another one.
  private static let companions: Set<String> = ["minContains", "maxContains", "then", "else"]

  private static let known = annotations.union(order).union(companions)

  /// The checks of a subschema.
  mutating func checks(of schema: JSONObject) throws(SchemaError) -> [SchemaNode.Check] {
    for (keyword, _) in schema { try admit(keyword, of: schema) }
    try readIdentity(of: schema)
    // Earlier drafts call it definitions, and many schemas still do.
    for keyword in ["$defs", "definitions"] {
      if let definitions = schema[keyword] { _ = try subschemas(definitions, of: keyword) }
    }
    var checks: [SchemaNode.Check] = []
    for keyword in Self.order {
      guard let value = schema[keyword] else { continue }
      if let rule = try rule(keyword, value, in: schema) {
        checks.append(SchemaNode.Check(keyword: keyword, rule: rule))
      }
    }
    try compileCompanions(of: schema)
    return checks
  }

  /// Refuses a keyword that would be passed over in silence.
  private func admit(_ keyword: String, of schema: JSONObject) throws(SchemaError) {
    if Self.unsupported.contains(keyword) {
      throw error(keyword, .unsupportedKeyword)
    }
    guard Self.known.contains(keyword) || keyword.hasPrefix("x-") || options.allowsUnknownKeywords
    else { throw error(keyword, .unknownKeyword) }
    if keyword == "$id", !location.isRoot { throw error(keyword, .unsupportedKeyword) }
  }

  private mutating func readIdentity(of schema: JSONObject) throws(SchemaError) {
    if let dialect = schema["$schema"] {
      let name = try string(dialect, of: "$schema")
      let draft = "https://json-schema.org/draft/2020-12/schema"
      guard name == draft || name == draft + "#" else {
        throw error("$schema", .unsupportedDialect(name))
      }
    }
    if let identifier = schema["$id"] { _ = try string(identifier, of: "$id") }
    if let anchor = schema["$anchor"] {
      let name = try string(anchor, of: "$anchor")
      guard anchors.updateValue(location, forKey: JSONKey(name)) == nil else {
        throw error("$anchor", .duplicateAnchor(name))
      }
    }
  }

  private mutating func rule(
    _ keyword: String, _ value: JSONValue, in schema: JSONObject
  ) throws(SchemaError) -> SchemaNode.Rule? {
    switch keyword {
    case "$ref": .reference(reference(to: try string(value, of: keyword)))
    case "allOf": .allOf(try subschemaList(value, of: keyword))
    case "anyOf": .anyOf(try subschemaList(value, of: keyword))
    case "oneOf": .oneOf(try subschemaList(value, of: keyword))
    case "not": .not(try subschema(value, of: keyword))
    case "if": try conditional(value, in: schema)
    case "propertyNames": .propertyNames(try subschema(value, of: keyword))
    case "dependentSchemas": .dependentSchemas(try subschemas(value, of: keyword))
    case "properties", "patternProperties", "additionalProperties":
      try properties(keyword, in: schema)
    case "prefixItems", "items": try items(keyword, in: schema)
    case "contains": try contains(value, in: schema)
    default: try assertion(keyword, value)
    }
  }

  /// The rule of a keyword that holds no schema.
  private func assertion(
    _ keyword: String, _ value: JSONValue
  ) throws(SchemaError) -> SchemaNode.Rule? {
    switch keyword {
    case "type": .types(try types(value))
    case "enum":
      .enumeration(try array(value, of: keyword), Set(try array(value, of: keyword)))
    case "const": .enumeration([value], [value])
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
    case "required": .required(try strings(value, of: keyword))
    case "dependentRequired": .dependentRequired(try dependencies(value))
    default: nil
    }
  }

  private func format(_ value: JSONValue) throws(SchemaError) -> SchemaNode.Rule? {
    let name = try string(value, of: "format")
    return options.assertsFormat ? Format(rawValue: name).map(SchemaNode.Rule.format) : nil
  }

  private func dependencies(
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
  private mutating func conditional(
    _ condition: JSONValue, in schema: JSONObject
  ) throws(SchemaError) -> SchemaNode.Rule {
    var branches: [SchemaNode.ID?] = []
    for keyword in ["then", "else"] {
      guard let value = schema[keyword] else {
        branches.append(nil)
        continue
      }
      branches.append(try subschema(value, of: keyword))
    }
    let condition = try subschema(condition, of: "if")
    return .conditional(condition, then: branches[0], otherwise: branches[1])
  }

  /// One rule for the three keywords, made at the first of them that is there.
  private mutating func properties(
    _ keyword: String, in schema: JSONObject
  ) throws(SchemaError) -> SchemaNode.Rule? {
    let group = ["properties", "patternProperties", "additionalProperties"]
    guard keyword == group.first(where: schema.contains) else { return nil }
    var named: [JSONKey: SchemaNode.ID] = [:]
    for (key, identifier) in try subschemas(schema["properties"] ?? [:], of: "properties") {
      named[JSONKey(key)] = identifier
    }
    var patterns: [(pattern: Pattern, schema: SchemaNode.ID)] = []
    let sources = schema["patternProperties"] ?? [:]
    for (source, identifier) in try subschemas(sources, of: "patternProperties") {
      patterns.append((try pattern(source, of: "patternProperties"), identifier))
    }
    var additional: SchemaNode.ID?
    if let value = schema["additionalProperties"] {
      additional = try subschema(value, of: "additionalProperties")
    }
    return .properties(
      SchemaNode.Properties(named: named, patterns: patterns, additional: additional))
  }

  /// One rule for `prefixItems` and `items`, made at the first of them that is there.
  private mutating func items(
    _ keyword: String, in schema: JSONObject
  ) throws(SchemaError) -> SchemaNode.Rule? {
    guard keyword == "prefixItems" || !schema.contains("prefixItems") else { return nil }
    var prefix: [SchemaNode.ID] = []
    if let value = schema["prefixItems"] {
      prefix = try subschemaList(value, of: "prefixItems")
    }
    var rest: SchemaNode.ID?
    if let value = schema["items"] { rest = try subschema(value, of: "items") }
    return .items(prefix: prefix, rest: rest)
  }

  private mutating func contains(
    _ value: JSONValue, in schema: JSONObject
  ) throws(SchemaError) -> SchemaNode.Rule {
    var (minimum, maximum): (Int, Int?) = (1, nil)
    if let value = schema["minContains"] { minimum = try count(value, of: "minContains") }
    if let value = schema["maxContains"] { maximum = try count(value, of: "maxContains") }
    return .contains(try subschema(value, of: "contains"), minimum: minimum, maximum: maximum)
  }

  /// Checks `then`, `else` and the like also where what they go with is absent.
  private mutating func compileCompanions(of schema: JSONObject) throws(SchemaError) {
    for keyword in ["then", "else"] {
      if let value = schema[keyword] { _ = try subschema(value, of: keyword) }
    }
    for keyword in ["minContains", "maxContains"] {
      if let value = schema[keyword] { _ = try count(value, of: keyword) }
    }
  }
}
