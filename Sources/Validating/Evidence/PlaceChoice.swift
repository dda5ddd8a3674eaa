import JSON

/// Chooses among the places that show a value: the best labelled, then the nearest to its siblings,
/// then the first after the element before.
struct PlaceChoice {
  typealias Place = DocumentIndex.Place

  let index: DocumentIndex
  private var taken: Set<Place> = []
  /// Where the values of an object or list were found, by its pointer.
  private var siblings: [JSONPointer: [Place]] = [:]
  /// Where a row of a list ends, by its pointer.
  private var rowEnd: [JSONPointer: Int32] = [:]

  init(_ index: DocumentIndex) {
    self.index = index
  }

  /// The best of several places that fit equally well and are in order.
  func best(of places: [Place], for path: JSONPointer) -> Place {
    let free = places.filter { !taken.contains($0) }
    let places = free.isEmpty ? places : free
    let parent = path.parent ?? .root
    if let near = siblings[parent], !near.isEmpty, let nearest = nearest(in: places, to: near) {
      return nearest
    }
    if let list = path.innermostElement?.parent, let cousins = siblings[list] {
      let lines = Set(cousins.map { index.line(of: $0.start) })
      // Elements side by side on one line.
      if let beside = places.first(where: { lines.contains(index.line(of: $0.start)) }) {
        return beside
      }
    }
    if let end = endOfRow(before: path) ?? endOfRow(before: parent) {
      let next = places.partitioningIndex { $0.start >= end }
      if next < places.count { return places[next] }
    }
    return places[0]
  }

  /// Notes where a value was found.
  mutating func settle(_ path: JSONPointer, at place: Place) {
    taken.insert(place)
    if let parent = path.parent { siblings[parent, default: []].append(place) }
    if let list = path.innermostElement?.parent, list != path.parent {
      siblings[list, default: []].append(place)
    }
    var row: JSONPointer? = path
    while let pointer = row {
      rowEnd[pointer] = max(rowEnd[pointer] ?? 0, place.end)
      row = pointer.parent
    }
  }

  private func nearest(in places: [Place], to others: [Place]) -> Place? {
    var best: (distance: Distance, place: Place)?
    for other in others {
      let next = places.partitioningIndex { $0.start >= other.start }
      for index in [next - 1, next] where places.indices.contains(index) {
        let distance = distance(of: places[index], from: other)
        let isBetter = best.map { distance < $0.distance } ?? true
        if isBetter { best = (distance, places[index]) }
      }
    }
    return best?.place
  }

  private typealias Distance = (lines: Int, bytes: Int32, start: Int32)

  /// Lines first: what stands in one line with a value belongs to it more than what is a byte
  /// nearer in the next.
  private func distance(of place: Place, from other: Place) -> Distance {
    let lines = abs(index.line(of: place.start) - index.line(of: other.start))
    return (lines, max(place.start - other.end, other.start - place.end), place.start)
  }

  private func endOfRow(before row: JSONPointer) -> Int32? {
    guard let token = row.lastToken, let index = Int(token), index > 0, let list = row.parent else {
      return nil
    }
    return rowEnd[list.appending(index - 1)]
  }
}
