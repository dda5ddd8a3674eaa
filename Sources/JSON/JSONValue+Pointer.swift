extension JSONValue {
  /// The value at a place; nil where there is none.
  ///
  /// The token `-` never points to an element.
  package subscript(_ pointer: JSONPointer) -> JSONValue? {
    var value = self
    for token in pointer.tokens {
      switch value {
      case .object(let members):
        guard let member = members[token] else { return nil }
        value = member
      case .array(let values):
        guard let index = JSONPointer.index(token), index < values.count else { return nil }
        value = values[index]
      default: return nil
      }
    }
    return value
  }

  /// Puts a value at a place and makes the parents that are missing.
  ///
  /// A missing parent, and one that is `null` or a scalar in the way, becomes an array when the
  /// token that follows is an index or `-` and `arrays` is true, else an object. In an array an
  /// index within it replaces the element, its length and `-` append, and anything further is
  /// refused.
  ///
  /// - Returns: Whether the value was put; on false nothing has changed.
  @discardableResult
  package mutating func set(
    _ value: JSONValue, at pointer: JSONPointer, arrays: Bool = true
  ) -> Bool {
    set(value, at: pointer.tokens[...], arrays: arrays)
  }

  private mutating func set(
    _ value: JSONValue, at tokens: ArraySlice<String>, arrays: Bool
  ) -> Bool {
    guard let token = tokens.first else {
      self = value
      return true
    }
    switch self {
    case .object(var members):
      self = .null  // so that the members are ours alone and change in place
      defer { self = .object(members) }
      var member = members[token] ?? .null
      guard member.set(value, at: tokens.dropFirst(), arrays: arrays) else { return false }
      members[token] = member
      return true
    case .array(var values):
      let index = token == "-" ? values.count : JSONPointer.index(token)
      guard let index, index <= values.count else { return false }
      var element = index < values.count ? values[index] : .null
      guard element.set(value, at: tokens.dropFirst(), arrays: arrays) else { return false }
      self = .null
      if index < values.count { values[index] = element } else { values.append(element) }
      self = .array(values)
      return true
    default:
      let isElement = arrays && (token == "-" || JSONPointer.isIndex(token))
      var parent: JSONValue = isElement ? .array([]) : .object(JSONObject())
      guard parent.set(value, at: tokens, arrays: arrays) else { return false }
      self = parent
      return true
    }
  }

  /// Takes the value at a place out of its object or array; elements after it move up.
  ///
  /// - Returns: What was removed; nil where there was nothing, and for the root, which cannot go.
  @discardableResult
  package mutating func remove(at pointer: JSONPointer) -> JSONValue? {
    guard let token = pointer.lastToken, let parent = pointer.parent,
      var container = self[parent], let removed = container[JSONPointer([token])]
    else { return nil }
    switch container {
    case .object(var members):
      members[token] = nil
      container = .object(members)
    case .array(var values):
      guard let index = JSONPointer.index(token) else { return nil }
      values.remove(at: index)
      container = .array(values)
    default: return nil
    }
    set(container, at: parent)
    return removed
  }

  /// All scalars with their places, in the order of the text; empty containers are no leaves.
  package var leaves: [(pointer: JSONPointer, value: JSONValue)] {
    var result: [(pointer: JSONPointer, value: JSONValue)] = []
    collectLeaves(at: .root, into: &result)
    return result
  }

  private func collectLeaves(
    at pointer: JSONPointer, into result: inout [(pointer: JSONPointer, value: JSONValue)]
  ) {
    switch self {
    case .object(let members):
      for (key, value) in members { value.collectLeaves(at: pointer.appending(key), into: &result) }
    case .array(let values):
      for (index, value) in values.enumerated() {
        value.collectLeaves(at: pointer.appending(index), into: &result)
      }
    default: result.append((pointer, self))
    }
  }
}
