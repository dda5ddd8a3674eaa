import JSON

/// One conversion of a schema to a dialect.
///
/// A node is *opened*: its own keywords, those of its `$ref` and of its `allOf` become one object.
/// Then it is *finished*: given the form that the dialect wants. Subschemas are finished before
/// the object around them.
struct DialectConversion {
  let source: Schema
  let dialect: Dialect
  var dropped: [ConstrainedSchema.Note] = []
  var obstacles: [ConstrainedSchema.Note] = []
  /// The nodes being opened, from the outside in.
  private var open: [SchemaNode.ID] = []
  private var openedCount = 0
  /// Targets that stay references, with their names in `$defs`.
  private var kept: [SchemaNode.ID: String] = [:]
  private let identifiers: [SchemaPlace: SchemaNode.ID]

  /// More alternatives than this are not combined with what stands beside them.
  private static let mostCombined = 10
  /// More subschemas than this do not come of a schema; references that share their targets could
  /// make any number.
  private static let mostOpened = 10_000
  private static let annotations: Set<String> = ["title", "description"]

  init(_ source: Schema, _ dialect: Dialect) {
    self.source = source
    self.dialect = dialect
    identifiers = Dictionary(
      source.nodes.indices.map { (source.nodes[$0].place, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  mutating func convertRoot() -> ConstrainedSchema {
    var result = convert(0) ?? [:]
    var definitions = JSONObject()
    // A recursive target is only known as one when it is met again.
    var done: Set<SchemaNode.ID> = []
    while let next = kept.keys.filter({ !done.contains($0) }).min() {
      done.insert(next)
      definitions[kept[next] ?? ""] = .object(convert(next) ?? [:])
    }
    if !definitions.isEmpty { result["$defs"] = .object(definitions) }
    if dialect.needsObject, result["type"] != "object" { block(.root, .noObject) }
    for (measure, limit) in dialect.limits.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let count = SchemaMeasure(.object(result))[measure]
      if count > limit { block(.root, .tooMany(measure, count: count, limit: limit)) }
    }
    return ConstrainedSchema(
      schema: obstacles.isEmpty ? .object(result) : nil, dropped: dropped, obstacles: obstacles)
  }

  // MARK: - Notes

  mutating func drop(_ place: JSONPointer, _ reason: ConstrainedSchema.Reason) {
    let note = ConstrainedSchema.Note(place: place, reason: reason)
    if !dropped.contains(note) { dropped.append(note) }
  }

  mutating func block(_ place: JSONPointer, _ reason: ConstrainedSchema.Reason) {
    guard openedCount <= Self.mostOpened + 1 else { return }
    let note = ConstrainedSchema.Note(place: place, reason: reason)
    if !obstacles.contains(note) { obstacles.append(note) }
  }

  // MARK: - One node

  /// A node in the dialect; nil where no value fits it.
  mutating func convert(_ identifier: SchemaNode.ID) -> JSONObject? {
    opened(identifier).map { finished($0, at: source.nodes[identifier].location) }
  }

  /// The subschema under a keyword of a node.
  mutating func convert(_ place: SchemaPlace) -> JSONObject? {
    identifiers[place].map { convert($0) } ?? [:]
  }

  /// A node with all that must hold with it, its subschemas converted; nil where no value fits.
  private mutating func opened(_ identifier: SchemaNode.ID) -> JSONObject? {
    let node = source.nodes[identifier]
    if let constant = node.constant { return constant ? [:] : nil }
    openedCount += 1
    guard openedCount <= Self.mostOpened else {
      block(.root, .tooMany(.subschemas, count: openedCount, limit: Self.mostOpened))
      return [:]
    }
    open.append(identifier)
    defer { open.removeLast() }
    var result = keywords(of: node)
    var alternatives: (keyword: String, nodes: [SchemaNode.ID])?
    for check in node.checks {
      switch check.rule {
      case .reference(let target), .dynamicReference(let target, _):
        if let reference = reference(to: target, beside: result, at: node.location) {
          return reference
        }
        guard let part = opened(target) else { return nil }
        result = merged(result, part, at: node.location.appending(check.keyword))
      case .allOf(let parts):
        for (index, id) in parts.enumerated() {
          guard let part = opened(id) else { return nil }
          result = merged(
            result, part, at: node.location.appending("allOf").appending(index))
        }
      case .anyOf(let nodes), .oneOf(let nodes):
        guard alternatives == nil else {
          drop(node.location.appending(check.keyword), .standsTwice)
          continue
        }
        alternatives = (check.keyword, nodes)
      default: continue
      }
    }
    guard let alternatives else { return result }
    return combined(result, alternatives.nodes, alternatives.keyword, of: node)
  }

  /// A reference where the target is being opened already; nil where it can be replaced by it.
  private mutating func reference(
    to target: SchemaNode.ID, beside result: JSONObject, at place: JSONPointer
  ) -> JSONObject? {
    guard open.contains(target) else { return nil }
    if !dialect.allowsRecursion { block(place, .recursive) }
    for keyword in result.keys where !Self.annotations.contains(keyword) {
      drop(place.appending(keyword), .besideReference)
    }
    if target == 0, dialect != .gemini { return ["$ref": "#"] }
    let name = kept[target] ?? "recursive\(kept.count + 1)"
    kept[target] = name
    return ["$ref": .string("#/$defs/\(name)")]
  }

  /// Alternatives together with what stands beside them, which is put into each.
  private mutating func combined(
    _ base: JSONObject, _ nodes: [SchemaNode.ID], _ keyword: String, of node: SchemaNode
  ) -> JSONObject? {
    let place = node.location.appending(keyword)
    let annotations = JSONObject(
      base.filter { Self.annotations.contains($0.key) }.map { ($0.key, $0.value) })
    let isAlone = base.count == annotations.count
    let isRoot = open.count == 1 && dialect.needsObject
    guard isAlone || !isRoot && !base.contains("anyOf") && nodes.count <= Self.mostCombined else {
      drop(place, .misplacedAlternatives)
      return base
    }
    if keyword == "oneOf" { drop(place, .anyForOne) }
    var choices: [JSONValue] = []
    for (index, id) in nodes.enumerated() {
      guard let part = opened(id) else { continue }
      let own = place.appending(index)
      let whole = isAlone ? part : merged(part, base.without(Self.annotations), at: own)
      let choice = JSONValue.object(finished(whole, at: own))
      if !choices.contains(choice) { choices.append(choice) }
    }
    guard !choices.isEmpty else { return nil }
    var result = annotations
    if choices.count == 1, let only = choices[0].objectValue {
      for (key, value) in only where !result.contains(key) { result[key] = value }
    } else {
      result["anyOf"] = .array(choices)
    }
    return result
  }
}

extension JSONObject {
  /// The members but these.
  fileprivate func without(_ keys: Set<String>) -> JSONObject {
    JSONObject(filter { !keys.contains($0.key) }.map { ($0.key, $0.value) })
  }
}
