package import JSON

/// The schema that asks a model to quote: beside each scalar whose evidence is a quote stands a
/// member for the document's own words.
///
/// The quotes are the model's way of pointing: they are located like any value and dropped from the
/// record. A schema that asks for none is left as it is.
package enum QuoteSchema {
  /// The schema's word for how much evidence a value needs.
  package static let policyKeyword = "x-evidence"
  /// What marks a member that holds a quote.
  package static let keyword = "x-quote"

  private static let suffix = "_quote"
  private static let containers = ["properties", "$defs", "definitions", "patternProperties"]
  private static let alternatives = ["allOf", "anyOf", "oneOf", "prefixItems"]
  private static let members = ["items", "additionalProperties", "then", "else"]

  /// The schema with members for quotes.
  ///
  /// - Parameter everywhere: whether a quote is asked for where the schema says nothing of evidence.
  package static func of(_ schema: JSONValue, everywhere: Bool) -> JSONValue {
    asking(schema, everywhere)
  }

  /// The place of the quote for a value; the root has none.
  package static func path(ofQuoteFor value: JSONPointer) -> JSONPointer? {
    guard let parent = value.parent, let name = value.lastToken else { return nil }
    return parent.appending(name + suffix)
  }

  private static func asking(_ schema: JSONValue, _ isQuoted: Bool) -> JSONValue {
    guard var object = schema.objectValue else { return schema }
    let isQuoted = object[policyKeyword]?.stringValue.map { $0 == quote } ?? isQuoted
    for key in containers {
      guard let schemas = object[key]?.objectValue else { continue }
      object[key] = .object(JSONObject(schemas.map { ($0.key, asking($0.value, isQuoted)) }))
    }
    for key in alternatives {
      guard let schemas = object[key]?.arrayValue else { continue }
      object[key] = .array(schemas.map { asking($0, isQuoted) })
    }
    for key in members where object[key]?.objectValue != nil {
      object[key] = object[key].map { asking($0, isQuoted) }
    }
    if let properties = schema["properties"]?.objectValue {
      addQuotes(to: &object, for: properties, isQuoted)
    }
    return .object(object)
  }

  /// Puts a member for the quote before each scalar that needs one: who points first, names better.
  private static func addQuotes(
    to object: inout JSONObject, for properties: JSONObject, _ isQuoted: Bool
  ) {
    let names = properties.filter { name, schema in
      let word = schema[policyKeyword]?.stringValue
      return (word.map { $0 == quote } ?? isQuoted) && isScalar(schema)
        && !properties.contains(name + suffix)
    }.map(\.key)
    guard !names.isEmpty else { return }
    let asked = object["properties"]?.objectValue ?? JSONObject()
    object["properties"] = .object(
      JSONObject(
        asked.flatMap { name, schema in
          names.contains(name)
            ? [(name + suffix, member(for: name)), (name, schema)] : [(name, schema)]
        }))
    if let required = object["required"]?.arrayValue {
      let added = names.filter { required.contains(.string($0)) }.map {
        JSONValue.string($0 + suffix)
      }
      object["required"] = .array(required + added)
    }
  }

  private static var quote: String { ValidationSettings.EvidencePolicy.quote.rawValue }

  private static func isScalar(_ schema: JSONValue) -> Bool {
    let types = schema["type"]?.arrayValue ?? schema["type"].map { [$0] } ?? []
    return schema["properties"] == nil && schema["items"] == nil
      && !types.contains("object") && !types.contains("array")
  }

  private static func member(for name: String) -> JSONValue {
    [
      "type": ["string", "null"], "x-quote": true,
      "description":
        "The shortest passage of the document, word for word, from which \(name) follows; null without one.",
    ]
  }
}

extension QuoteSchema {
  /// A reply without its quotes, and these by the place of the value they are for.
  ///
  /// - Parameter isQuote: whether a place holds a quote by the schema that was asked with.
  package static func separate(
    _ reply: JSONValue, isQuote: (JSONPointer) -> Bool
  ) -> (record: JSONValue, quotes: [JSONPointer: String]) {
    var record = reply
    var quotes: [JSONPointer: String] = [:]
    for leaf in reply.leaves {
      guard let name = leaf.pointer.lastToken, name.hasSuffix(suffix), isQuote(leaf.pointer),
        let parent = leaf.pointer.parent
      else { continue }
      record.remove(at: leaf.pointer)
      quotes[parent.appending(String(name.dropLast(suffix.utf8.count)))] = leaf.value.stringValue
    }
    return (record, quotes)
  }
}
