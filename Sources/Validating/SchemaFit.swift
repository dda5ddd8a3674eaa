import JSON
import JSONSchema

/// Mends what needs no model and no guess, so that a value fits its schema.
///
/// A number that was written as text becomes the number, where the text can be read in one way
/// only; text that was written as a number becomes its digits; a property that the schema does not
/// allow goes, and so does a `null` that stands for a property that need not be there.
enum SchemaFit {
  /// The value as it fits, as far as that needs no guess.
  static func of(_ value: JSONValue, to schema: Schema) -> JSONValue {
    var value = schema.withoutAddedNulls(value)
    for error in schema.validate(value).reversed() {
      switch error.keyword {
      case "type": retype(&value, at: error.instanceLocation, schema)
      case "additionalProperties", "unevaluatedProperties":
        if error.instanceLocation.parent.flatMap({ value[$0]?.objectValue }) != nil {
          value.remove(at: error.instanceLocation)
        }
      default: break
      }
    }
    return value
  }

  private static func retype(_ value: inout JSONValue, at path: JSONPointer, _ schema: Schema) {
    guard let types = schema.expectation(at: path)?.types else { return }
    switch value[path] {
    case .string(let text) where types.contains(.integer):
      let readings = NumberKey.readings(of: text)
      guard readings.count == 1, let literal = readings[0].literal,
        let number = JSONNumber(literal: literal),
        types.contains(.number) || number.isInteger
      else { return }
      value.set(.number(number), at: path)
    case .number(let number) where types.contains(.string):
      value.set(.string(number.literal), at: path)
    default: break
    }
  }
}
