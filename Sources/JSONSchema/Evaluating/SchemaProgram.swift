import JSON

/// A schema laid out for deciding alone: plain numbers in memory of its own, without a reference
/// that would have to be counted while a value is walked.
///
/// There is one only for schemas whose meaning depends on nothing but the value: dynamic references
/// and `unevaluated…` are left to ``Evaluation``.
final class SchemaProgram: @unchecked Sendable {
  // Unchecked because of the pointers: their memory is written in `init` and never again.

  /// A subschema.
  struct Node {
    /// Where its instructions begin: for null and booleans, numbers, strings, arrays and objects.
    let starts: (Int32, Int32, Int32, Int32, Int32)
    let counts: (Int32, Int32, Int32, Int32, Int32)
    /// The types that may fit; none for the schema `false`.
    let types: SchemaTypes
    /// Those of them of which not every value fits.
    let checkedTypes: SchemaTypes
  }

  /// What an instruction does; what `a`, `b`, `c` and `limit` are is said for each.
  enum Code {
    /// `a` is the number of an enumeration.
    case enumeration
    /// `a` is the number of a number.
    case multipleOf, minimum, exclusiveMinimum, maximum, exclusiveMaximum
    /// `limit` is the count.
    case minLength, maxLength, minItems, maxItems, minProperties, maxProperties
    /// `a` is the number of a pattern.
    case pattern
    /// `a` is the number of a format.
    case format
    case uniqueItems
    /// `a` is the number of a table.
    case members
    /// `a` is the number of the first of `b` prefix nodes, `c` the node of the rest or -1.
    case items
    /// `a` is the node, `limit` the least and `b` the most that must match, or -1.
    case contains
    /// `a` is the node.
    case reference, not, propertyNames
    /// `a` is the number of the first of `b` nodes.
    case allOf, anyOf, oneOf
    /// `a` is the condition, `b` and `c` are the nodes of both branches, or -1.
    case conditional
    /// `a` is the number of a dependency.
    case dependentSchemas, dependentRequired
  }

  struct Instruction {
    let code: Code
    var a: Int32 = -1
    var b: Int32 = -1
    var c: Int32 = -1
    var limit = 0
  }

  /// What is said of the members of an object.
  struct Members {
    var (firstEntry, entryCount): (Int32, Int32)
    var (firstSlot, slotMask): (Int32, Int32)
    var requiredCount: Int
    var additional: Int32
    /// The rule with its patterns; -1 where it has none.
    var patterns: Int32
  }

  /// A name, its node or -1, and whether it is required.
  struct Entry {
    let (nameStart, nameLength): (Int32, Int32)
    let schema: Int32
    let isRequired: Bool
  }

  let nodes: UnsafeMutableBufferPointer<Node>
  let instructions: UnsafeMutableBufferPointer<Instruction>
  let list: UnsafeMutableBufferPointer<Int32>
  let members: UnsafeMutableBufferPointer<Members>
  let entries: UnsafeMutableBufferPointer<Entry>
  let slots: UnsafeMutableBufferPointer<Int32>
  let bytes: UnsafeMutableBufferPointer<UInt8>
  let enumerations: [SchemaNode.Enumeration]
  let numbers: [JSONNumber]
  let patterns: [Pattern]
  let formats: [Format]
  let patterned: [SchemaNode.Members]
  let requirements: [[(key: String, needs: [String])]]
  let dependencies: [[(key: String, schema: SchemaNode.ID)]]

  /// Nil for a schema that needs more than a program.
  init?(_ nodes: [SchemaNode]) {
    var layout = SchemaProgramLayout()
    guard layout.append(nodes) else { return nil }
    self.nodes = Self.memory(layout.nodes)
    instructions = Self.memory(layout.instructions)
    list = Self.memory(layout.list)
    members = Self.memory(layout.members)
    entries = Self.memory(layout.entries)
    slots = Self.memory(layout.slots)
    bytes = Self.memory(layout.bytes)
    enumerations = layout.enumerations
    numbers = layout.numbers
    patterns = layout.patterns
    formats = layout.formats
    patterned = layout.patterned
    requirements = layout.requirements
    dependencies = layout.dependencies
  }

  deinit {
    nodes.deallocate()
    instructions.deallocate()
    list.deallocate()
    members.deallocate()
    entries.deallocate()
    slots.deallocate()
    bytes.deallocate()
  }

  private static func memory<Element>(
    _ elements: [Element]
  ) -> UnsafeMutableBufferPointer<Element> {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = memory.initialize(from: elements)
    return memory
  }

  /// A hash of bytes (FNV-1a).
  @inline(__always)
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    var hash: UInt32 = 0x811c_9dc5
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return Int32(truncatingIfNeeded: (hash ^ (hash >> 15)) & 0x7fff_ffff)
  }
}
