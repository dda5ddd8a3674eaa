import JSON

/// Cuts a schema that is too wide for one reply into pieces that are not.
///
/// A piece is some neighbouring properties. An object that is too wide by itself is cut into its own
/// properties; what cannot be cut is a piece of its own.
struct SchemaPieces {
  /// Values of one reply, with a list's element counted once: more than these a model begins to
  /// leave out.
  static let widest = 100
  /// A schema may contain itself.
  private static let deepest = 12

  /// The places of each piece; empty for a schema that fits as it is.
  let pieces: [[JSONPointer]]

  init(of schema: JSONValue) {
    let lookup = SchemaLookup(root: schema)
    guard Self.leaves(of: schema, lookup) > Self.widest else {
      pieces = []
      return
    }
    var pieces: [[JSONPointer]] = []
    var width = Self.widest
    for (path, leaves) in Self.places(of: schema, at: .root, lookup) {
      if width + leaves > Self.widest {
        pieces.append([])
        width = 0
      }
      pieces[pieces.count - 1].append(path)
      width += leaves
    }
    self.pieces = pieces.count > 1 ? pieces : []
  }

  private static func places(
    of schema: JSONValue, at path: JSONPointer, _ lookup: SchemaLookup
  ) -> [(JSONPointer, Int)] {
    properties(of: schema, lookup).flatMap { name, member -> [(JSONPointer, Int)] in
      let place = path.appending(name)
      let leaves = leaves(of: member, lookup)
      let canBeCut =
        path.tokens.count < deepest && leaves > widest && !properties(of: member, lookup).isEmpty
      return canBeCut ? places(of: member, at: place, lookup) : [(place, leaves)]
    }
  }

  private static func properties(
    of schema: JSONValue, _ lookup: SchemaLookup
  ) -> [(String, JSONValue)] {
    lookup.alternatives(of: schema).first { $0["properties"] != nil }?["properties"]?.objectValue
      .map { $0.map { ($0.key, $0.value) } } ?? []
  }

  private static func leaves(
    of schema: JSONValue, _ lookup: SchemaLookup, depth: Int = 0
  ) -> Int {
    guard depth < deepest else { return 1 }
    let members = properties(of: schema, lookup)
    if !members.isEmpty {
      return members.reduce(0) { $0 + leaves(of: $1.1, lookup, depth: depth + 1) }
    }
    let items = lookup.alternatives(of: schema).lazy.compactMap { $0["items"] }.first
    return items.map { leaves(of: $0, lookup, depth: depth + 1) } ?? 1
  }
}
