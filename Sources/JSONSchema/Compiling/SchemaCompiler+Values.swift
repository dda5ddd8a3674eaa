import JSON

// Reading the values of keywords, each in the form that the draft's meta-schema gives it.
extension SchemaCompiler {
  /// An error of the subschema being compiled.
  func error(_ keyword: String, _ reason: SchemaError.Reason) -> SchemaError {
    SchemaError(place, in: library, keyword: keyword, reason: reason)
  }

  func string(_ value: JSONValue, of keyword: String) throws(SchemaError) -> String {
    guard let string = value.stringValue else {
      throw error(keyword, .invalidValue(expected: "a string"))
    }
    return string
  }

  func strings(_ value: JSONValue, of keyword: String) throws(SchemaError) -> [String] {
    let strings = value.arrayValue?.compactMap(\.stringValue)
    guard let strings, strings.count == value.arrayValue?.count else {
      throw error(keyword, .invalidValue(expected: "an array of strings"))
    }
    return strings
  }

  func array(_ value: JSONValue, of keyword: String) throws(SchemaError) -> [JSONValue] {
    guard let values = value.arrayValue else {
      throw error(keyword, .invalidValue(expected: "an array"))
    }
    return values
  }

  func object(_ value: JSONValue, of keyword: String) throws(SchemaError) -> JSONObject {
    guard let members = value.objectValue else {
      throw error(keyword, .invalidValue(expected: "an object"))
    }
    return members
  }

  func number(_ value: JSONValue, of keyword: String) throws(SchemaError) -> JSONNumber {
    guard let number = value.numberValue else {
      throw error(keyword, .invalidValue(expected: "a number"))
    }
    return number
  }

  func divisor(_ value: JSONValue) throws(SchemaError) -> JSONNumber {
    guard let number = value.numberValue, number > 0 else {
      throw error("multipleOf", .invalidValue(expected: "a number above 0"))
    }
    return number
  }

  func flag(_ value: JSONValue, of keyword: String) throws(SchemaError) -> Bool {
    guard let flag = value.boolValue else {
      throw error(keyword, .invalidValue(expected: "true or false"))
    }
    return flag
  }

  /// A count; one too large for an Int is as good as the largest.
  func count(_ value: JSONValue, of keyword: String) throws(SchemaError) -> Int {
    guard let number = value.numberValue, number.isInteger, number >= 0 else {
      throw error(keyword, .invalidValue(expected: "an integer from 0 up"))
    }
    return number.intValue ?? .max
  }

  func types(_ value: JSONValue) throws(SchemaError) -> SchemaTypes {
    let names = value.stringValue.map { [$0] } ?? value.arrayValue?.map { $0.stringValue ?? "" }
    var types: SchemaTypes = []
    for name in names ?? [""] {
      guard let type = SchemaTypes(name: name) else {
        throw error(
          "type",
          .invalidValue(
            expected: "one or more of null, boolean, object, array, number, string, integer"))
      }
      types.formUnion(type)
    }
    return types
  }

  func pattern(_ source: String, of keyword: String) throws(SchemaError) -> Pattern {
    guard let pattern = Pattern(source, budget: options.patternBudget) else {
      throw error(keyword, .invalidPattern(source))
    }
    return pattern
  }

  /// The node of the subschema under a keyword.
  mutating func subschema(_ keyword: String) -> SchemaNode.ID {
    node(at: place.appending(keyword))
  }

  /// The nodes of the subschemas in an array.
  mutating func subschemaList(
    _ value: JSONValue, of keyword: String
  ) throws(SchemaError) -> [SchemaNode.ID] {
    let values = try array(value, of: keyword)
    let mayBeEmpty = keywords.draft != .draft2020 && keyword == "items"
    guard !values.isEmpty || mayBeEmpty else {
      throw error(keyword, .invalidValue(expected: "an array of at least one schema"))
    }
    var result: [SchemaNode.ID] = []
    for index in values.indices {
      result.append(node(at: place.appending(keyword).appending(index)))
    }
    return result
  }

  /// The nodes of the subschemas in an object, by name.
  mutating func subschemas(
    _ value: JSONValue, of keyword: String
  ) throws(SchemaError) -> [(key: String, schema: SchemaNode.ID)] {
    var result: [(key: String, schema: SchemaNode.ID)] = []
    for key in try object(value, of: keyword).keys {
      result.append((key, node(at: place.appending(keyword).appending(key))))
    }
    return result
  }
}
