package import JSON

extension Schema {
  /// The schema in a provider's dialect, and what of it was left out.
  ///
  /// References within the document are replaced by their targets, unless they are recursive; what
  /// the dialect does not take is dropped, and each entry of `dropped` names its place and reason.
  /// The result may allow more than the schema does, and for ``Dialect/openAI`` it has `null` for
  /// optional properties (see ``withoutAddedNulls(_:)``). So it decides nothing: every reply is
  /// still validated against the schema itself.
  package func constrained(for dialect: Dialect) -> (schema: JSONValue, dropped: [String]) {
    var conversion = DialectConversion(self, dialect)
    let schema = conversion.convertRoot()
    return (schema, conversion.dropped)
  }

  /// The value without the members that are `null` where the schema does not allow `null` and does
  /// not ask for the property.
  ///
  /// That undoes what a dialect does that makes every property required: the model says `null`
  /// where it means that there is no such property.
  package func withoutAddedNulls(_ value: JSONValue) -> JSONValue {
    var result = value
    for leaf in value.leaves where leaf.value.isNull {
      guard let key = leaf.pointer.lastToken, let parent = leaf.pointer.parent,
        value[parent]?.objectValue != nil, let expected = expectation(at: leaf.pointer),
        !expected.isNullable, !requires(key, at: parent)
      else { continue }
      result.remove(at: leaf.pointer)
    }
    return result
  }
}
