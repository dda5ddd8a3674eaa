package import JSON

/// Validates line by line: `{"id","schema","instance"}` gives
/// `{"id","valid","errors":[{"instanceLocation","keywordLocation","message"}]}`.
///
/// A line whose schema is none, or refers to what is not there, gives `{"id","failure":{"message"}}`
/// and, where it is known, the `location` in the schema. A schema that comes on many lines is
/// compiled once.
package struct ValidationFilter {
  private let common: Schema?
  private var schemas: SchemaCache

  /// - Parameters:
  ///   - options: how all schemas are read.
  ///   - schema: stands for that of a line without one.
  package init(options: Schema.Options, schema: Schema? = nil) {
    (common, schemas) = (schema, SchemaCache(options: options))
  }

  /// The answer to a line.
  package mutating func answer(_ line: JSONValue) -> JSONValue {
    let id = line["id"] ?? .null
    guard let instance = line["instance"] else {
      return Self.failure(id, "the line has no \"instance\"")
    }
    switch schema(of: line) {
    case nil: return Self.failure(id, "the line has no \"schema\"")
    case .failure(let error)?:
      return Self.failure(id, error.description, at: error.location)
    case .success(let schema)?:
      let errors = schema.validate(instance)
      return [
        "id": id, "valid": .bool(errors.isEmpty), "errors": .array(errors.map(Self.json)),
      ]
    }
  }

  /// The answer to a line that is no JSON, and so has no id that could be known.
  package func refusal(_ message: String) -> JSONValue {
    Self.failure(.null, message)
  }

  private mutating func schema(of line: JSONValue) -> Result<Schema, SchemaError>? {
    guard let source = line["schema"] else { return common.map(Result.success) }
    return schemas.schema(source)
  }

  private static func json(_ error: ValidationError) -> JSONValue {
    [
      "instanceLocation": .string(error.instanceLocation.description),
      "keywordLocation": .string(error.keywordLocation.description),
      "message": .string(error.description),
    ]
  }

  private static func failure(
    _ id: JSONValue, _ message: String, at location: JSONPointer? = nil
  ) -> JSONValue {
    var failure: JSONObject = ["message": .string(message)]
    if let location { failure["location"] = .string(location.description) }
    return ["id": id, "failure": .object(failure)]
  }
}
