import Yams

/// A value of a pipeline file with the line it stands on.
package struct Located<Value: Sendable>: Sendable {
  package var value: Value
  /// Counted from 1.
  package var line: Int

  /// The value made into another; nil stays nil.
  func map<Other: Sendable>(_ transform: (Value) -> Other?) -> Located<Other>? {
    transform(value).map { Located<Other>(value: $0, line: line) }
  }
}

/// Reads one mapping of a YAML file, strictly: what is not known is an error with its line.
struct YAMLFields {
  /// The file, as the user named it.
  let file: String
  /// Such as `models.fast`; empty at the top.
  let place: String
  /// The line of the mapping, counted from 1.
  let line: Int
  private let mapping: Node.Mapping

  /// - Parameters:
  ///   - known: the keys that mean something here.
  ///   - planned: keys that are documented and not built yet: refused, never ignored.
  init(
    _ node: Node, file: String, place: String, known: [String], planned: [String] = []
  ) throws(ConfigurationError) {
    self.file = file
    self.place = place
    line = node.mark?.line ?? 1
    guard case .mapping(let mapping) = node else {
      throw ConfigurationError(
        file: file, line: line, "\(place.isEmpty ? "the file" : "`\(place)`") must be a mapping",
        advice: "Write `key: value` lines, indented by two spaces.")
    }
    self.mapping = mapping
    try refuseUnknown(known: known, planned: planned)
  }

  private func refuseUnknown(known: [String], planned: [String]) throws(ConfigurationError) {
    for (keyNode, _) in mapping {
      let line = keyNode.mark?.line ?? line
      let key = keyNode.scalar?.string ?? ""
      if known.contains(key) { continue }
      if planned.contains(key) {
        throw ConfigurationError(
          file: file, line: line, "`\(path(key))` is not built yet",
          advice: "Take it out; it would have no effect.")
      }
      let advice =
        NearestWord.to(key, among: known).map { "Did you mean `\($0)`?" }
        ?? "Known here: \(known.joined(separator: ", "))."
      throw ConfigurationError(
        file: file, line: line, "unknown key `\(path(key))`", advice: advice)
    }
  }

  /// The keys, in their order.
  var keys: [String] { mapping.compactMap { $0.key.scalar?.string } }

  /// The dotted name of a key.
  func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

  /// The node of a key; nil where it is absent or null.
  func node(_ key: String) -> Node? {
    guard let node = mapping[key], node.null == nil else { return nil }
    return node
  }

  func line(of key: String) -> Int { mapping[key]?.mark?.line ?? line }

  func error(_ key: String, _ expected: String, advice: String? = nil) -> ConfigurationError {
    ConfigurationError(
      file: file, line: line(of: key), "`\(path(key))` must be \(expected)", advice: advice)
  }

  /// A scalar, as it is written.
  func string(_ key: String) throws(ConfigurationError) -> Located<String>? {
    guard let node = node(key) else { return nil }
    guard let scalar = node.scalar else { throw error(key, "a text or number, not a list") }
    return Located(value: scalar.string, line: line(of: key))
  }

  /// A scalar that must be there.
  func required(_ key: String, _ example: String) throws(ConfigurationError) -> Located<String> {
    guard let value = try string(key) else {
      throw ConfigurationError(
        file: file, line: line, "`\(path(key))` is missing", advice: "For example: \(example)")
    }
    return value
  }

  /// A scalar that is read into something else.
  func value<Value: Sendable>(
    _ key: String, _ expected: String, _ read: (String) -> Value?
  ) throws(ConfigurationError) -> Located<Value>? {
    guard let text = try string(key) else { return nil }
    guard let value = text.map(read) else { throw error(key, expected) }
    return value
  }

  /// A list of texts; a single text counts as a list of one.
  func strings(_ key: String) throws(ConfigurationError) -> [Located<String>] {
    guard let node = node(key) else { return [] }
    if let scalar = node.scalar { return [Located(value: scalar.string, line: line(of: key))] }
    guard let sequence = node.sequence else { throw error(key, "a list of texts") }
    var texts: [Located<String>] = []
    for item in sequence {
      guard let scalar = item.scalar else { throw error(key, "a list of texts") }
      texts.append(Located(value: scalar.string, line: item.mark?.line ?? line(of: key)))
    }
    return texts
  }

  /// A mapping below a key; nil where it is absent.
  func fields(
    _ key: String, known: [String], planned: [String] = []
  ) throws(ConfigurationError) -> YAMLFields? {
    guard let node = node(key) else { return nil }
    return try YAMLFields(node, file: file, place: path(key), known: known, planned: planned)
  }

  /// A list of mappings below a key.
  func list(_ key: String, known: [String]) throws(ConfigurationError) -> [YAMLFields] {
    guard let node = node(key) else { return [] }
    guard let sequence = node.sequence else { throw error(key, "a list") }
    var list: [YAMLFields] = []
    for (index, item) in sequence.enumerated() {
      list.append(
        try YAMLFields(item, file: file, place: "\(path(key))[\(index)]", known: known))
    }
    return list
  }

  /// The mapping below a key, whose own keys are names of the user's.
  func named(
    _ key: String, known: [String], planned: [String] = []
  ) throws(ConfigurationError) -> [(name: Located<String>, fields: YAMLFields)] {
    guard let node = node(key) else { return [] }
    guard let mapping = node.mapping else { throw error(key, "a mapping of names") }
    var named: [(Located<String>, YAMLFields)] = []
    for (keyNode, value) in mapping {
      let name = keyNode.scalar?.string ?? ""
      let fields = try YAMLFields(
        value, file: file, place: "\(path(key)).\(name)", known: known, planned: planned)
      named.append((Located(value: name, line: keyNode.mark?.line ?? line(of: key)), fields))
    }
    return named
  }
}
