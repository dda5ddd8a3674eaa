import JSON

/// Turns a schema document into nodes.
///
/// First the root and all that is nested in it are compiled, then what references point to, until
/// no reference is open.
struct SchemaCompiler {
  let document: JSONValue
  let options: Schema.Options

  private var nodes: [SchemaNode?] = []
  private var identifiers: [JSONPointer: SchemaNode.ID] = [:]
  /// Anchors by name.
  var anchors: [JSONKey: JSONPointer] = [:]
  /// References by text, resolved once every anchor is known.
  private var open: [(node: SchemaNode.ID, target: String, from: JSONPointer)] = []
  /// The place of the subschema being compiled.
  var location = JSONPointer.root

  init(_ document: JSONValue, options: Schema.Options) {
    self.document = document
    self.options = options
  }

  /// All nodes, the root first.
  mutating func compile() throws(SchemaError) -> [SchemaNode] {
    _ = try compile(document, at: .root)
    while let reference = open.popLast() {
      let target = try resolve(reference.target, from: reference.from)
      let identifier = try compileTarget(target, reference)
      nodes[reference.node] = forward(to: identifier, from: reference.from)
    }
    let result = nodes.compactMap(\.self)
    try refuseEndlessReferences(result)
    return result
  }

  /// Compiles a subschema, once for each place.
  mutating func compile(
    _ schema: JSONValue, at place: JSONPointer
  ) throws(SchemaError) -> SchemaNode.ID {
    if let known = identifiers[place] { return known }
    let identifier = nodes.count
    identifiers[place] = identifier
    nodes.append(nil)
    let outer = location
    location = place
    defer { location = outer }
    switch schema {
    case .bool(let constant):
      nodes[identifier] = SchemaNode(
        location: place, source: schema, constant: constant, checks: [])
    case .object(let members):
      nodes[identifier] = SchemaNode(
        location: place, source: schema, constant: nil, checks: try checks(of: members))
    default: throw SchemaError(location: place, keyword: nil, reason: .notASchema)
    }
    return identifier
  }

  /// A node that stands for a reference until its target is known.
  mutating func reference(to target: String) -> SchemaNode.ID {
    nodes.append(nil)
    open.append((nodes.count - 1, target, location))
    return nodes.count - 1
  }

  private func forward(to identifier: SchemaNode.ID, from place: JSONPointer) -> SchemaNode {
    SchemaNode(
      location: place, source: .object(JSONObject()), constant: nil,
      checks: [SchemaNode.Check(keyword: "$ref", rule: .reference(identifier))])
  }

  private mutating func compileTarget(
    _ place: JSONPointer, _ reference: (node: SchemaNode.ID, target: String, from: JSONPointer)
  ) throws(SchemaError) -> SchemaNode.ID {
    guard let schema = document[place] else {
      throw SchemaError(
        location: reference.from, keyword: "$ref", reason: .unresolvedReference(reference.target))
    }
    return try compile(schema, at: place)
  }

  /// The place that a reference names (core, section 8.2.3.1).
  private func resolve(
    _ target: String, from place: JSONPointer
  ) throws(SchemaError) -> JSONPointer {
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let (resource, fragment) = (parts[0], parts.count > 1 ? parts[1] : "")
    let base = document["$id"]?.stringValue?.prefix { $0 != "#" } ?? ""
    guard resource.isEmpty || resource == base else {
      throw SchemaError(location: place, keyword: "$ref", reason: .remoteReference(target))
    }
    let decoded = Self.percentDecoded(fragment)
    if let decoded, decoded.isEmpty || decoded.hasPrefix("/"),
      let pointer = try? JSONPointer(parsing: decoded)
    {
      return pointer
    }
    guard let decoded, let anchored = anchors[JSONKey(decoded)] else {
      throw SchemaError(location: place, keyword: "$ref", reason: .unresolvedReference(target))
    }
    return anchored
  }

  /// The text with `%XX` decoded; nil where that is no UTF-8.
  private static func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), let value = UInt8(digits, radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Refuses schemas that would apply to one and the same value without end.
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
            location: nodes[stack[top].node].location, keyword: nil, reason: .endlessReference)
        }
        if !isDone[next] {
          isOpen[next] = true
          stack.append((next, nodes[next].inPlace[...]))
        }
      }
    }
  }
}
