/// The places of values: many places for one key, in columns.
struct PlaceMap<Key: Hashable> {
  typealias Place = DocumentIndex.Place

  private var heads: [Key: Int32] = [:]
  private var next: [Int32] = []
  private var places: [Place] = []

  init() { heads.reserveCapacity(1024) }

  mutating func add(_ place: Place, for key: Key) {
    let number = Int32(places.count)
    places.append(place)
    next.append(heads.updateValue(number, forKey: key) ?? -1)
  }

  /// The places of a key, in order, each once.
  subscript(key: Key) -> [Place] {
    var found: [Place] = []
    var link = heads[key] ?? -1
    while link >= 0 {
      found.append(places[Int(link)])
      link = next[Int(link)]
    }
    if found.count > 1 {
      found.sort()
      var kept = 1
      for place in found.dropFirst() where place != found[kept - 1] {
        found[kept] = place
        kept += 1
      }
      found.removeSubrange(kept...)
    }
    return found
  }

  /// The keys that have a place of which a condition holds.
  func keys(where holds: (Place) -> Bool) -> [Key] {
    heads.keys.filter { self[$0].contains(where: holds) }
  }
}

extension PlaceMap {
  /// Each key with its places, in no order.
  var entries: [(key: Key, places: [Place])] { heads.keys.map { ($0, self[$0]) } }

  /// All places, in the order they were added.
  var all: [Place] { places }
}
