package import JSON

/// The meta-schemas that are known without a file: those of draft 2020-12.
enum Metaschemas {
  private static let base = "https://json-schema.org/draft/2020-12/"

  /// The document of a URI without a fragment; nil for any other.
  static func document(at uri: String) -> JSONValue? {
    guard uri.hasPrefix(base) else { return nil }
    return texts[String(uri.dropFirst(base.count))].flatMap { try? JSONValue(parsing: $0) }
  }
}

extension Schema {
  /// What in a document its own meta-schema does not allow; empty for a valid schema.
  ///
  /// The meta-schema is the one that `$schema` names, else that of draft 2020-12. Those of earlier
  /// drafts are not known here, and a schema of such a draft has no errors.
  ///
  /// - Throws: ``SchemaError`` where the meta-schema is not known or cannot be used.
  package static func metaschemaErrors(
    of document: JSONValue, remotes: RemoteSchemas = RemoteSchemas()
  ) throws(SchemaError) -> [ValidationError] {
    let name = document["$schema"]?.stringValue ?? "https://json-schema.org/draft/2020-12/schema"
    if let draft = Draft(uri: name), draft != .draft2020 { return [] }
    let metaschema = try Schema(
      ["$ref": .string(name)],
      options: Options(allowsUnknownKeywords: true, remotes: remotes))
    return metaschema.validate(document)
  }
}
