import Extraction
import JSON

/// One record of what the parts of a document said, and what came from where.
///
/// Of a scalar the first value that is not null stands; a later one that differs is a `conflict`.
/// Lists are concatenated, objects merged member by member. Which part a row came from is kept, so
/// that a place in the record leads back to a place in that part's own reply.
struct ChunkMerge {
  /// What one part said.
  struct Part {
    var chunk: Int
    var value: JSONValue
  }

  /// A place in one part's reply.
  struct Source: Hashable {
    var chunk: Int
    var path: JSONPointer
  }

  /// The rows that one part added to a list.
  private struct Segment {
    var chunk: Int
    var count: Int
  }

  /// The record; nil where no part said anything.
  private(set) var value: JSONValue?
  /// Where parts say different things.
  private(set) var conflicts: [Finding] = []
  /// Which part each scalar came from.
  private var origins: [JSONPointer: Int] = [:]
  /// The outermost lists: whose rows come in which order.
  private var segments: [JSONPointer: [Segment]] = [:]

  init(_ parts: [Part]) {
    guard !parts.isEmpty else { return }
    value = merge(parts, at: .root)
  }

  /// The places in the parts' replies that a place of the record came from; none for a place that
  /// no part filled.
  func sources(of path: JSONPointer) -> [Source] {
    for length in 0..<path.tokens.count {
      let list = JSONPointer(Array(path.tokens.prefix(length)))
      guard let segments = segments[list], var row = Int(path.tokens[length]) else { continue }
      for segment in segments {
        if row < segment.count {
          let rest = JSONPointer(Array(path.tokens.dropFirst(length + 1)))
          return [Source(chunk: segment.chunk, path: list.appending(row).appending(rest))]
        }
        row -= segment.count
      }
      return []
    }
    if let chunk = origins[path] { return [Source(chunk: chunk, path: path)] }
    var chunks = Set(origins.filter { $0.key.hasPrefix(path) }.values)
    for (list, segments) in segments where list.hasPrefix(path) {
      chunks.formUnion(segments.filter { $0.count > 0 }.map(\.chunk))
    }
    return chunks.sorted().map { Source(chunk: $0, path: path) }
  }

  // MARK: Merging

  private mutating func merge(_ parts: [Part], at path: JSONPointer) -> JSONValue {
    let filled = parts.filter { !$0.value.isNull }
    guard let first = filled.first else { return .null }
    let alike = filled.filter { $0.value.kind == first.value.kind }
    if alike.count < filled.count || !first.value.isContainer { noteConflict(filled, at: path) }
    switch first.value {
    case .object: return mergeObjects(alike, at: path)
    case .array:
      let lists = alike.map { $0.value.arrayValue ?? [] }
      segments[path] = zip(alike, lists).map { Segment(chunk: $0.chunk, count: $1.count) }
      return .array(lists.flatMap { $0 })
    default:
      origins[path] = first.chunk
      return first.value
    }
  }

  private mutating func mergeObjects(_ parts: [Part], at path: JSONPointer) -> JSONValue {
    var merged = JSONObject()
    for part in parts {
      for key in part.value.objectValue?.keys ?? [] where !merged.contains(key) {
        let members = parts.compactMap { part in
          part.value[key].map { Part(chunk: part.chunk, value: $0) }
        }
        merged[key] = merge(members, at: path.appending(key))
      }
    }
    return .object(merged)
  }

  private mutating func noteConflict(_ parts: [Part], at path: JSONPointer) {
    var different: [Part] = []
    for part in parts where !different.contains(where: { Self.isSame($0.value, part.value) }) {
      different.append(part)
    }
    guard different.count > 1 else { return }
    let told = different.map { "\(Self.told($0.value)) in part \($0.chunk + 1)" }
      .joined(separator: ", ")
    conflicts.append(
      Finding(
        .conflict, at: path, "Parts of the document say different things: \(told).",
        value: parts[0].value.isContainer ? nil : parts[0].value))
  }

  private static func told(_ value: JSONValue) -> String {
    value.isContainer ? "an \(value.kind.rawValue)" : value.text(.compact)
  }

  /// Whether two values say the same, but for case, spacing and the writing of a number; two
  /// objects or two lists are merged, not compared.
  private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    if left == right || left.isContainer && left.kind == right.kind { return true }
    switch (left, right) {
    case (.string(let left), .string(let right)): return folded(left) == folded(right)
    case (.string(let text), .number(let number)), (.number(let number), .string(let text)):
      return NumberKey.readings(of: text).contains(NumberKey(number))
    default: return false
    }
  }

  private static func folded(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    let tokens = TokenColumns(bytes)
    return (0..<tokens.count).map { tokens.folded($0, bytes) }
  }
}
