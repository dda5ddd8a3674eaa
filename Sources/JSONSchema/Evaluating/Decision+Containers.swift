import Glibc
import JSON

// Instructions for arrays and objects.
extension Decision {
  // MARK: - Arrays

  mutating func decide(
    _ instruction: UnsafeMutablePointer<SchemaProgram.Instruction>, _ value: Value,
    array values: [JSONValue]
  ) -> Outcome {
    let limit = instruction.pointee.limit
    switch instruction.pointee.code {
    case .items: return items(instruction, values)
    case .minItems: return values.count >= limit ? .valid : .invalid
    case .maxItems: return values.count <= limit ? .valid : .invalid
    case .uniqueItems:
      return values.count < 2 || Set(values).count == values.count ? .valid : .invalid
    case .contains: return contains(instruction, values)
    default: return decideAny(instruction, value)
    }
  }

  private mutating func items(
    _ instruction: UnsafeMutablePointer<SchemaProgram.Instruction>, _ values: [JSONValue]
  ) -> Outcome {
    let (first, prefix) = (Int(instruction.pointee.a), Int(instruction.pointee.b))
    let rest = instruction.pointee.c
    return values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return .valid }
      var outcome = Outcome.valid
      for index in 0..<(rest < 0 ? min(prefix, values.count) : values.count) {
        let schema = index < prefix ? program.list[first + index] : rest
        outcome = max(outcome, decide(schema, base + index))
        if outcome == .invalid { break }
      }
      return outcome
    }
  }

  private mutating func contains(
    _ instruction: UnsafeMutablePointer<SchemaProgram.Instruction>, _ values: [JSONValue]
  ) -> Outcome {
    let (least, most) = (instruction.pointee.limit, Int(instruction.pointee.b))
    var (matches, open) = (0, 0)
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for index in values.indices {
        switch decide(instruction.pointee.a, base + index) {
        case .valid: matches += 1
        case .undecided: open += 1
        case .invalid: break
        }
      }
    }
    if matches + open < least || most >= 0 && matches > most { return .invalid }
    return matches < least || most >= 0 && matches + open > most ? .undecided : .valid
  }

  // MARK: - Objects

  mutating func decide(
    _ instruction: UnsafeMutablePointer<SchemaProgram.Instruction>, _ value: Value,
    object: JSONObject
  ) -> Outcome {
    let limit = instruction.pointee.limit
    switch instruction.pointee.code {
    case .members: return members(program.members[Int(instruction.pointee.a)], object)
    case .minProperties: return object.count >= limit ? .valid : .invalid
    case .maxProperties: return object.count <= limit ? .valid : .invalid
    case .dependentRequired:
      let fits = program.requirements[Int(instruction.pointee.a)].allSatisfy { pair in
        !object.contains(pair.key) || pair.needs.allSatisfy { object.contains($0) }
      }
      return fits ? .valid : .invalid
    case .dependentSchemas:
      var outcome = Outcome.valid
      for pair in program.dependencies[Int(instruction.pointee.a)] where object.contains(pair.key) {
        outcome = max(outcome, decide(Int32(pair.schema), value))
      }
      return outcome
    case .propertyNames:
      var outcome = Outcome.valid
      for key in object.keys {
        let name = JSONValue.string(key)
        outcome = max(
          outcome, withUnsafePointer(to: name) { decide(instruction.pointee.a, $0) })
      }
      return outcome
    default: return decideAny(instruction, value)
    }
  }

  private static let valueOffset = MemoryLayout<JSONObject.Member>.offset(of: \.value) ?? 0

  private mutating func members(_ table: SchemaProgram.Members, _ object: JSONObject) -> Outcome {
    guard object.count >= table.requiredCount else { return .invalid }
    let valueOffset = Self.valueOffset
    return object.members.withUnsafeBufferPointer { members in
      guard let base = members.baseAddress else { return .valid }
      var (outcome, found, guess) = (Outcome.valid, 0, Int32(0))
      for index in 0..<members.count {
        let value = (UnsafeRawPointer(base + index) + valueOffset)
          .assumingMemoryBound(to: JSONValue.self)
        var schema = Int32(-1)
        let entry = self.entry(of: base[index].key, in: table, guess: guess)
        if entry >= 0 {
          let entry = program.entries[Int(table.firstEntry + entry)]
          schema = entry.schema
          if entry.isRequired { found += 1 }
        }
        guess = entry + 1
        if schema >= 0 { outcome = max(outcome, decide(schema, value)) }
        if table.patterns >= 0 {
          outcome = max(outcome, byPattern(table, base[index].key, value, isCovered: schema >= 0))
        } else if schema < 0, table.additional >= 0 {
          outcome = max(outcome, decide(table.additional, value))
        }
        if outcome == .invalid { return .invalid }
      }
      // The names of an object are all different: as many as are required are those required.
      return found == table.requiredCount ? outcome : .invalid
    }
  }

  /// The index of a name among the entries of a table; -1 where it is none of them.
  @inline(__always)
  private func entry(
    of name: String, in table: SchemaProgram.Members, guess: Int32
  ) -> Int32 {
    let fast = name.utf8.withContiguousStorageIfAvailable { bytes in
      entry(of: bytes, in: table, guess: guess)
    }
    if let fast { return fast }
    return Array(name.utf8).withUnsafeBufferPointer { entry(of: $0, in: table, guess: guess) }
  }

  @inline(__always)
  private func entry(
    of name: UnsafeBufferPointer<UInt8>, in table: SchemaProgram.Members, guess: Int32
  ) -> Int32 {
    if guess < table.entryCount, isSame(name, table.firstEntry + guess) { return guess }
    guard table.entryCount > 0 else { return -1 }
    var slot = SchemaProgram.hash(name) & table.slotMask
    while true {
      let index = program.slots[Int(table.firstSlot + slot)]
      if index < 0 || isSame(name, table.firstEntry + index) { return index }
      slot = (slot + 1) & table.slotMask
    }
  }

  @inline(__always)
  private func isSame(_ name: UnsafeBufferPointer<UInt8>, _ entry: Int32) -> Bool {
    let entry = program.entries[Int(entry)]
    guard name.count == Int(entry.nameLength) else { return false }
    guard let own = name.baseAddress, let known = program.bytes.baseAddress else { return true }
    return memcmp(own, known + Int(entry.nameStart), name.count) == 0
  }

  private mutating func byPattern(
    _ table: SchemaProgram.Members, _ key: String, _ value: Value, isCovered: Bool
  ) -> Outcome {
    var (outcome, isCovered) = (Outcome.valid, isCovered)
    for (_, pattern, schema) in program.patterned[Int(table.patterns)].patterns {
      switch pattern.search(key) {
      case .noMatch: continue
      case .match: outcome = max(outcome, decide(Int32(schema), value))
      case .undecided: outcome = max(outcome, .undecided)
      }
      isCovered = true
    }
    if !isCovered, table.additional >= 0 { return decide(table.additional, value) }
    return outcome
  }
}
