import JSON

/// A mend that may help, and how to make it.
struct MendProposal {
  /// What happens at the place.
  private enum Change {
    case value(JSONValue)
    case rename(String)
    case removal
  }

  let mend: Mend
  private let change: Change

  /// What would mend an error; nil where the schema settles nothing.
  init?(for error: ValidationError, in value: JSONValue, _ schema: Schema) {
    switch error.keyword {
    case "required":
      self.init(missing: error, in: value, schema)
    case "additionalProperties", "unevaluatedProperties":
      self.init(unknown: error, in: value, schema)
    default:
      let path = error.instanceLocation
      guard let found = value[path], let expected = schema.expectation(at: path),
        let (kind, mended) = MendedValue.of(found, expected)
      else {
        self.init(absent: error, in: value, schema)
        return
      }
      self.init(Mend(kind, at: path, found: found), .value(mended))
    }
  }

  private init(_ mend: Mend, _ change: Change) {
    (self.mend, self.change) = (mend, change)
  }

  /// Makes the mend.
  func apply(to value: inout JSONValue) {
    switch change {
    case .value(let mended): value.set(mended, at: mend.path)
    case .removal: value.remove(at: mend.path)
    case .rename(let old):
      guard let parent = mend.path.parent, let key = mend.path.lastToken,
        case .object(let members)? = value[parent]
      else { return }
      let renamed = members.map { ($0.key == old ? key : $0.key, $0.value) }
      value.set(.object(JSONObject(renamed)), at: parent)
    }
  }

  // MARK: Names

  /// A property that is missing, and the one member that spells its name otherwise.
  private init?(missing error: ValidationError, in value: JSONValue, _ schema: Schema) {
    let path = error.instanceLocation
    guard let name = error.missingProperty, let members = value[path]?.objectValue else {
      return nil
    }
    let known = Self.properties(at: path, schema)
    let others = members.keys.filter { Spelling($0) == Spelling(name) && !known.contains($0) }
    guard others.count == 1 else { return nil }
    self.init(renaming: others[0], to: name, at: path)
  }

  /// A member that is not allowed: the one property that its name spells otherwise, or none.
  private init?(unknown error: ValidationError, in value: JSONValue, _ schema: Schema) {
    guard let path = error.instanceLocation.parent, let key = error.instanceLocation.lastToken,
      let members = value[path]?.objectValue, let found = members[key]
    else { return nil }
    let known = Self.properties(at: path, schema).filter { Spelling($0) == Spelling(key) }
    let others = known.filter { !members.contains($0) }
    let rivals = members.keys.filter { Spelling($0) == Spelling(key) }
    if others.count == 1, rivals.count == 1 {
      self.init(renaming: key, to: others[0], at: path)
    } else if known.isEmpty,
      schema.expectation(at: error.instanceLocation)?.types.isEmpty ?? true
    {
      // No alternative knows it.
      self.init(Mend(.surplus, at: error.instanceLocation, found: found), .removal)
    } else {
      return nil
    }
  }

  /// A `null` that says that there is no such property.
  private init?(absent error: ValidationError, in value: JSONValue, _ schema: Schema) {
    let path = error.instanceLocation
    guard value[path]?.isNull == true, let key = path.lastToken, let parent = path.parent,
      value[parent]?.objectValue != nil, schema.expectation(at: path)?.isNullable == false,
      !schema.requires(key, at: parent)
    else { return nil }
    self.init(Mend(.absence, at: path, found: .null), .removal)
  }

  private init(renaming old: String, to name: String, at path: JSONPointer) {
    self.init(Mend(.key, at: path.appending(name), found: .string(old)), .rename(old))
  }

  private static func properties(at path: JSONPointer, _ schema: Schema) -> [String] {
    schema.subschema(for: path)?["properties"]?.objectValue?.keys ?? []
  }
}

/// A name without what spellings differ in: case, spaces, `_`, `-`, `.` and `/`.
struct Spelling: Hashable {
  private let text: String

  init(_ name: String) {
    text = name.lowercased().filter { !" _-./\u{A0}".contains($0) }
  }

  /// Whether nothing but separators was there.
  var isEmpty: Bool { text.isEmpty }
}
