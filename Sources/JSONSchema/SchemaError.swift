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
    /// A keyword of an earlier draft, which would check nothing now.
    case retiredKeyword
    /// A `$schema` that names a draft or a meta-schema that is not known.
    case unsupportedDialect(String)
    /// A vocabulary that a meta-schema requires and that is not known.
    case unsupportedVocabulary(String)
    /// A reference to another document that is not there.
    case remoteReference(String)
    /// Another document that is no JSON.
    case unreadableDocument(String, JSONParseError)
    /// A reference to nothing.
    case unresolvedReference(String)
    /// Two anchors of one name.
    case duplicateAnchor(String)
    /// References that lead back to themselves without moving on in the value.
    case endlessReference
    /// A regular expression that does not compile.
    case invalidPattern(String)
  }

  /// The subschema, in its document.
  package let location: JSONPointer
  /// The URI of the document, where it is not the schema itself.
  package let document: String?
  /// The keyword in it; nil where the subschema itself is wrong.
  package let keyword: String?
  /// What is wrong.
  package let reason: Reason
}

extension SchemaError {
  init(_ place: SchemaPlace, in library: SchemaLibrary, keyword: String?, reason: Reason) {
    let root = SchemaPlace(document: place.document, pointer: .root)
    let uri = library.resources.first { $0.root == root }?.uri.description
    self.init(
      location: place.pointer, document: place.document == 0 ? nil : uri, keyword: keyword,
      reason: reason)
  }

  /// The same place with another reason.
  func because(_ reason: Reason) -> SchemaError {
    SchemaError(location: location, document: document, keyword: keyword, reason: reason)
  }
}

extension SchemaError: CustomStringConvertible {
  /// One or two plain sentences: the place, what is wrong and what to do.
  package var description: String {
    let place = keyword.map { location.appending($0) } ?? location
    let inside = document.map { " in \($0)" } ?? ""
    return "\(place.isRoot ? "the schema" : place.description)\(inside): \(explanation)"
  }

  private var explanation: String {
    let keyword = keyword ?? ""
    return switch reason {
    case .notASchema: "a schema is an object, true or false"
    case .invalidValue(let expected): "the value of \(keyword) must be \(expected)"
    case .unknownKeyword:
      "\(keyword) is no keyword of JSON Schema 2020-12. "
        + "Correct its spelling, or call it x-\(keyword) if it is a note of yours."
    case .retiredKeyword:
      "\(keyword) is a keyword of an earlier draft and checks nothing in 2020-12. "
        + "Say the same with the keywords that replaced it."
    case .unsupportedDialect(let name):
      "the dialect \(name) is not known. Use https://json-schema.org/draft/2020-12/schema, "
        + "leave $schema out, or map the meta-schema's URI to a folder."
    case .unsupportedVocabulary(let name):
      "the meta-schema requires the vocabulary \(name), which is not known"
    case .remoteReference(let target):
      "\(target) is in another document, and references are never fetched. "
        + "Map its URI to a folder, or copy the schema into $defs and refer to it there."
    case .unreadableDocument(let uri, let error): "\(uri) is no JSON: \(error)"
    case .unresolvedReference(let target): "\(target) leads to nothing"
    case .duplicateAnchor(let name): "the anchor \(name) stands twice in this document"
    case .endlessReference: "this reference leads back to itself and never ends"
    case .invalidPattern(let pattern): "\(pattern) is not a regular expression"
    }
  }
}
