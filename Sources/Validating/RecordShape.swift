import Extraction
import JSON
import JSONSchema

/// What a schema says of a record's form: which properties there are, in which order, and which
/// may be missing.
struct RecordShape {
  let schema: Schema

  init(_ schema: Schema) {
    self.schema = schema
  }

  /// The names of the top-level properties, in the schema's order.
  var columns: [String] { properties(at: .root) }

  /// The record with the members of each object in the schema's order; others follow in their own.
  func ordered(_ value: JSONValue) -> JSONValue { ordered(value, at: .root) }

  /// The places that hold no value where the schema allows that: `null`, or absent.
  func missing(in value: JSONValue) -> [JSONPointer: Record.Missing] {
    var missing: [JSONPointer: Record.Missing] = [:]
    note(value, at: .root, in: &missing)
    return missing
  }

  /// Whether a list may stand at a place.
  func isList(at path: JSONPointer) -> Bool {
    schema.expectation(at: path)?.types.contains(.array) == true
  }

  /// The names of the properties of the object at a place, in the schema's order.
  func properties(at path: JSONPointer) -> [String] {
    var names: [String] = []
    let governing = schema.subschema(for: path)
    names += governing?["properties"]?.objectValue?.keys ?? []
    for keyword in ["anyOf", "oneOf"] {
      for alternative in governing?[keyword]?.arrayValue ?? [] {
        names += alternative["properties"]?.objectValue?.keys ?? []
      }
    }
    var seen: Set<JSONKey> = []
    return names.filter { seen.insert(JSONKey($0)).inserted }
  }

  private func ordered(_ value: JSONValue, at path: JSONPointer) -> JSONValue {
    switch value {
    case .object(let members):
      let known = properties(at: path).filter(members.contains)
      let others = members.keys.filter { key in
        !known.contains { JSONKey($0) == JSONKey(key) }
      }
      let pairs = (known + others).map { key in
        (key, ordered(members[key] ?? .null, at: path.appending(key)))
      }
      return .object(JSONObject(pairs))
    case .array(let values):
      return .array(values.enumerated().map { ordered($1, at: path.appending($0)) })
    default: return value
    }
  }

  private func note(
    _ value: JSONValue, at path: JSONPointer, in missing: inout [JSONPointer: Record.Missing]
  ) {
    switch value {
    case .null:
      if schema.expectation(at: path)?.isNullable != false { missing[path] = .absent }
    case .object(let members):
      for key in properties(at: path) where !members.contains(key) {
        if !schema.requires(key, at: path) { missing[path.appending(key)] = .absent }
      }
      for (key, member) in members { note(member, at: path.appending(key), in: &missing) }
    case .array(let values):
      for (index, element) in values.enumerated() {
        note(element, at: path.appending(index), in: &missing)
      }
    default: break
    }
  }
}
