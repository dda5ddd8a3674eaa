import JSON

// Several subschemas that must hold together, as one.
extension DialectConversion {
  /// One object that says what both say.
  ///
  /// Where two values of a keyword cannot be made one, that of the first is sent.
  mutating func merged(
    _ first: JSONObject, _ second: JSONObject, at place: JSONPointer
  ) -> JSONObject {
    var result = first
    for (keyword, value) in second {
      guard let own = result[keyword], own != value else {
        result[keyword] = value
        continue
      }
      if let both = merged(keyword, own, value, at: place) {
        result[keyword] = both
      } else {
        drop(place.appending(keyword), .standsTwice)
      }
    }
    return result
  }

  /// What both values of a keyword say; nil where no value says it.
  private mutating func merged(
    _ keyword: String, _ first: JSONValue, _ second: JSONValue, at place: JSONPointer
  ) -> JSONValue? {
    switch (keyword, first, second) {
    case ("title", _, _), ("description", _, _): return first
    case ("properties", .object(var known), .object(let more)):
      for (key, value) in more {
        if let own = known[key]?.objectValue, let other = value.objectValue {
          known[key] = .object(
            merged(own, other, at: place.appending("properties").appending(key)))
        } else {
          known[key] = value
        }
      }
      return .object(known)
    case ("items", .object(let own), .object(let other)):
      return .object(merged(own, other, at: place.appending("items")))
    case ("required", .array(let own), .array(let more)):
      return .array(own + more.filter { !own.contains($0) })
    case ("enum", .array(let own), .array(let other)):
      let both = own.filter(other.contains)
      return both.isEmpty ? nil : .array(both)
    case ("type", _, _):
      let names = SchemaTypes(first).intersection(SchemaTypes(second)).names
      return names.isEmpty ? nil : names.count == 1 ? .string(names[0]) : JSONValue(names)
    case ("additionalProperties", _, _):
      if first == false || second == false { return false }
      return first == true ? second : second == true ? first : nil
    case (_, .number(let own), .number(let other)) where Self.lowerBounds.contains(keyword):
      return .number(max(own, other))
    case (_, .number(let own), .number(let other)) where Self.upperBounds.contains(keyword):
      return .number(min(own, other))
    default: return nil
    }
  }

  private static let lowerBounds: Set = ["minimum", "exclusiveMinimum", "minItems", "minLength"]
  private static let upperBounds: Set = ["maximum", "exclusiveMaximum", "maxItems", "maxLength"]
}

extension SchemaTypes {
  /// The types of a value of `type`.
  init(_ value: JSONValue) {
    let names = value.stringValue.map { [$0] } ?? value.arrayValue?.compactMap(\.stringValue) ?? []
    self = names.compactMap(SchemaTypes.init(name:)).reduce([]) { $0.union($1) }
  }
}
