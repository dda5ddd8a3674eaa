import JSON

/// The schemas that come on the lines of a filter, each compiled once.
struct SchemaCache {
  /// Schemas are kept up to this number, then all forgotten.
  private static let kept = 256

  private let options: Schema.Options
  private var compiled: [JSONValue: Result<Schema, SchemaError>] = [:]

  /// - Parameter options: how all schemas are read.
  init(options: Schema.Options) {
    self.options = options
  }

  /// The schema that a value is, or why it is none.
  mutating func schema(_ source: JSONValue) -> Result<Schema, SchemaError> {
    if let known = compiled[source] { return known }
    if compiled.count >= Self.kept { compiled = [:] }
    let result = Result<Schema, SchemaError> { () throws(SchemaError) in
      try Schema(source, options: options)
    }
    compiled[source] = result
    return result
  }
}
