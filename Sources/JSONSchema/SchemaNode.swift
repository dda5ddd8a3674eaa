import JSON

/// One compiled subschema.
final class SchemaNode: Sendable {
  /// The number of a node in its schema.
  typealias ID = Int

  /// One keyword, or one group of keywords that work together, ready to be applied.
  struct Check: Sendable {
    /// The keyword that is named in errors.
    let keyword: String
    let rule: Rule
  }

  /// Where it stands in the document.
  let location: JSONPointer
  /// The subschema as written.
  let source: JSONValue
  /// What a boolean schema says; nil for an object.
  let constant: Bool?
  /// The checks, in a fixed order of keywords.
  let checks: [Check]

  init(location: JSONPointer, source: JSONValue, constant: Bool?, checks: [Check]) {
    self.location = location
    self.source = source
    self.constant = constant
    self.checks = checks
  }

  /// What a check does.
  enum Rule: Sendable {
    case types(SchemaTypes)
    case enumeration([JSONValue], Set<JSONValue>)
    case multipleOf(JSONNumber)
    case limit(Limit, JSONNumber)
    case size(Size, isMaximum: Bool, Int)
    case pattern(Pattern)
    case format(Format)
    case uniqueItems
    case required([String])
    case dependentRequired([(key: String, needs: [String])])
    case properties(Properties)
    case propertyNames(ID)
    case items(prefix: [ID], rest: ID?)
    case contains(ID, minimum: Int, maximum: Int?)
    case reference(ID)
    case allOf([ID])
    case anyOf([ID])
    case oneOf([ID])
    case not(ID)
    case conditional(ID, then: ID?, otherwise: ID?)
    case dependentSchemas([(key: String, schema: ID)])
  }

  /// The four bounds of a number.
  enum Limit: Sendable {
    case minimum, exclusiveMinimum, maximum, exclusiveMaximum
  }

  /// What is counted: Unicode scalars, elements or members.
  enum Size: Sendable {
    case scalars, elements, members
  }

  /// `properties`, `patternProperties` and `additionalProperties`, which only work together.
  final class Properties: Sendable {
    let named: [JSONKey: ID]
    let patterns: [(pattern: Pattern, schema: ID)]
    let additional: ID?

    init(
      named: [JSONKey: ID], patterns: [(pattern: Pattern, schema: ID)], additional: ID?
    ) {
      self.named = named
      self.patterns = patterns
      self.additional = additional
    }
  }

  /// The schemas that apply to the same value as this one.
  var inPlace: [ID] {
    checks.flatMap { check -> [ID] in
      switch check.rule {
      case .reference(let id), .not(let id): [id]
      case .allOf(let ids), .anyOf(let ids), .oneOf(let ids): ids
      case .conditional(let condition, let then, let otherwise):
        [condition] + [then, otherwise].compactMap { $0 }
      case .dependentSchemas(let pairs): pairs.map(\.schema)
      default: []
      }
    }
  }
}
