import JSON
import JSONSchema
import Review

/// What a check of a schema found, for a person.
///
/// Pure.
struct SchemaCheckText {
  let file: String
  let schema: Schema

  /// With a closing newline.
  var text: String {
    let advice = SchemaAdvice.about(schema)
    var lines = ["\(file): a valid schema", ""] + providers
    if !advice.isEmpty {
      lines += ["", "\(Amounts.counted(advice.count, "place")) where a model would have to guess"]
      var table = TextTable([.left, .left])
      for one in advice { table.add(Self.place(one.place), one.question.advice) }
      lines += table.lines
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A row for each provider, and below what is changed for whom.
  private var providers: [String] {
    var table = TextTable([.left, .left], limit: 90)
    var changes: [ConstrainedSchema.Note: [String]] = [:]
    var order: [ConstrainedSchema.Note] = []
    for dialect in Dialect.allCases {
      let constrained = schema.constrained(for: dialect)
      table.add(dialect.rawValue, Self.words(constrained))
      guard constrained.schema != nil else { continue }
      for note in constrained.dropped {
        if changes[note] == nil { order.append(note) }
        changes[note, default: []].append(dialect.rawValue)
      }
    }
    guard !order.isEmpty else { return table.lines }
    var list = TextTable([.left, .left, .left])
    for note in order {
      list.add(
        Self.place(note.place), note.reason.words, (changes[note] ?? []).joined(separator: ", "))
    }
    return table.lines
      + ["", "What providers are not told (every reply is checked against the whole schema)"]
      + list.lines
  }

  private static func words(_ constrained: ConstrainedSchema) -> String {
    if let obstacle = constrained.obstacles.first {
      let place = obstacle.place.isRoot ? "" : " at \(place(obstacle.place))"
      let more = constrained.obstacles.count - 1
      return "by prompt alone: \(obstacle.reason.words)\(place)" + (more > 0 ? ", and \(more) more" : "")
    }
    return constrained.dropped.isEmpty
      ? "takes it as it is" : "takes it with \(Amounts.counted(constrained.dropped.count, "change"))"
  }

  private static func place(_ pointer: JSONPointer) -> String {
    pointer.isRoot ? "(the whole)" : pointer.description
  }
}
