import JSON

/// How much of everything that dialects limit a converted schema has.
struct SchemaMeasure {
  private var counts: [ConstrainedSchema.Measure: Int] = [:]

  init(_ schema: JSONValue) {
    add(schema, level: 1)
  }

  subscript(_ measure: ConstrainedSchema.Measure) -> Int { counts[measure] ?? 0 }

  private mutating func add(_ schema: JSONValue, level: Int) {
    guard let members = schema.objectValue else { return }
    let properties = members["properties"]?.objectValue ?? [:]
    let required = members["required"]?.arrayValue?.count ?? 0
    let values = (members["enum"]?.arrayValue ?? []) + (members["const"].map { [$0] } ?? [])
    let definitions = members["$defs"]?.objectValue ?? [:]
    counts[.properties, default: 0] += properties.count
    counts[.optionalProperties, default: 0] += max(0, properties.count - required)
    counts[.enumValues, default: 0] += members["enum"]?.arrayValue?.count ?? 0
    counts[.characters, default: 0] +=
      (properties.keys + definitions.keys
      + values.compactMap(\.stringValue)).reduce(0) { $0 + $1.unicodeScalars.count }
    if members["anyOf"] != nil || members["type"]?.arrayValue != nil {
      counts[.unions, default: 0] += 1
    }
    let isObject = members.contains("properties")
    if isObject { counts[.levels] = max(self[.levels], level) }
    let below = isObject ? level + 1 : level
    for value in properties.values { add(value, level: below) }
    for value in definitions.values { add(value, level: 1) }
    for keyword in ["items", "additionalProperties"] {
      if let value = members[keyword] { add(value, level: below) }
    }
    for keyword in ["anyOf", "prefixItems"] {
      for value in members[keyword]?.arrayValue ?? [] { add(value, level: level) }
    }
  }
}
