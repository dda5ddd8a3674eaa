import JSON

/// Finds the row of the page that each element of a list stands in.
///
/// A row is the line that most values of an element share. Of the places where it could be the one
/// is taken that has the element's values nearest around it, that no element before has taken, and
/// that comes next in reading order.
struct RowFinder {
  typealias Place = DocumentIndex.Place

  /// A value of an element.
  struct Member {
    /// The number of its leaf.
    var leaf: Int
    var field: JSONPointer
    /// In order; at least one.
    var places: [Place]
    var sort: ValueSort
    /// Whether a place of it says where the row is: `%` stands everywhere, and one of something is
    /// often concluded.
    var isTelling: Bool
  }

  /// An element of a list.
  struct Row {
    var pointer: JSONPointer
    var members: [Member]
    /// Where it stands; nil where no two values share a line, no text stands for the row, and not
    /// all but one of its values are those of other rows.
    var line: Int?
    /// The place of each member.
    var places: [Place] = []
  }

  let layout: PageLayout
  let labels: LabelFit

  /// Lines from which on it does not matter any more how far away a value is.
  private static let far = 6
  /// Places of one value that are looked at, around where the row before ends.
  private static let window = 32
  /// What it costs to take the place that another element has taken, in lines.
  private static let takenCost = 0.75
  private static let numberCost = 0.25
  /// What it costs to go back in the text, in lines.
  private static let backCost = 0.5

  /// Finds the rows; they are in the order of the record.
  func locate(_ rows: inout [Row]) {
    var taken: [JSONPointer: Set<Place>] = [:]
    var end: Int32 = 0
    var list: JSONPointer?
    for index in rows.indices {
      if rows[index].pointer.parent != list { list = rows[index].pointer.parent }
      locate(&rows[index], after: end, taken)
      for (member, place) in zip(rows[index].members, rows[index].places) {
        taken[member.field, default: []].insert(place)
      }
      if let line = rows[index].line {
        end =
          rows[index].places.filter { layout.line(of: $0.start) == line }.map(\.end).max() ?? end
      } else {
        end = rows[index].places.map(\.end).max() ?? end
      }
    }
  }

  private func locate(_ row: inout Row, after end: Int32, _ taken: [JSONPointer: Set<Place>]) {
    var best: Anchor?
    var bestText: Anchor?
    let hasTelling = row.members.contains(where: \.isTelling)
    for (number, member) in row.members.enumerated() where member.isTelling || !hasTelling {
      for place in window(of: member.places, around: end) {
        var cost = self.cost(of: place, number, in: row)
        if taken[member.field]?.contains(place) == true { cost += Self.takenCost }
        if place.start < end { cost += Self.backCost }
        // A text tells rows apart better than a number.
        if member.sort == .number { cost += Self.numberCost }
        let anchor = Anchor(cost: cost, line: layout.line(of: place.start))
        if cost < best?.cost ?? .infinity { best = anchor }
        if member.sort.isKin(to: .text), cost < bestText?.cost ?? .infinity { bestText = anchor }
      }
    }
    guard let best else { return }
    place(&row, on: best.line, taken)
    let near = row.places.count { layout.line(of: $0.start) == best.line }
    let isContested = zip(row.members, row.places).allSatisfy { member, place in
      layout.line(of: place.start) == best.line || taken[member.field]?.contains(place) == true
    }
    if near > 1 || isContested {
      row.line = best.line
    } else if let bestText {
      place(&row, on: bestText.line, taken)
      row.line = bestText.line
    }
  }

  /// A place that a row may stand around.
  private struct Anchor {
    var cost: Double
    var line: Int
  }

  /// Chooses the places of a row that stands on a line.
  private func place(_ row: inout Row, on line: Int, _ taken: [JSONPointer: Set<Place>]) {
    var own: Set<Place> = []
    row.places = row.members.map { member in
      let place = choose(member, line: line, taken[member.field] ?? [], own)
      own.insert(place)
      return place
    }
  }

  /// How many lines the other members are away from a place, all together.
  private func cost(of place: Place, _ number: Int, in row: Row) -> Double {
    let line = layout.line(of: place.start)
    return row.members.indices.reduce(0) { sum, other in
      other == number || !row.members[other].isTelling
        ? sum : sum + Double(distance(of: row.members[other].places, from: place, line))
    }
  }

  /// The lines between a place and the nearest of others, at most ``far``.
  private func distance(of places: [Place], from place: Place, _ line: Int) -> Int {
    let next = places.partitioningIndex { $0.start >= place.start }
    var best = Self.far
    for index in [next - 1, next] where places.indices.contains(index) {
      best = min(best, abs(layout.line(of: places[index].start) - line))
    }
    return best
  }

  private func window(of places: [Place], around end: Int32) -> ArraySlice<Place> {
    guard places.count > Self.window else { return places[...] }
    let next = places.partitioningIndex { $0.start >= end }
    let first = max(0, min(next - Self.window / 4, places.count - Self.window))
    return places[first..<(first + Self.window)]
  }

  /// The member's place for a row: on its line or near it, labelled for the field, and free.
  private func choose(
    _ member: Member, line: Int, _ taken: Set<Place>, _ own: Set<Place>
  ) -> Place {
    let places = member.places
    guard places.count > 1 else { return places[0] }
    let lineStart = line == 0 ? 0 : layout.lineEnd[line - 1]
    let next = places.partitioningIndex { $0.start >= lineStart }
    let near = places[max(0, next - 2)..<min(places.count, next + 6)]
    func rank(_ place: Place) -> (Int, Int, Double, Int32) {
      let lines = abs(layout.line(of: place.start) - line)
      let isTaken = (own.contains(place) ? 2 : 0) + (taken.contains(place) ? 1 : 0)
      let fit = lines == 0 ? labels.fit(of: member.field, at: place).score : 0
      return (lines, isTaken, -fit, place.start)
    }
    return near.min { rank($0) < rank($1) } ?? places[0]
  }
}
