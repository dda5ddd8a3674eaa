import Extraction
import JSON

/// One record of what the parts of a document said, and what came from where.
///
/// A scalar is decided by evidence, then agreement: a value that its own part shows comes before one
/// that it does not show, then what more parts say, then what stands first. Two values that are
/// shown are a `conflict`; against one that is shown, one that is not is only noted. Objects are
/// merged member by member, lists put together in the order of the document. Where parts overlap,
/// a row that stands on one line of the document is one row (``RowUnion``), whichever part said it;
/// two equal lines are two rows. Which part a row came from is kept, so that a place in the record
/// leads back to a place in that part's own reply.
struct ChunkMerge {
  /// What one part said.
  struct Part {
    var chunk: Int
    var value: JSONValue
    /// Its part of the text; nil where it is the only one.
    var range: Range<Int>?
    /// What its part of the text shows of its values.
    var evidence: [JSONPointer: Evidence] = [:]
    /// Where its rows stand; nil where no two parts overlap.
    var rows: RowPlaces?
    /// Whether it said all that it had to say.
    var isComplete = true
  }

  /// A place in one part's reply.
  struct Source: Hashable {
    var chunk: Int
    var path: JSONPointer
  }

  /// The record; nil where no part said anything.
  private(set) var value: JSONValue?
  /// Where parts say different things.
  private(set) var conflicts: [Finding] = []
  private let parts: [Part]
  /// Which part each scalar came from.
  private var origins: [JSONPointer: Int] = [:]
  /// The outermost lists: which row is whose.
  private var rows: [JSONPointer: [Source]] = [:]

  /// - Parameter parts: in order of text.
  init(_ parts: [Part]) {
    self.parts = parts
    guard !parts.isEmpty else { return }
    value = merge(Array(parts.indices), at: .root)
  }

  /// The places in the parts' replies that a place of the record came from; none for a place that
  /// no part filled.
  func sources(of path: JSONPointer) -> [Source] {
    for length in 0..<path.tokens.count {
      let list = JSONPointer(Array(path.tokens.prefix(length)))
      guard let rows = rows[list], let row = Int(path.tokens[length]) else { continue }
      guard rows.indices.contains(row) else { return [] }
      let rest = JSONPointer(Array(path.tokens.dropFirst(length + 1)))
      return [Source(chunk: rows[row].chunk, path: rows[row].path.appending(rest))]
    }
    if let chunk = origins[path] { return [Source(chunk: chunk, path: path)] }
    var chunks = Set(origins.filter { $0.key.hasPrefix(path) }.values)
    for (list, rows) in rows where list.hasPrefix(path) { chunks.formUnion(rows.map(\.chunk)) }
    return chunks.sorted().map { Source(chunk: $0, path: path) }
  }

  /// Whether nobody could say what stands at a place that no part filled: a part that did not come
  /// to its end has not said that it holds nothing.
  func isUnasked(_ path: JSONPointer) -> Bool {
    parts.contains { !$0.isComplete && $0.value[path] == nil }
  }

  // MARK: Merging

  /// Merges what some parts say at a place.
  private mutating func merge(_ said: [Int], at path: JSONPointer) -> JSONValue {
    let filled = said.filter { parts[$0].value[path]?.isNull == false }
    guard let first = filled.first, let kind = parts[first].value[path]?.kind else { return .null }
    let alike = filled.filter { parts[$0].value[path]?.kind == kind }
    switch kind {
    case .object:
      if alike.count < filled.count { noteConflict(groups(filled, at: path), at: path) }
      return mergeObjects(alike, at: path)
    case .array:
      if alike.count < filled.count { noteConflict(groups(filled, at: path), at: path) }
      return mergeLists(alike, at: path)
    default:
      let groups = groups(filled, at: path)
      noteConflict(groups, at: path)
      origins[path] = parts[groups[0].parts[0]].chunk
      return groups[0].value
    }
  }

  private mutating func mergeObjects(_ said: [Int], at path: JSONPointer) -> JSONValue {
    var merged = JSONObject()
    for part in said {
      for key in parts[part].value[path]?.objectValue?.keys ?? [] where !merged.contains(key) {
        merged[key] = merge(said, at: path.appending(key))
      }
    }
    return .object(merged)
  }

  private mutating func mergeLists(_ said: [Int], at path: JSONPointer) -> JSONValue {
    let all = said.flatMap { part in
      (parts[part].value[path]?.arrayValue ?? []).indices.map { index in
        let place = parts[part].rows?[path.appending(index)]
        return RowUnion.Row(
          list: part, index: index, line: place?.line,
          rank: place.map { distance(of: $0, from: part) } ?? 0)
      }
    }
    let isOverlapping = said.contains { parts[$0].rows != nil }
    let kept = isOverlapping ? RowUnion.of(all) : all
    rows[path] = kept.map {
      Source(chunk: parts[$0.list].chunk, path: path.appending($0.index))
    }
    return .array(kept.map { parts[$0.list].value[path]?[$0.index] ?? .null })
  }

  /// How far a row is from the nearer end of its part, in bytes: at the ends rows may be cut.
  private func distance(of row: RowPlaces.Place, from part: Int) -> Int {
    guard let range = parts[part].range else { return 0 }
    return min(row.range.lowerBound - range.lowerBound, range.upperBound - row.range.upperBound)
  }

  // MARK: Conflicts

  /// Parts that say the same.
  private struct Group {
    var value: JSONValue
    var parts: [Int]
    var isShown: Bool
  }

  /// What is said at a place: the best first.
  private func groups(_ said: [Int], at path: JSONPointer) -> [Group] {
    var groups: [Group] = []
    for part in said {
      guard let value = parts[part].value[path] else { continue }
      let isShown = parts[part].evidence[path] != nil
      if let same = groups.firstIndex(where: { Self.isSame($0.value, value) }) {
        groups[same].parts.append(part)
        groups[same].isShown = groups[same].isShown || isShown
      } else {
        groups.append(Group(value: value, parts: [part], isShown: isShown))
      }
    }
    // An object is not better than a text: the first kind stands.
    if groups.contains(where: { $0.value.isContainer }) { return groups }
    return groups.enumerated().sorted { left, right in
      (left.element.isShown ? 0 : 1, -left.element.parts.count, left.offset)
        < (right.element.isShown ? 0 : 1, -right.element.parts.count, right.offset)
    }.map(\.element)
  }

  private mutating func noteConflict(_ groups: [Group], at path: JSONPointer) {
    guard groups.count > 1, let best = groups.first else { return }
    let isContested = !best.isShown || groups[1].isShown || groups.contains { $0.value.isContainer }
    let told = groups.map { group in
      let numbers = group.parts.map { "\(parts[$0].chunk + 1)" }.joined(separator: ", ")
      return "\(Self.told(group.value)) in part \(numbers)"
    }
    conflicts.append(
      Finding(
        .conflict, at: path, severity: isContested ? .error : .warning,
        "Parts of the document say different things: \(told.joined(separator: "; ")).",
        value: best.value.isContainer ? nil : best.value))
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
