import JSON

/// One walk over a ``SchemaProgram`` and a value that says whether they fit, and nothing more.
struct Decision {
  typealias Outcome = Evaluation.Outcome
  typealias Value = UnsafePointer<JSONValue>

  let program: SchemaProgram
  private let nodes: UnsafeMutablePointer<SchemaProgram.Node>
  private let instructions: UnsafeMutablePointer<SchemaProgram.Instruction>
  private let room = StackRoom()

  private init?(_ program: SchemaProgram) {
    guard let nodes = program.nodes.baseAddress,
      let instructions = program.instructions.baseAddress
    else { return nil }
    self.program = program
    self.nodes = nodes
    self.instructions = instructions
  }

  /// What becomes of a value.
  static func outcome(of program: SchemaProgram, _ value: JSONValue) -> Outcome {
    guard var decision = Decision(program) else { return .invalid }
    return withUnsafePointer(to: value) { decision.decide(0, $0) }
  }

  // MARK: - One subschema

  @inline(__always)
  mutating func decide(_ identifier: Int32, _ value: Value) -> Outcome {
    let node = nodes + Int(identifier)
    let type = Self.type(of: value)
    guard !node.pointee.types.isDisjoint(with: type) else { return .invalid }
    guard !node.pointee.checkedTypes.isDisjoint(with: type) else { return .valid }
    return check(node, value)
  }

  /// The type of a value, all numbers being one.
  @inline(__always)
  private static func type(of value: Value) -> SchemaTypes {
    switch value.pointee {
    case .null: .null
    case .bool: .boolean
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  private mutating func check(
    _ node: UnsafeMutablePointer<SchemaProgram.Node>, _ value: Value
  ) -> Outcome {
    guard room.isLeft else { return .undecided }
    let (starts, counts) = (node.pointee.starts, node.pointee.counts)
    switch value.pointee {
    case .null, .bool:
      return decide(starts.0, counts.0) { $0.decideAny($1, value) }
    case .number(let number):
      let types = node.pointee.types
      guard types.contains(.number) || number.isInteger else { return .invalid }
      return decide(starts.1, counts.1) { $0.decide($1, value, number: number) }
    case .string(let string):
      return decide(starts.2, counts.2) { $0.decide($1, value, string: string) }
    case .array(let values):
      return decide(starts.3, counts.3) { $0.decide($1, value, array: values) }
    case .object(let members):
      return decide(starts.4, counts.4) { $0.decide($1, value, object: members) }
    }
  }

  @inline(__always)
  private mutating func decide(
    _ start: Int32, _ count: Int32,
    _ body: (inout Decision, UnsafeMutablePointer<SchemaProgram.Instruction>) -> Outcome
  ) -> Outcome {
    var outcome = Outcome.valid
    for index in Int(start)..<Int(start + count) {
      let result = body(&self, instructions + index)
      if result == .invalid { return .invalid }
      if result == .undecided { outcome = .undecided }
    }
    return outcome
  }

  // MARK: - Instructions for every value

  mutating func decideAny(
    _ instruction: UnsafeMutablePointer<SchemaProgram.Instruction>, _ value: Value
  ) -> Outcome {
    let (a, b, c) = (instruction.pointee.a, instruction.pointee.b, instruction.pointee.c)
    switch instruction.pointee.code {
    case .reference: return decide(a, value)
    case .enumeration:
      return program.enumerations[Int(a)].contains(value.pointee) ? .valid : .invalid
    case .allOf: return all(a, b, value)
    case .anyOf: return any(a, b, value)
    case .oneOf: return one(a, b, value)
    case .not:
      switch decide(a, value) {
      case .valid: return .invalid
      case .invalid: return .valid
      case .undecided: return .undecided
      }
    case .conditional:
      guard b >= 0 || c >= 0 else { return .valid }
      switch decide(a, value) {
      case .valid: return b < 0 ? .valid : decide(b, value)
      case .invalid: return c < 0 ? .valid : decide(c, value)
      case .undecided: return .undecided
      }
    default: return .valid
    }
  }

  private mutating func all(_ first: Int32, _ count: Int32, _ value: Value) -> Outcome {
    var outcome = Outcome.valid
    for index in Int(first)..<Int(first + count) {
      outcome = max(outcome, decide(program.list[index], value))
      if outcome == .invalid { break }
    }
    return outcome
  }

  private mutating func any(_ first: Int32, _ count: Int32, _ value: Value) -> Outcome {
    var best = Outcome.invalid
    for index in Int(first)..<Int(first + count) {
      best = min(best, decide(program.list[index], value))
      if best == .valid { break }
    }
    return best
  }

  private mutating func one(_ first: Int32, _ count: Int32, _ value: Value) -> Outcome {
    var (matches, isOpen) = (0, false)
    for index in Int(first)..<Int(first + count) {
      switch decide(program.list[index], value) {
      case .valid:
        matches += 1
        if matches > 1 { return .invalid }
      case .undecided: isOpen = true
      case .invalid: break
      }
    }
    return isOpen ? .undecided : matches == 1 ? .valid : .invalid
  }

  // MARK: - Numbers and strings

  private mutating func decide(
    _ instruction: UnsafeMutablePointer<SchemaProgram.Instruction>, _ value: Value,
    number: JSONNumber
  ) -> Outcome {
    let isFit: Bool
    switch instruction.pointee.code {
    case .multipleOf: isFit = number.isMultiple(of: self.number(instruction))
    case .minimum: isFit = number >= self.number(instruction)
    case .exclusiveMinimum: isFit = number > self.number(instruction)
    case .maximum: isFit = number <= self.number(instruction)
    case .exclusiveMaximum: isFit = number < self.number(instruction)
    default: return decideAny(instruction, value)
    }
    return isFit ? .valid : .invalid
  }

  private func number(
    _ instruction: UnsafeMutablePointer<SchemaProgram.Instruction>
  ) -> JSONNumber {
    program.numbers[Int(instruction.pointee.a)]
  }

  private mutating func decide(
    _ instruction: UnsafeMutablePointer<SchemaProgram.Instruction>, _ value: Value,
    string: String
  ) -> Outcome {
    let limit = instruction.pointee.limit
    switch instruction.pointee.code {
    case .minLength:
      let bytes = string.utf8.count
      return (bytes + 3) / 4 >= limit || string.unicodeScalars.count >= limit ? .valid : .invalid
    case .maxLength:
      return string.utf8.count <= limit || string.unicodeScalars.count <= limit
        ? .valid : .invalid
    case .pattern:
      switch program.patterns[Int(instruction.pointee.a)].search(string) {
      case .match: return .valid
      case .noMatch: return .invalid
      case .undecided: return .undecided
      }
    case .format:
      return program.formats[Int(instruction.pointee.a)].matches(string) ? .valid : .invalid
    default: return decideAny(instruction, value)
    }
  }
}
