package import JSON

/// How far the standing outcomes of a pipeline are what they should be.
///
/// No model is asked: records are held against expected ones, accepted and dead-lettered apart,
/// because the first are what others trust and the second what a person still looks at. Pure.
package struct Evaluation: Sendable, Equatable {
  /// Counts of values.
  package struct Score: Sendable, Equatable {
    /// Documents that it occurs in.
    package var documents = 0
    package var values = 0
    package var equal = 0
  }

  /// One value that is not as expected.
  package struct Difference: Sendable, Equatable {
    package var path: String
    /// In the expected record; of a row too many, in the found one.
    package var place: JSONPointer
    package var expected: JSONValue
    package var found: JSONValue
  }

  /// Documents of one outcome.
  package struct Group: Sendable, Equatable {
    package var total = Score()
    /// By field, in order of appearance; rows of an array are one field.
    package var fields: [(name: String, score: Score)] = []
    package var differences: [Difference] = []

    package static func == (left: Group, right: Group) -> Bool {
      left.total == right.total && left.differences == right.differences
        && left.fields.elementsEqual(right.fields) { $0.name == $1.name && $0.score == $1.score }
    }

    /// Holds one document's record against the expected one.
    package mutating func add(_ path: String, expected: JSONValue, found: JSONValue) {
      let values = RecordComparison(expected: expected, found: found).values
      total.documents += 1
      var seen: Set<String> = []
      for value in values {
        let index = fields.firstIndex { $0.name == value.field } ?? fields.count
        if index == fields.count { fields.append((value.field, Score())) }
        if seen.insert(value.field).inserted { fields[index].score.documents += 1 }
        fields[index].score.values += 1
        total.values += 1
        if value.isEqual {
          fields[index].score.equal += 1
          total.equal += 1
        } else {
          differences.append(
            Difference(
              path: path, place: value.place, expected: value.expected, found: value.found))
        }
      }
    }
  }

  package var accepted = Group()
  package var deadLettered = Group()
  /// Documents that no expected record belongs to.
  package var unexpected: [String] = []
  /// Expected records of which no document stands.
  package var unmet: [String] = []

  package init() {}

  /// `{"accepted":{…},"dead_lettered":{…},"without_expected":[…],"without_document":[…]}`.
  package var json: JSONValue {
    [
      "accepted": Self.json(accepted), "dead_lettered": Self.json(deadLettered),
      "without_expected": JSONValue(unexpected), "without_document": JSONValue(unmet),
    ]
  }

  private static func json(_ group: Group) -> JSONValue {
    var object = json(group.total)
    object["fields"] = .object(
      JSONObject(group.fields.map { ($0.name, .object(json($0.score))) }))
    object["differences"] = .array(
      group.differences.map {
        [
          "path": .string($0.path), "place": .string($0.place.description),
          "expected": $0.expected, "found": $0.found,
        ]
      })
    return .object(object)
  }

  private static func json(_ score: Score) -> JSONObject {
    let share = (Double(score.equal) * 10_000 / Double(score.values)).rounded() / 10_000
    return [
      "documents": JSONValue(score.documents), "values": JSONValue(score.values),
      "equal": JSONValue(score.equal),
      "share": score.values == 0 ? .null : JSONValue(share),
    ]
  }
}
