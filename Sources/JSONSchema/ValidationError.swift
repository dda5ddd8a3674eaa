package import JSON

/// One thing that keeps a value from being valid.
package struct ValidationError: Error, Hashable, Sendable {
  /// The place in the value; for a missing property the object that lacks it.
  package let instanceLocation: JSONPointer
  /// The way to the keyword through the schema, with each `$ref` on it (core, section 12.3.1).
  package let keywordLocation: JSONPointer
  /// Where the keyword stands, references resolved: a URI, of which only the fragment is there for
  /// a schema without one (section 12.3.2).
  package let absoluteKeywordLocation: String
  /// The keyword, such as `type`; for a schema `false` the keyword that holds it.
  package let keyword: String
  /// One plain sentence without the place: what was expected and what was found.
  package let message: String
  /// The property whose absence is the error; nil for any other error.
  let missingProperty: String?
  /// Whether validity could not be decided: a pattern ran out of its budget, or the value is too
  /// deep.
  package let isUndecided: Bool

  /// An error.
  package init(
    instanceLocation: JSONPointer, keywordLocation: JSONPointer, absoluteKeywordLocation: String,
    keyword: String, message: String, missingProperty: String? = nil, isUndecided: Bool = false
  ) {
    self.instanceLocation = instanceLocation
    self.keywordLocation = keywordLocation
    self.absoluteKeywordLocation = absoluteKeywordLocation
    self.keyword = keyword
    self.message = message
    self.missingProperty = missingProperty
    self.isUndecided = isUndecided
  }

  /// Stands for errors that the walk which gathers them has missed.
  static let unexplained = ValidationError(
    instanceLocation: .root, keywordLocation: .root, absoluteKeywordLocation: "#", keyword: "",
    message: "is not valid")

  /// Where a value must be given or changed: the place of the missing property, else of the value.
  package var place: JSONPointer {
    missingProperty.map { instanceLocation.appending($0) } ?? instanceLocation
  }
}

extension ValidationError: CustomStringConvertible {
  /// The place and the sentence.
  package var description: String {
    "\(instanceLocation.isRoot ? "the value" : instanceLocation.description) \(message)"
  }
}
