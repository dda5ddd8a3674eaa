import JSON

/// Turns a schema, and the documents that it refers to, into nodes.
///
/// Each subschema is compiled once, when something first asks for it: the root first, then what its
/// keywords hold and what its references lead to, until nothing is open.
struct SchemaCompiler {
  let options: Schema.Options
  var library: SchemaLibrary

  private var nodes: [SchemaNode?] = []
  private var identifiers: [SchemaPlace: SchemaNode.ID] = [:]
  /// Nodes that were asked for and are not yet compiled.
  private var open: [SchemaNode.ID] = []
  private var places: [SchemaPlace] = []
  /// The names of dynamic anchors that are referred to.
  private var dynamicNames: [JSONKey] = []
  /// The subschema being compiled, its resource, and what its keywords mean.
  private(set) var place = SchemaPlace(document: 0, pointer: .root)
  private(set) var resource = 0
  private(set) var keywords = KeywordSet()

  init(_ document: JSONValue, options: Schema.Options) throws(SchemaError) {
    self.options = options
    library = try SchemaLibrary(document, remotes: options.remotes)
  }

  /// All nodes, the root first, and what they need to be applied.
  mutating func compile() throws(SchemaError) -> SchemaGraph {
    _ = node(at: place)
    try compileOpen()
    let dynamicAnchors = try compileDynamicAnchors()
    let result = nodes.compactMap(\.self)
    try refuseEndlessReferences(result)
    return SchemaGraph(
      nodes: result, resources: library.resources, dynamicAnchors: dynamicAnchors)
  }

  /// The node of a place, to be compiled if it is new.
  mutating func node(at place: SchemaPlace) -> SchemaNode.ID {
    if let known = identifiers[place] { return known }
    identifiers[place] = nodes.count
    open.append(nodes.count)
    nodes.append(nil)
    places.append(place)
    return nodes.count - 1
  }

  private mutating func compileOpen() throws(SchemaError) {
    while let identifier = open.popLast() {
      nodes[identifier] = try compile(places[identifier])
    }
  }

  private mutating func compile(_ place: SchemaPlace) throws(SchemaError) -> SchemaNode {
    self.place = place
    resource = try library.owner(of: place)
    keywords = library.resources[resource].keywords
    let source = library[place] ?? .null
    switch source {
    case .bool(let constant):
      return SchemaNode(
        place: place, resource: resource, source: source, constant: constant, types: .all,
        checks: [])
    case .object(let members):
      let checks = try checks(of: members)
      return SchemaNode(
        place: place, resource: resource, source: source, constant: nil,
        types: try types(of: members), checks: checks)
    default:
      throw SchemaError(place, in: library, keyword: nil, reason: .notASchema)
    }
  }

  // MARK: - References

  /// The node that a `$ref` leads to.
  mutating func target(
    of reference: String, keyword: String
  ) throws(SchemaError) -> SchemaNode.ID {
    node(at: try resolve(reference, keyword: keyword).place)
  }

  /// The rule of a `$dynamicRef`: it is a dynamic one only where it leads to a dynamic anchor by
  /// its name (core, section 8.2.3.2).
  mutating func dynamicReference(_ reference: String) throws(SchemaError) -> SchemaNode.Rule {
    let target = try resolve(reference, keyword: "$dynamicRef")
    let identifier = node(at: target.place)
    guard let name = target.anchor,
      library.resources[target.resource].dynamicAnchors[name] == target.place
    else { return .reference(identifier) }
    return .dynamicReference(identifier, anchor: number(of: name))
  }

  /// The rule of a `$recursiveRef` (draft 2019-09, core, section 8.2.4.2).
  mutating func recursiveReference(_ reference: String) throws(SchemaError) -> SchemaNode.Rule {
    let target = try resolve(reference, keyword: "$recursiveRef")
    let identifier = node(at: target.place)
    guard library.resources[target.resource].isRecursive else { return .reference(identifier) }
    return .dynamicReference(identifier, anchor: number(of: Self.recursive))
  }

  /// Stands for `$recursiveAnchor` among the names of dynamic anchors, none of which is empty.
  private static let recursive = JSONKey("")

  private mutating func number(of name: JSONKey) -> Int {
    if let known = dynamicNames.firstIndex(of: name) { return known }
    dynamicNames.append(name)
    return dynamicNames.count - 1
  }

  private mutating func resolve(
    _ reference: String, keyword: String
  ) throws(SchemaError) -> SchemaLibrary.Target {
    try library.resolve(
      reference, from: resource, failure: error(keyword, .unresolvedReference(reference)))
  }

  /// Compiles what dynamic references may lead to in any resource; that may bring new resources.
  private mutating func compileDynamicAnchors() throws(SchemaError)
    -> [[SchemaResource.ID: SchemaNode.ID]]
  {
    var tables: [[SchemaResource.ID: SchemaNode.ID]]
    repeat {
      try compileOpen()
      tables = dynamicNames.map { name in
        var table: [SchemaResource.ID: SchemaNode.ID] = [:]
        for (identifier, resource) in library.resources.enumerated() {
          let place =
            name == Self.recursive
            ? (resource.isRecursive ? resource.root : nil) : resource.dynamicAnchors[name]
          if let place { table[identifier] = node(at: place) }
        }
        return table
      }
    } while !open.isEmpty
    return tables
  }

  // MARK: - Checks of the whole

  /// Refuses schemas that would apply to one and the same value without end.
  ///
  /// Dynamic references are not followed here: where they lead is known when a value is walked.
  private func refuseEndlessReferences(_ nodes: [SchemaNode]) throws(SchemaError) {
    var isDone = Array(repeating: false, count: nodes.count)
    var isOpen = isDone
    // A stack of our own: a chain of references may be long.
    for root in nodes.indices where !isDone[root] {
      var stack = [(node: root, next: nodes[root].inPlace[...])]
      isOpen[root] = true
      while let top = stack.indices.last {
        guard let next = stack[top].next.popFirst() else {
          isOpen[stack[top].node] = false
          isDone[stack[top].node] = true
          stack.removeLast()
          continue
        }
        guard !isOpen[next] else {
          throw SchemaError(
            nodes[stack[top].node].place, in: library, keyword: nil, reason: .endlessReference)
        }
        if !isDone[next] {
          isOpen[next] = true
          stack.append((next, nodes[next].inPlace[...]))
        }
      }
    }
  }
}
