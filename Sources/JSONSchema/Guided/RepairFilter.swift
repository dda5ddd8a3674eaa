package import JSON

/// Repairs line by line: `{"id","text","schema"?}` gives `{"id","value","repairs","truncated"}`.
///
/// A repair is `{"kind","offset"}` with the byte of the text where it was, or `{"kind","path"}` with
/// the place in the value for what the schema settled. A line with no JSON in its text, or with a
/// schema that is none, gives `{"id","failure":{"message"}}`. A schema that comes on many lines is
/// compiled once.
package struct RepairFilter {
  private let kinds: Set<Mend.Kind>
  private let common: Schema?
  private var schemas: SchemaCache

  /// - Parameters:
  ///   - options: how the schemas of lines are read.
  ///   - schema: stands for that of a line without one.
  ///   - kinds: what a schema may settle.
  package init(
    options: Schema.Options, schema: Schema? = nil,
    mending kinds: Set<Mend.Kind> = Set(Mend.Kind.allCases)
  ) {
    (common, schemas, self.kinds) = (schema, SchemaCache(options: options), kinds)
  }

  /// The answer to a line.
  package mutating func answer(_ line: JSONValue) -> JSONValue {
    let id = line["id"] ?? .null
    guard let text = line["text"]?.stringValue else {
      return Self.failure(id, "the line has no \"text\"")
    }
    switch schema(of: line) {
    case nil:
      guard let best = JSONRepair.best(of: JSONRepair.candidates(in: text)) else { break }
      return Self.answer(id, best.value, best, [])
    case .failure(let error)?:
      return Self.failure(id, "the schema cannot be used: \(error)")
    case .success(let schema)?:
      guard let reading = GuidedRepair(schema, mending: kinds).read(text) else { break }
      return Self.answer(id, reading.value, reading.candidate, reading.mends)
    }
    return Self.failure(id, "there is no JSON in the text")
  }

  /// The answer to a line that is no JSON, and so has no id that could be known.
  package func refusal(_ message: String) -> JSONValue {
    Self.failure(.null, message)
  }

  private mutating func schema(of line: JSONValue) -> Result<Schema, SchemaError>? {
    guard let source = line["schema"], !source.isNull else { return common.map(Result.success) }
    return schemas.schema(source)
  }

  private static func answer(
    _ id: JSONValue, _ value: JSONValue, _ candidate: JSONRepair.Candidate, _ mends: [Mend]
  ) -> JSONValue {
    let repairs = candidate.repairs.map { repair -> JSONValue in
      ["kind": .string(repair.kind.rawValue), "offset": JSONValue(repair.offset)]
    }
    let settled = mends.map { mend -> JSONValue in
      ["kind": .string(mend.kind.rawValue), "path": .string(mend.path.description)]
    }
    return [
      "id": id, "value": value, "repairs": .array(repairs + settled),
      "truncated": .bool(candidate.isTruncated),
    ]
  }

  private static func failure(_ id: JSONValue, _ message: String) -> JSONValue {
    ["id": id, "failure": ["message": .string(message)]]
  }
}
