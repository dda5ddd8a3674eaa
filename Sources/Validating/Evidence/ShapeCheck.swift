import JSON
import JSONSchema

/// Says which texts do not look like what their field is to hold, by its name and its examples.
struct ShapeCheck {
  private struct Look {
    var shape: FieldShape?
    var examples: FieldExamples
  }

  private let looks: [JSONPointer: Look]

  init(_ fields: some Sequence<JSONPointer>, in schema: Schema) {
    let looks = Set(fields).map { field in
      let examples = FieldExamples(of: field, in: schema)
      return (field, Look(shape: FieldShape(of: field), examples: examples))
    }
    self.looks = Dictionary(uniqueKeysWithValues: looks)
  }

  /// What is to be said of a value; nil where it looks right.
  func objection(to leaf: EvidenceSearch.Leaf) -> String? {
    guard let text = leaf.value.stringValue, let look = looks[leaf.field] else { return nil }
    if let shape = look.shape, shape.cannotBe(text) {
      return "The document shows this, but it does not look like a \(shape.rawValue)."
    }
    // A day may be read from what the examples say in words.
    guard leaf.sort != .day, look.examples.rulesOut(text) else { return nil }
    let examples = look.examples.texts.map { "“\($0)”" }.joined(separator: ", ")
    return "The document shows this, but the schema's examples look otherwise: \(examples)."
  }
}
