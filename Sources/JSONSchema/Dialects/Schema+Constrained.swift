package import JSON

extension Schema {
  /// The schema in a provider's dialect, and what of it was left out.
  ///
  /// References are replaced by their targets, unless they are recursive; `allOf` is merged, also
  /// with what stands beside a `$ref`; what the dialect does not take is dropped. The result may
  /// allow more than the schema does, it asks for no other properties than those that are named,
  /// and for ``Dialect/openAI`` it has `null` for optional properties (see
  /// ``withoutAddedNulls(_:)``). So it decides nothing: every reply is still validated against the
  /// schema itself.
  package func constrained(for dialect: Dialect) -> ConstrainedSchema {
    var conversion = DialectConversion(self, dialect)
    return conversion.convertRoot()
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
