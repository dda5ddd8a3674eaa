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

  /// Where it stands.
  let place: SchemaPlace
  /// The resource that it belongs to.
  let resource: SchemaResource.ID
  /// The subschema as written.
  let source: JSONValue
  /// What a boolean schema says; nil for an object.
  let constant: Bool?
  /// What `type` allows.
  let types: SchemaTypes
  /// The checks, in a fixed order of keywords; `type` is none of them.
  let checks: [Check]
  /// Those of them that concern null and booleans, numbers, strings, arrays and objects.
  let (simpleChecks, numberChecks, stringChecks, arrayChecks, objectChecks):
    ([Check], [Check], [Check], [Check], [Check])
  /// Whether it looks at what the others have looked at: `unevaluatedItems` and its sibling.
  let isUnevaluating: Bool

  init(
    place: SchemaPlace, resource: SchemaResource.ID, source: JSONValue, constant: Bool?,
    types: SchemaTypes, checks: [Check]
  ) {
    self.place = place
    self.resource = resource
    self.source = source
    self.constant = constant
    self.types = types
    self.checks = checks
    func concerning(_ types: SchemaTypes) -> [Check] {
      checks.filter { !$0.rule.concerns.isDisjoint(with: types) }
    }
    simpleChecks = concerning([.null, .boolean])
    numberChecks = concerning(.number)
    stringChecks = concerning(.string)
    arrayChecks = concerning(.array)
    objectChecks = concerning(.object)
    isUnevaluating = checks.contains { check in
      switch check.rule {
      case .unevaluatedItems, .unevaluatedProperties: true
      default: false
      }
    }
  }

  /// Where it stands in its document.
  var location: JSONPointer { place.pointer }
}

extension SchemaNode {
  /// What a check does.
  enum Rule: Sendable {
    case enumeration(Enumeration)
    case multipleOf(JSONNumber)
    case limit(Limit, JSONNumber)
    case size(Size, isMaximum: Bool, Int)
    case pattern(Pattern)
    case format(Format)
    case uniqueItems
    case dependentRequired([(key: String, needs: [String])])
    case members(Members)
    case propertyNames(ID)
    case items(prefix: [ID], rest: ID?)
    case contains(ID, minimum: Int, maximum: Int?)
    case reference(ID)
    /// A `$dynamicRef`: the target where nothing around has the anchor, and the anchor's number.
    case dynamicReference(ID, anchor: Int)
    case allOf([ID])
    case anyOf([ID])
    case oneOf([ID])
    case not(ID)
    case conditional(ID, then: ID?, otherwise: ID?)
    case dependentSchemas([(key: String, schema: ID)])
    case unevaluatedItems(ID)
    case unevaluatedProperties(ID)

    /// The types of value that the check can fail.
    var concerns: SchemaTypes {
      switch self {
      case .multipleOf, .limit: .number
      case .size(.scalars, _, _), .pattern, .format: .string
      case .size(.elements, _, _), .uniqueItems, .items, .contains, .unevaluatedItems: .array
      case .size(.members, _, _), .dependentRequired, .members, .propertyNames,
        .dependentSchemas, .unevaluatedProperties:
        .object
      case .enumeration, .reference, .dynamicReference, .allOf, .anyOf, .oneOf, .not,
        .conditional:
        .all
      }
    }
  }

  /// The four bounds of a number.
  enum Limit: Sendable {
    case minimum, exclusiveMinimum, maximum, exclusiveMaximum
  }

  /// What is counted: Unicode scalars, elements or members.
  enum Size: Sendable {
    case scalars, elements, members
  }

  /// The values of `enum` or `const`.
  final class Enumeration: Sendable {
    let values: [JSONValue]
    private let strings: NameTable
    private let others: Set<JSONValue>

    init(_ values: [JSONValue]) {
      self.values = values
      strings = NameTable(values.compactMap(\.stringValue))
      others = Set(values.filter { $0.stringValue == nil })
    }

    func contains(_ value: JSONValue) -> Bool {
      if case .string(let string) = value { return strings.index(of: string) != nil }
      return others.contains(value)
    }
  }

  /// `required`, `properties`, `patternProperties` and `additionalProperties`, which are checked in
  /// one walk over an object.
  final class Members: Sendable {
    /// A name that `properties` or `required` speaks of.
    struct Entry: Sendable {
      let name: String
      let schema: ID?
      let isRequired: Bool
    }

    let entries: [Entry]
    let names: NameTable
    let required: [String]
    /// How many different names are required.
    let requiredCount: Int
    let patterns: [(source: String, pattern: Pattern, schema: ID)]
    let additional: ID?
    /// Whether there is anything to do but to look for what is required.
    let hasSchemas: Bool

    init(
      named: [(key: String, schema: ID)], required: [String],
      patterns: [(source: String, pattern: Pattern, schema: ID)], additional: ID?
    ) {
      let needed = Set(required.map(JSONKey.init))
      var entries = named.map {
        Entry(name: $0.key, schema: $0.schema, isRequired: needed.contains(JSONKey($0.key)))
      }
      var seen = Set(named.map { JSONKey($0.key) })
      for name in required where seen.insert(JSONKey(name)).inserted {
        entries.append(Entry(name: name, schema: nil, isRequired: true))
      }
      self.entries = entries
      names = NameTable(entries.map(\.name))
      self.required = required
      requiredCount = needed.count
      self.patterns = patterns
      self.additional = additional
      hasSchemas = !named.isEmpty || !patterns.isEmpty || additional != nil
    }

    /// The schema of a name in `properties`.
    func schema(of name: String) -> ID? {
      names.index(of: name).flatMap { entries[$0].schema }
    }
  }

  /// The schemas that apply to the same value as this one, whatever else is around it.
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
