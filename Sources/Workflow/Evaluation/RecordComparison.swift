import JSON

/// One record held against the expected one, value by value.
///
/// Only what the expected record names is looked at; a key that is not there equals null. Rows of
/// arrays are matched in order so that as many values as possible are equal; an expected row without
/// a partner has no equal value, and a row too many counts as one value that is not equal.
struct RecordComparison {
  /// One expected value and what was found in its place.
  struct Value {
    /// In the expected record; of a row too many, in the found one.
    var place: JSONPointer
    var expected: JSONValue
    var found: JSONValue
    var isEqual: Bool

    /// The place without the numbers of rows: `/line_items/*/amount`.
    var field: String {
      place.tokens.isEmpty
        ? "(record)"
        : place.tokens.map { token in
          "/" + (Int(token) != nil ? "*" : JSONPointer([token]).description.dropFirst())
        }.joined()
    }
  }

  private(set) var values: [Value] = []

  init(expected: JSONValue, found: JSONValue) {
    compare(expected, found, at: .root)
  }

  private mutating func compare(
    _ expected: JSONValue, _ found: JSONValue, at place: JSONPointer
  ) {
    switch expected {
    case .object(let members) where !members.isEmpty:
      for (key, value) in members {
        compare(value, found.objectValue?[key] ?? .null, at: place.appending(key))
      }
    case .array(let rows) where !rows.isEmpty:
      compare(rows, found.arrayValue ?? [], at: place)
    case .array:
      add(expected, found, at: place, isEqual: found.isNull || found.arrayValue?.isEmpty ?? false)
    default:
      add(expected, found, at: place, isEqual: ValueComparison.areEqual(expected, found))
    }
  }

  private mutating func compare(
    _ expected: [JSONValue], _ found: [JSONValue], at place: JSONPointer
  ) {
    let partners = RowAlignment.partners(of: expected, in: found)
    for (index, row) in expected.enumerated() {
      let partner = partners[index].map { found[$0] }
      compare(row, partner ?? .null, at: place.appending(index), isThere: partner != nil)
    }
    let taken = Set(partners.compactMap { $0 })
    for index in found.indices where !taken.contains(index) {
      add(.null, found[index], at: place.appending(index), isEqual: false)
    }
  }

  /// Values of a row that is not there are never equal, null ones included.
  private mutating func compare(
    _ expected: JSONValue, _ found: JSONValue, at place: JSONPointer, isThere: Bool
  ) {
    let first = values.count
    compare(expected, found, at: place)
    guard !isThere else { return }
    for index in first..<values.count { values[index].isEqual = false }
  }

  private mutating func add(
    _ expected: JSONValue, _ found: JSONValue, at place: JSONPointer, isEqual: Bool
  ) {
    values.append(Value(place: place, expected: expected, found: found, isEqual: isEqual))
  }
}
