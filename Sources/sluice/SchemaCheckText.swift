import JSON
import JSONSchema
import Review

/// What a check of a schema found, for a person.
///
/// Pure.
struct SchemaCheckText {
  let file: String
  let schema: Schema
  /// Columns of a line.
  let width: Int

  /// Places below one heading; of more the number is told.
  private static let shown = 12

  /// With a closing newline.
  var text: String {
    ([["\(file): a valid schema"], providers, changes, advice].filter { !$0.isEmpty })
      .map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  // MARK: - Providers

  private var providers: [String] {
    var table = TextTable([.left, .left], limit: width)
    for dialect in Dialect.allCases {
      table.add(dialect.rawValue, Self.words(schema.constrained(for: dialect)))
    }
    return ["Constrained output"] + table.lines
  }

  private static func words(_ constrained: ConstrainedSchema) -> String {
    if let obstacle = constrained.obstacles.first {
      let place = obstacle.place.isRoot ? "" : " (\(obstacle.place))"
      let more = constrained.obstacles.count - 1
      return "by prompt alone: \(obstacle.reason.words)\(place)"
        + (more > 0 ? ", and \(more) more" : "")
    }
    return constrained.dropped.isEmpty
      ? "takes all of it"
      : "takes all but \(Amounts.counted(constrained.dropped.count, "keyword"))"
  }

  /// What is changed, below a heading for each reason and those whom it is for.
  private var changes: [String] {
    var dialects: [ConstrainedSchema.Note: [String]] = [:]
    var notes: [ConstrainedSchema.Note] = []
    for dialect in Dialect.allCases {
      let constrained = schema.constrained(for: dialect)
      for note in constrained.dropped where constrained.schema != nil {
        if dialects[note] == nil { notes.append(note) }
        dialects[note, default: []].append(dialect.rawValue)
      }
    }
    guard !notes.isEmpty else { return [] }
    let groups = notes.map { note in
      let names = (dialects[note] ?? []).joined(separator: ", ")
      return ("\(names): \(note.reason.words)", note.place)
    }
    return ["What they are not told; every reply is checked against the whole schema"]
      + sections(groups)
  }

  // MARK: - Questions

  private var advice: [String] {
    let advice = SchemaAdvice.about(schema)
    guard !advice.isEmpty else { return [] }
    let order = SchemaAdvice.Question.allCases
    let sorted = order.flatMap { question in advice.filter { $0.question == question } }
    return ["Where a model would have to guess"]
      + sections(sorted.map { ($0.question.advice, $0.place) })
  }

  /// Places below their headings, in the order in which the headings first come.
  private func sections(_ groups: [(heading: String, place: JSONPointer)]) -> [String] {
    var headings: [String] = []
    for group in groups where !headings.contains(group.heading) { headings.append(group.heading) }
    return headings.flatMap { heading -> [String] in
      let places = groups.filter { $0.heading == heading }.map(\.place)
      var table = TextTable([.left], limit: width - 4)
      for place in places.prefix(Self.shown) {
        table.add(place.isRoot ? "the schema itself" : place.description)
      }
      let rest = places.count - Self.shown
      if rest > 0 { table.add("and \(rest) more") }
      return ["  \(heading)"] + table.lines.map { "  " + $0 }
    }
  }
}
