package import JSON

/// A schema that an example fits: a first draft, to be read and corrected by a person.
///
/// Every property is required and may be null, so that a model says of each what the document says
/// or that it does not say it; descriptions are made of the names. Pure.
package enum SchemaDraft {
  /// The schema of an object; nil for an example that is none, or an empty one.
  package static func from(_ example: JSONValue) -> JSONValue? {
    guard case .object(let members) = example, !members.isEmpty else { return nil }
    var schema: JSONObject = ["$schema": "https://json-schema.org/draft/2020-12/schema"]
    for (key, value) in object([members], description: nil) { schema[key] = value }
    return .object(schema)
  }

  /// A schema for values that stand in the same place.
  private static func node(of values: [JSONValue], description: String) -> JSONValue {
    let values = values.filter { !$0.isNull }
    switch values.first {
    case .object:
      return .object(object(values.compactMap(\.objectValue), description: description))
    case .array:
      let rows = values.flatMap { $0.arrayValue ?? [] }
      return [
        "type": "array", "description": .string(description),
        "items": node(of: rows, description: "One of them."),
      ]
    case .string:
      let isDate = values.allSatisfy { $0.stringValue.map(Self.isDate) ?? false }
      return scalar("string", description, format: isDate ? "date" : nil)
    case .number: return scalar("number", description)
    case .bool: return scalar("boolean", description)
    case .null, nil: return scalar("string", description)
    }
  }

  /// Objects of the same place may each have other members.
  private static func object(_ examples: [JSONObject], description: String?) -> JSONObject {
    var keys: [String] = []
    for example in examples { keys += example.keys.filter { !keys.contains($0) } }
    let properties = keys.map { key in
      (key, node(of: examples.compactMap { $0[key] }, description: sentence(key)))
    }
    var schema: JSONObject = ["type": "object"]
    if let description { schema["description"] = .string(description) }
    schema["properties"] = .object(JSONObject(properties))
    schema["required"] = JSONValue(keys)
    schema["additionalProperties"] = false
    return schema
  }

  private static func scalar(
    _ type: String, _ description: String, format: String? = nil
  ) -> JSONValue {
    var schema: JSONObject = [
      "type": .array([.string(type), "null"]), "description": .string(description),
    ]
    if let format { schema["format"] = .string(format) }
    return .object(schema)
  }

  /// What `invoice_number` and `invoiceNumber` mean, as a sentence.
  private static func sentence(_ key: String) -> String {
    var words = ""
    for character in key {
      if character == "_" || character == "-" {
        words += " "
      } else if character.isUppercase, words.last?.isLowercase ?? false {
        words += " " + character.lowercased()
      } else {
        words.append(character)
      }
    }
    return "The \(words)."
  }

  private static func isDate(_ text: String) -> Bool {
    text.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil
  }
}
