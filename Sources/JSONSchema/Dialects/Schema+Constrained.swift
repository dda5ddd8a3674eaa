extension Schema {
  /// The schema in a provider's dialect, and what of it was left out.
  ///
  /// References are replaced by their targets, unless they are recursive; `allOf` is merged, also
  /// with what stands beside a `$ref`; what the dialect does not take is dropped. The result may
  /// allow more than the schema does, it asks for no other properties than those that are named,
  /// and for ``Dialect/openAI`` it has `null` for optional properties, which ``GuidedRepair`` takes
  /// out again (``Mend/Kind/absence``). So it decides nothing: every reply is still validated against
  /// the schema itself.
  package func constrained(for dialect: Dialect) -> ConstrainedSchema {
    var conversion = DialectConversion(self, dialect)
    return conversion.convertRoot()
  }
}
