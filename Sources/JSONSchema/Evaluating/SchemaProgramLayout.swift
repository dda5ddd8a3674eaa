import JSON

/// The parts of a ``SchemaProgram`` while it is laid out.
struct SchemaProgramLayout {
  typealias Instruction = SchemaProgram.Instruction

  private(set) var nodes: [SchemaProgram.Node] = []
  private(set) var instructions: [Instruction] = []
  private(set) var list: [Int32] = []
  private(set) var members: [SchemaProgram.Members] = []
  private(set) var entries: [SchemaProgram.Entry] = []
  private(set) var slots: [Int32] = []
  private(set) var bytes: [UInt8] = []
  private(set) var enumerations: [SchemaNode.Enumeration] = []
  private(set) var numbers: [JSONNumber] = []
  private(set) var patterns: [Pattern] = []
  private(set) var formats: [Format] = []
  private(set) var patterned: [SchemaNode.Members] = []
  private(set) var requirements: [[(key: String, needs: [String])]] = []
  private(set) var dependencies: [[(key: String, schema: SchemaNode.ID)]] = []

  /// Lays out all nodes; false where one needs more than a program.
  mutating func append(_ all: [SchemaNode]) -> Bool {
    for node in all {
      var types = node.constant == false ? [] : node.types
      var checked: SchemaTypes = types.contains(.integer) && !types.contains(.number) ? .number : []
      var starts: [Int32] = []
      var counts: [Int32] = []
      let groups: [(types: SchemaTypes, checks: [SchemaNode.Check])] = [
        (SchemaTypes([.null, .boolean]), node.simpleChecks), (.number, node.numberChecks),
        (.string, node.stringChecks), (.array, node.arrayChecks), (.object, node.objectChecks),
      ]
      for (group, checks) in groups {
        starts.append(Int32(instructions.count))
        var own: [Instruction] = []
        for check in checks {
          guard let rule = KnownOutcome.narrowed(check.rule, for: group, &types, in: all) else {
            continue
          }
          guard let instruction = instruction(rule) else { return false }
          own.append(instruction)
        }
        if !own.isEmpty { checked.formUnion(group) }
        instructions += own
        counts.append(Int32(own.count))
      }
      nodes.append(
        SchemaProgram.Node(
          starts: (starts[0], starts[1], starts[2], starts[3], starts[4]),
          counts: (counts[0], counts[1], counts[2], counts[3], counts[4]),
          types: types, checkedTypes: checked))
    }
    return true
  }

  private mutating func instruction(_ rule: SchemaNode.Rule) -> Instruction? {
    switch rule {
    case .enumeration(let enumeration):
      return Instruction(code: .enumeration, a: Self.add(enumeration, to: &enumerations))
    case .multipleOf(let number):
      return Instruction(code: .multipleOf, a: Self.add(number, to: &numbers))
    case .limit(let limit, let number):
      return Instruction(code: limit.code, a: Self.add(number, to: &numbers))
    case .size(let size, let isMaximum, let limit):
      return Instruction(code: size.code(isMaximum), limit: limit)
    case .pattern(let pattern):
      return Instruction(code: .pattern, a: Self.add(pattern, to: &patterns))
    case .format(let format):
      return Instruction(code: .format, a: Self.add(format, to: &formats))
    case .uniqueItems: return Instruction(code: .uniqueItems)
    case .members(let rule): return Instruction(code: .members, a: add(rule))
    case .dependentRequired(let pairs):
      return Instruction(code: .dependentRequired, a: Self.add(pairs, to: &requirements))
    case .dependentSchemas(let pairs):
      return Instruction(code: .dependentSchemas, a: Self.add(pairs, to: &dependencies))
    case .items(let prefix, let rest):
      return Instruction(
        code: .items, a: add(prefix), b: Int32(prefix.count), c: Int32(rest ?? -1))
    case .contains(let schema, let minimum, let maximum):
      let most = maximum.map { Int32(clamping: $0) } ?? -1
      return Instruction(code: .contains, a: Int32(schema), b: most, limit: minimum)
    default: return applicator(rule)
    }
  }

  private mutating func applicator(_ rule: SchemaNode.Rule) -> Instruction? {
    switch rule {
    case .reference(let target): Instruction(code: .reference, a: Int32(target))
    case .not(let schema): Instruction(code: .not, a: Int32(schema))
    case .propertyNames(let schema): Instruction(code: .propertyNames, a: Int32(schema))
    case .allOf(let schemas):
      Instruction(code: .allOf, a: add(schemas), b: Int32(schemas.count))
    case .anyOf(let schemas):
      Instruction(code: .anyOf, a: add(schemas), b: Int32(schemas.count))
    case .oneOf(let schemas):
      Instruction(code: .oneOf, a: add(schemas), b: Int32(schemas.count))
    case .conditional(let condition, let then, let otherwise):
      Instruction(
        code: .conditional, a: Int32(condition), b: Int32(then ?? -1), c: Int32(otherwise ?? -1))
    default: nil
    }
  }

  private static func add<Element>(_ element: Element, to all: inout [Element]) -> Int32 {
    all.append(element)
    return Int32(all.count - 1)
  }

  private mutating func add(_ schemas: [SchemaNode.ID]) -> Int32 {
    list += schemas.map(Int32.init)
    return Int32(list.count - schemas.count)
  }

  private mutating func add(_ rule: SchemaNode.Members) -> Int32 {
    let firstEntry = entries.count
    for entry in rule.entries {
      entries.append(
        SchemaProgram.Entry(
          nameStart: Int32(bytes.count), nameLength: Int32(entry.name.utf8.count),
          schema: Int32(entry.schema ?? -1), isRequired: entry.isRequired))
      bytes += Array(entry.name.utf8)
    }
    var size = 2
    while size < rule.entries.count * 2 { size *= 2 }
    let firstSlot = slots.count
    slots += [Int32](repeating: -1, count: size)
    for (index, entry) in rule.entries.enumerated() {
      let hash = Array(entry.name.utf8).withUnsafeBufferPointer { SchemaProgram.hash($0) }
      var slot = Int(hash) & (size - 1)
      while slots[firstSlot + slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[firstSlot + slot] = Int32(index)
    }
    let table = SchemaProgram.Members(
      firstEntry: Int32(firstEntry), entryCount: Int32(rule.entries.count),
      firstSlot: Int32(firstSlot), slotMask: Int32(size - 1), requiredCount: rule.requiredCount,
      additional: Int32(rule.additional ?? -1),
      patterns: rule.patterns.isEmpty ? -1 : Self.add(rule, to: &patterned))
    return Self.add(table, to: &members)
  }
}

extension SchemaNode.Limit {
  fileprivate var code: SchemaProgram.Code {
    switch self {
    case .minimum: .minimum
    case .exclusiveMinimum: .exclusiveMinimum
    case .maximum: .maximum
    case .exclusiveMaximum: .exclusiveMaximum
    }
  }
}

extension SchemaNode.Size {
  fileprivate func code(_ isMaximum: Bool) -> SchemaProgram.Code {
    switch self {
    case .scalars: isMaximum ? .maxLength : .minLength
    case .elements: isMaximum ? .maxItems : .minItems
    case .members: isMaximum ? .maxProperties : .minProperties
    }
  }
}
