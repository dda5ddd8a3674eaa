extension JSONValue {
  /// The value with a patch applied (RFC 6902).
  ///
  /// - Throws: ``JSONPatchError`` for the first operation that cannot be applied.
  package func applying(_ patch: JSONPatch) throws(JSONPatchError) -> JSONValue {
    var value = self
    for (index, operation) in patch.operations.enumerated() {
      do {
        try value.apply(operation)
      } catch {
        throw JSONPatchError(error, at: index)
      }
    }
    return value
  }

  /// The value with a merge patch applied (RFC 7396): members of objects are merged, `null` takes a
  /// member out, and anything else takes the place of what was there.
  package func merging(_ patch: JSONValue) -> JSONValue {
    guard case .object(let changes) = patch else { return patch }
    var members = objectValue ?? JSONObject()
    for (key, change) in changes {
      if change.isNull {
        members[key] = Optional.none
      } else {
        members[key] = (members[key] ?? .null).merging(change)
      }
    }
    return .object(members)
  }

  private mutating func apply(
    _ operation: JSONPatch.Operation
  ) throws(JSONPatchError.Reason) {
    switch operation {
    case .add(let place, let value): try add(value, at: place)
    case .remove(let place): _ = try take(from: place)
    case .replace(let place, let value):
      guard self[place] != nil else { throw .noSuchPlace(place) }
      set(value, at: place)
    case .move(let from, let place):
      if place != from, place.hasPrefix(from) { throw .intoItself(from) }
      try add(try take(from: from), at: place)
    case .copy(let from, let place):
      guard let value = self[from] else { throw .noSuchPlace(from) }
      try add(value, at: place)
    case .test(let place, let value):
      guard let found = self[place] else { throw .noSuchPlace(place) }
      guard found == value else { throw .testFailed(place) }
    }
  }

  /// Puts a value in; in an array before the element at the place, or at its end for `-`.
  private mutating func add(
    _ value: JSONValue, at place: JSONPointer
  ) throws(JSONPatchError.Reason) {
    guard let token = place.lastToken, let parent = place.parent else {
      self = value
      return
    }
    switch self[parent] {
    case .object(var members):
      members[token] = value
      set(.object(members), at: parent)
    case .array(var values):
      let index = token == "-" ? values.count : JSONPointer.index(token)
      guard let index, index <= values.count else { throw .noSuchPlace(place) }
      values.insert(value, at: index)
      set(.array(values), at: parent)
    default: throw .noSuchPlace(place)
    }
  }

  private mutating func take(
    from place: JSONPointer
  ) throws(JSONPatchError.Reason) -> JSONValue {
    if place.isRoot {
      defer { self = .null }
      return self
    }
    guard let value = remove(at: place) else { throw .noSuchPlace(place) }
    return value
  }
}
