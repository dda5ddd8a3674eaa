import JSON

/// All that a compiled schema consists of; immutable, and shared by everyone who validates.
final class SchemaGraph: Sendable {
  /// All subschemas; the first is the root.
  let nodes: [SchemaNode]
  let resources: [SchemaResource]
  /// For each name of a dynamic anchor that is referred to: its node in each resource.
  let dynamicAnchors: [[SchemaResource.ID: SchemaNode.ID]]
  /// The same for deciding alone; nil where that takes more than a program.
  let program: SchemaProgram?

  init(
    nodes: [SchemaNode], resources: [SchemaResource],
    dynamicAnchors: [[SchemaResource.ID: SchemaNode.ID]]
  ) {
    self.nodes = nodes
    self.resources = resources
    self.dynamicAnchors = dynamicAnchors
    program = SchemaProgram(nodes)
  }

  /// Whether the meaning of a reference depends on how one came to it.
  var isDynamic: Bool { !dynamicAnchors.isEmpty }

  /// The URI of a place in a node: of its resource, with a pointer from the resource's root.
  func uri(of node: SchemaNode, _ keyword: String?) -> String {
    let resource = resources[node.resource]
    let inside = node.place.pointer.tokens.dropFirst(resource.root.pointer.tokens.count)
    let pointer = JSONPointer(Array(inside) + (keyword.map { [$0] } ?? []))
    return "\(resource.uri)#\(pointer)"
  }
}
