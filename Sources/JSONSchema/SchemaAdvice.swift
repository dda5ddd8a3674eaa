package import JSON

/// What in a schema leaves a model to guess, found without a model.
///
/// Each rule is a question that a careful person would ask when given the schema as a form to fill
/// in. None is an error.
package struct SchemaAdvice: Sendable, Hashable {
  /// One question.
  package enum Question: Sendable, Hashable, CaseIterable {
    /// A property without a description.
    case noDescription
    /// A string whose name or description speaks of a date or time, without a format.
    case freeDate
    /// A number of something that has a unit, and nothing says which.
    case noUnit
    /// Values of `enum` that no description explains.
    case unexplainedValues
    /// A property that must be there and cannot be null.
    case noWayToSayNothing
    /// A place for values of any type.
    case anyType
    /// An object without named properties, or an array without `items`.
    case anyContent
    /// A keyword that is none, probably misspelt.
    case unknownKeyword
    /// A `format` that is never checked.
    case unknownFormat

    /// What to do about it, in one sentence.
    package var advice: String {
      switch self {
      case .noDescription: "no description: the model knows its name alone"
      case .freeDate: "a date or time as free text: add a format, such as date"
      case .noUnit: "a number without a unit: say which currency or unit in the description"
      case .unexplainedValues: "values without a meaning: explain them in the description"
      case .noWayToSayNothing:
        "required and never null: where the document says nothing, the model must invent"
      case .anyType: "no type: anything fits"
      case .anyContent: "nothing is said of what is in it"
      case .unknownKeyword: "no keyword of JSON Schema, so it checks nothing"
      case .unknownFormat: "no format of JSON Schema, so it is never checked"
      }
    }
  }

  /// The place in the schema.
  package let place: JSONPointer
  /// What is asked.
  package let question: Question

  /// All questions, in the order of the schema.
  package static func about(_ schema: Schema) -> [SchemaAdvice] {
    var reader = SchemaReader(schema)
    reader.read()
    return reader.advice
  }
}

/// One walk over the parts of a schema that a value can reach.
private struct SchemaReader {
  private let schema: Schema
  private(set) var advice: [SchemaAdvice] = []
  private var seen: Set<SchemaNode.ID> = []

  init(_ schema: Schema) {
    self.schema = schema
  }

  mutating func read() {
    read(0)
  }

  private mutating func ask(_ question: SchemaAdvice.Question, _ place: JSONPointer) {
    advice.append(SchemaAdvice(place: place, question: question))
  }

  private mutating func read(_ identifier: SchemaNode.ID) {
    guard seen.insert(identifier).inserted, let source = schema.nodes[identifier].source.objectValue
    else { return }
    let node = schema.nodes[identifier]
    readKeywords(source, of: node)
    for check in node.checks {
      switch check.rule {
      case .members(let members): read(members, of: node)
      case .items(let prefix, let rest): read(all: prefix + [rest].compactMap(\.self))
      case .reference(let target): read(target)
      case .allOf(let parts), .anyOf(let parts), .oneOf(let parts): read(all: parts)
      case .conditional(_, let then, let otherwise):
        read(all: [then, otherwise].compactMap(\.self))
      default: continue
      }
    }
  }

  private mutating func read(all identifiers: [SchemaNode.ID]) {
    for identifier in identifiers { read(identifier) }
  }

  private mutating func readKeywords(_ source: JSONObject, of node: SchemaNode) {
    let keywords = schema.graph.resources[node.resource].keywords
    for keyword in source.keys where !keywords.knows(keyword) && !keyword.hasPrefix("x-") {
      ask(.unknownKeyword, node.location.appending(keyword))
    }
    if let format = source["format"]?.stringValue, Format(rawValue: format) == nil {
      ask(.unknownFormat, node.location.appending("format"))
    }
  }

  private mutating func read(_ members: SchemaNode.Members, of node: SchemaNode) {
    let names = members.entries.filter { $0.schema != nil }.map(\.name)
    for entry in members.entries {
      guard let child = entry.schema else { continue }
      let place = node.location.appending("properties").appending(entry.name)
      let property = PropertyReading(
        name: entry.name, node: child, siblings: names, isRequired: entry.isRequired,
        of: schema)
      for question in property.questions { ask(question, place) }
      read(child)
    }
    for (_, _, child) in members.patterns { read(child) }
    if let additional = members.additional { read(additional) }
  }
}
