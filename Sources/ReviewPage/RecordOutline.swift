import JSON
import JSONSchema

/// A record laid out by its schema: what is there, and what could be.
indirect enum RecordOutline {
  /// A single value; null where there is none.
  case value(JSONPointer, JSONValue)
  /// Named parts, in the schema's order, then those that the schema does not name.
  case group(JSONPointer, [(name: String, part: RecordOutline)])
  /// Elements; the schema allows more of them.
  case list(JSONPointer, [RecordOutline])

  /// Schemas refer to themselves; forms end here.
  private static let deepest = 8

  init(_ value: JSONValue, _ schema: Schema) {
    self.init(value, schema, at: .root)
  }

  /// What a schema has below a place, whatever stands there.
  init(_ value: JSONValue, _ schema: Schema, below place: JSONPointer) {
    self.init(value, schema, at: place)
  }

  private init(_ value: JSONValue, _ schema: Schema, at place: JSONPointer) {
    let types = schema.expectation(at: place)?.types ?? .all
    let isGroup = types.contains(.object) && !types.contains(.string)
    let isList = types.contains(.array) && !types.contains(.string) && !isGroup
    switch value {
    case .array(let values) where isList || !values.isEmpty:
      self = .list(
        place, values.enumerated().map { RecordOutline($1, schema, at: place.appending($0)) })
    case .object(let members):
      self = .group(place, Self.parts(members, schema, place))
    case .null where isGroup && place.tokens.count < Self.deepest:
      self = .group(place, Self.parts([:], schema, place))
    case .null where isList: self = .list(place, [])
    default: self = .value(place, value)
    }
  }

  private static func parts(
    _ members: JSONObject, _ schema: Schema, _ place: JSONPointer
  ) -> [(name: String, part: RecordOutline)] {
    let known = names(schema, at: place)
    let others = members.keys.filter { !known.contains($0) }
    return (known + others).map { name in
      (name, RecordOutline(members[name] ?? .null, schema, at: place.appending(name)))
    }
  }

  /// The properties that a schema names at a place, its alternatives' included.
  private static func names(_ schema: Schema, at place: JSONPointer) -> [String] {
    let governing = schema.subschema(for: place)
    var names = governing?["properties"]?.objectValue?.keys ?? []
    for alternative in ["anyOf", "oneOf"].flatMap({ governing?[$0]?.arrayValue ?? [] }) {
      names += alternative["properties"]?.objectValue?.keys ?? []
    }
    return names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The place itself.
  var place: JSONPointer {
    switch self {
    case .value(let place, _), .group(let place, _), .list(let place, _): place
    }
  }

  /// This place and all below it.
  var places: [JSONPointer] {
    switch self {
    case .value(let place, _): [place]
    case .group(let place, let parts): [place] + parts.flatMap(\.part.places)
    case .list(let place, let elements): [place] + elements.flatMap(\.places)
    }
  }

  /// Whether this is a row of single values.
  var isRow: Bool {
    guard case .group(_, let parts) = self else { return false }
    return !parts.isEmpty && parts.allSatisfy { if case .value = $0.part { true } else { false } }
  }
}
