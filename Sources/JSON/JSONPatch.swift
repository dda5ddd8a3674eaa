/// A JSON Patch (RFC 6902): operations that are applied in order, all or none.
package struct JSONPatch: Sendable, Hashable {
  /// One operation.
  package enum Operation: Sendable, Hashable {
    /// Puts a value in: a new member, or a new element before the one at the place.
    case add(JSONPointer, JSONValue)
    /// Takes out what is there.
    case remove(JSONPointer)
    /// Puts a value in place of what is there.
    case replace(JSONPointer, JSONValue)
    /// Takes out what is at one place and puts it in at another.
    case move(from: JSONPointer, to: JSONPointer)
    /// Puts in what is at another place.
    case copy(from: JSONPointer, to: JSONPointer)
    /// Fails unless the value there is equal to this one.
    case test(JSONPointer, JSONValue)
  }

  /// The operations, in order.
  package var operations: [Operation]

  /// A patch of these operations.
  package init(_ operations: [Operation]) {
    self.operations = operations
  }

  /// Reads a patch from its JSON form, an array of objects; members that an operation does not
  /// know are disregarded (section 4).
  ///
  /// - Throws: ``JSONPatchError`` where an operation is malformed.
  package init(_ json: JSONValue) throws(JSONPatchError) {
    guard let items = json.arrayValue else { throw JSONPatchError(.malformed, at: 0) }
    operations = []
    for (index, item) in items.enumerated() {
      guard let operation = Operation(item) else { throw JSONPatchError(.malformed, at: index) }
      operations.append(operation)
    }
  }
}

extension JSONPatch.Operation {
  fileprivate init?(_ json: JSONValue) {
    func place(_ name: String) -> JSONPointer? {
      json[name]?.stringValue.flatMap { try? JSONPointer(parsing: $0) }
    }
    guard let name = json["op"]?.stringValue, let path = place("path") else { return nil }
    switch (name, json["value"], place("from")) {
    case ("add", let value?, _): self = .add(path, value)
    case ("remove", _, _): self = .remove(path)
    case ("replace", let value?, _): self = .replace(path, value)
    case ("move", _, let from?): self = .move(from: from, to: path)
    case ("copy", _, let from?): self = .copy(from: from, to: path)
    case ("test", let value?, _): self = .test(path, value)
    default: return nil
    }
  }
}

/// Why a patch was not applied.
package struct JSONPatchError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the operation.
  package enum Reason: Error, Hashable, Sendable {
    /// It is no operation of RFC 6902.
    case malformed
    /// There is nothing at the place, or no object or array that could hold it.
    case noSuchPlace(JSONPointer)
    /// A value would be moved into itself.
    case intoItself(JSONPointer)
    /// The value at the place is another than that tested for.
    case testFailed(JSONPointer)
  }

  /// What is wrong.
  package let reason: Reason
  /// The operation, counted from 0.
  package let index: Int

  init(_ reason: Reason, at index: Int) {
    (self.reason, self.index) = (reason, index)
  }

  package var description: String {
    let problem =
      switch reason {
      case .malformed: "is no operation of JSON Patch"
      case .noSuchPlace(let place): "finds nothing at \"\(place)\""
      case .intoItself(let place): "moves \"\(place)\" into itself"
      case .testFailed(let place): "finds another value at \"\(place)\""
      }
    return "operation \(index) \(problem)"
  }
}
