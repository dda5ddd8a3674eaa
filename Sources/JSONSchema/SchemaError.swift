package import JSON

/// Why a JSON value cannot be used as a schema, where, and what to do.
package struct SchemaError: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Reason: Hashable, Sendable {
    /// Something other than an object or a boolean where a schema must stand.
    case notASchema
    /// A keyword's value is not of the form that it must have.
    case invalidValue(expected: String)
    /// A keyword that JSON Schema does not define.
    case unknownKeyword
    /// A keyword of JSON Schema that is not supported.
    case unsupportedKeyword
    /// A `$schema` that names another draft or a dialect.
    case unsupportedDialect(String)
    /// A reference to another document.
    case remoteReference(String)
    /// A reference to nothing in this document.
    case unresolvedReference(String)
    /// Two `$anchor`s of one name.
    case duplicateAnchor(String)
    /// References that lead back to themselves without moving on in the value.
    case endlessReference
    /// A regular expression that does not compile.
    case invalidPattern(String)
  }

  /// The subschema.
  package let location: JSONPointer
  /// The keyword in it; nil where the subschema itself is wrong.
  package let keyword: String?
  /// What is wrong.
  package let reason: Reason
}

extension SchemaError: CustomStringConvertible {
  /// One or two plain sentences: the place, what is wrong and what to do.
  package var description: String {
    let place = keyword.map { location.appending($0) } ?? location
    return "\(place.isRoot ? "the schema" : place.description): \(explanation)"
  }

  private var explanation: String {
    let keyword = keyword ?? ""
    return switch reason {
    case .notASchema: "a schema is an object, true or false"
    case .invalidValue(let expected): "the value of \(keyword) must be \(expected)"
    case .unknownKeyword:
      "\(keyword) is no keyword of JSON Schema 2020-12. "
        + "Correct its spelling, or call it x-\(keyword) if it is a note of yours."
    case .unsupportedKeyword:
      "\(keyword) is not supported here. Remove it or say the same with other keywords."
    case .unsupportedDialect(let name):
      "the dialect \(name) is not supported. "
        + "Use https://json-schema.org/draft/2020-12/schema, or leave $schema out."
    case .remoteReference(let target):
      "\(target) is in another document, and references are never fetched. "
        + "Copy the schema into $defs and refer to it there."
    case .unresolvedReference(let target): "\(target) leads to nothing in this document"
    case .duplicateAnchor(let name): "the anchor \(name) stands twice in this document"
    case .endlessReference: "this reference leads back to itself and never ends"
    case .invalidPattern(let pattern): "\(pattern) is not a regular expression"
    }
  }
}
