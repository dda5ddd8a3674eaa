/// The members of a JSON object, in the order they were written.
///
/// Few objects have more than a dozen members, and for those a scan is faster than a hash; a bigger
/// one gets an index when it grows. Equality and hash disregard order.
package struct JSONObject: Sendable {
  /// Name and value of one member.
  package typealias Element = (key: String, value: JSONValue)

  /// One member as it is stored.
  package struct Member: Sendable {
    /// Its name.
    package let key: String
    /// Its value.
    package internal(set) var value: JSONValue
  }

  /// Above this many members an index is kept.
  private static let scanned = 12

  /// All members, in order; for loops that must not pay for an iterator.
  package private(set) var members: [Member]
  private var index: [JSONKey: Int]?

  /// An object without members.
  package init() {
    members = []
  }

  /// An object of these pairs, in order; of two with one key the last value stands, in the first
  /// one's place.
  package init(_ pairs: some Sequence<(String, JSONValue)>) {
    self.init()
    for (key, value) in pairs { self[key] = value }
  }

  /// How many members there are.
  package var count: Int { members.count }

  /// Whether there are none.
  package var isEmpty: Bool { members.isEmpty }

  /// The names, in order.
  package var keys: [String] { members.map(\.key) }

  /// The values, in order.
  package var values: [JSONValue] { members.map(\.value) }

  /// Whether there is a member of this name.
  package func contains(_ key: String) -> Bool {
    position(of: key) != nil
  }

  /// The value of a member; nil where there is none.
  ///
  /// Setting keeps a member in its place and appends a new one; setting nil removes it. To write
  /// `null`, set `JSONValue.null`.
  package subscript(_ key: String) -> JSONValue? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let place?, let value?): members[place].value = value
      case (nil, let value?): append(key, value)
      case (let place?, nil): remove(at: place)
      case (nil, nil): break
      }
    }
  }

  /// Where a name stands; nil where it does not.
  func position(of key: String) -> Int? {
    let key = JSONKey(key)
    if let index { return index[key] }
    return members.firstIndex { JSONKey($0.key) == key }
  }

  /// Appends a member whose name is known to be new.
  mutating func append(_ key: String, _ value: JSONValue) {
    // An array grows from one; an object of one member is rare.
    if members.isEmpty { members.reserveCapacity(4) }
    members.append(Member(key: key, value: value))
    if index != nil {
      index?[JSONKey(key)] = members.count - 1
    } else if members.count > Self.scanned {
      rebuildIndex()
    }
  }

  /// Takes off the last member; there must be one.
  mutating func removeLast() {
    let last = members.removeLast()
    index?[JSONKey(last.key)] = nil
  }

  private mutating func remove(at place: Int) {
    members.remove(at: place)
    if index != nil { rebuildIndex() }
  }

  private mutating func rebuildIndex() {
    guard members.count > Self.scanned else {
      index = nil
      return
    }
    var index: [JSONKey: Int] = [:]
    index.reserveCapacity(members.count * 2)
    for (place, member) in members.enumerated() { index[JSONKey(member.key)] = place }
    self.index = index
  }
}

extension JSONObject: Sequence {
  /// Walks the members in order.
  package struct Iterator: IteratorProtocol {
    private let members: [Member]
    private var position = 0

    fileprivate init(_ members: [Member]) {
      self.members = members
    }

    /// The next member, or nil after the last.
    package mutating func next() -> JSONObject.Element? {
      guard position < members.count else { return nil }
      defer { position += 1 }
      return (members[position].key, members[position].value)
    }
  }

  package func makeIterator() -> Iterator { Iterator(members) }

  package var underestimatedCount: Int { members.count }
}

extension JSONObject: Hashable {
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.count == right.count else { return false }
    return left.members.enumerated().allSatisfy { place, member in
      // Two objects of one origin have one order: look in the same place first.
      let other = right.members[place]
      if JSONKey(other.key) == JSONKey(member.key) { return other.value == member.value }
      return right[member.key] == member.value
    }
  }

  package func hash(into hasher: inout Hasher) {
    var sum = 0
    for member in members {
      var hasher = Hasher()
      hasher.combine(JSONKey(member.key))
      hasher.combine(member.value)
      sum &+= hasher.finalize()
    }
    hasher.combine(members.count)
    hasher.combine(sum)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements)
  }
}
