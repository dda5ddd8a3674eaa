package import JSON
package import JSONSchema

/// Makes the edits of a reviewer, as the schema understands them.
///
/// Pure. Checks nothing: that the result fits the schema is another matter.
package struct RecordEditor: Sendable {
  private let schema: Schema

  package init(schema: Schema) {
    self.schema = schema
  }

  /// Makes edits in their order.
  ///
  /// - Parameter record: `null` counts as an empty object.
  /// - Returns: the record, and the places that were edited, with `-` as the index it had.
  package func apply(
    _ edits: [RecordEdit], to record: JSONValue
  ) throws(RecordEditError) -> (record: JSONValue, places: [JSONPointer]) {
    var record = record.isNull ? .object([:]) : record
    var places: [JSONPointer] = []
    for edit in edits {
      switch edit {
      case .set(let pointer, let text): places.append(try set(text, at: pointer, in: &record))
      case .unset(let pointer):
        guard record.remove(at: pointer) != nil else { throw .nothingThere(pointer) }
        places.append(pointer)
      }
    }
    return (record, places)
  }

  private func set(
    _ text: String, at pointer: JSONPointer, in record: inout JSONValue
  ) throws(RecordEditError) -> JSONPointer {
    let place = try open(pointer, in: &record)
    let value = try value(text, at: place)
    if value.isNull, !isNullable(place), let parent = place.parent,
      record[parent]?.objectValue != nil
    {
      record.remove(at: place)
    } else {
      record.set(value, at: place)
    }
    return place
  }

  // MARK: - Places

  /// Makes the parents that are missing, and reads `-` as the index after the last.
  private func open(
    _ pointer: JSONPointer, in record: inout JSONValue
  ) throws(RecordEditError) -> JSONPointer {
    var place = JSONPointer.root
    for token in pointer.tokens {
      if record[place]?.isContainer != true {
        record.set(try container(at: place, for: token, insteadOf: record[place]), at: place)
      }
      guard let values = record[place]?.arrayValue else {
        place = place.appending(token)
        continue
      }
      guard let index = token == "-" ? values.count : Self.index(token) else {
        throw .noIndex(place, token)
      }
      guard index <= values.count else { throw .beyondEnd(place, count: values.count) }
      place = place.appending(index)
    }
    return place
  }

  /// The empty list or object that the schema has at a place; where it allows both or says nothing,
  /// the token that follows tells.
  private func container(
    at place: JSONPointer, for token: String, insteadOf value: JSONValue?
  ) throws(RecordEditError) -> JSONValue {
    let types = schema.expectation(at: place)?.types
    if types == nil, let value, !value.isNull { throw .noContainer(place) }
    let isElement = token == "-" || Self.index(token) != nil
    switch (types?.contains(.object) ?? true, types?.contains(.array) ?? true) {
    case (true, true): return isElement ? .array([]) : .object([:])
    case (true, false): return .object([:])
    case (false, true): return .array([])
    case (false, false): throw .noContainer(place)
    }
  }

  private static func index(_ token: String) -> Int? {
    guard let index = Int(token), index >= 0, String(index) == token else { return nil }
    return index
  }

  // MARK: - Values

  /// Plain text where the schema says string, else JSON; `null` is no text.
  private func value(_ text: String, at place: JSONPointer) throws(RecordEditError) -> JSONValue {
    if text == "null" { return .null }
    let types = schema.expectation(at: place)?.types
    guard let types, types.contains(.string) else {
      guard let value = try? JSONValue(parsing: text) else {
        throw .notJSON(place, expected: types?.description)
      }
      return value
    }
    let others = types.subtracting([.string, .null])
    // Where text is one of several types, it is text unless it reads as another of them.
    if !others.isEmpty, let value = try? JSONValue(parsing: text),
      types.allows(value)
    {
      return value
    }
    return .string(text)
  }

  private func isNullable(_ place: JSONPointer) -> Bool {
    schema.expectation(at: place)?.isNullable ?? true
  }
}
