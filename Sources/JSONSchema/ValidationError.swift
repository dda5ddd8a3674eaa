package import JSON

/// One thing that keeps a value from being valid.
package struct ValidationError: Error, Hashable, Sendable {
  /// The place in the value; for a missing property the object that lacks it.
  package let instanceLocation: JSONPointer
  /// The place of the keyword in the schema document, references resolved.
  package let keywordLocation: JSONPointer
  /// The keyword, such as `type`; for a schema `false` the keyword that holds it.
  package let keyword: String
  /// One plain sentence without the place: what was expected and what was found.
  package let message: String
  /// The property whose absence is the error; nil for any other error.
  package let missingProperty: String?
  /// Whether validity could not be decided: a pattern ran out of its budget.
  package let isUndecided: Bool

  /// An error.
  package init(
    instanceLocation: JSONPointer, keywordLocation: JSONPointer, keyword: String,
    message: String, missingProperty: String? = nil, isUndecided: Bool = false
  ) {
    self.instanceLocation = instanceLocation
    self.keywordLocation = keywordLocation
    self.keyword = keyword
    self.message = message
    self.missingProperty = missingProperty
    self.isUndecided = isUndecided
  }

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
