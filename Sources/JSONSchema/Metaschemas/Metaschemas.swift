import JSON

/// The meta-schemas that are known without a file: those of draft 2020-12.
enum Metaschemas {
  private static let base = "https://json-schema.org/draft/2020-12/"

  /// The document of a URI without a fragment; nil for any other.
  static func document(at uri: String) -> JSONValue? {
    guard uri.hasPrefix(base) else { return nil }
    return texts[String(uri.dropFirst(base.count))].flatMap { try? JSONValue(parsing: $0) }
  }
}
