import JSON

/// Says which values of a list's elements stand in each other's order.
///
/// An employer, a title and a place, a list of works with authors, title and journal: what is set
/// without columns has an order all the same. Where each other element has one field before the
/// other, and one has it after, its two values are exchanged.
struct RowOrderCheck {
  typealias Row = RowFinder.Row

  let layout: PageLayout

  /// Elements that tell an order.
  private static let fewest = 3
  /// Lines that a row has at most, from the one that it stands on.
  private static let reach = 4

  /// What is to be said, by the number of the leaf.
  func objections(_ rows: [Row]) -> [Int: String] {
    Dictionary(grouping: rows, by: \.list).values.reduce(into: [:]) { all, rows in
      all.merge(objections(inList: rows)) { first, _ in first }
    }
  }

  /// That one field stands before another.
  private struct Order: Hashable {
    var first: JSONPointer
    var second: JSONPointer

    var reversed: Order { Order(first: second, second: first) }
  }

  private func objections(inList rows: [Row]) -> [Int: String] {
    let fields = rows.map(fields)
    var counts: [Order: Int] = [:]
    for order in fields.flatMap(orders) { counts[order, default: 0] += 1 }
    /// Whether no other element has this order, and enough have the reverse.
    func isOdd(_ order: Order) -> Bool {
      counts[order] ?? 0 <= 1 && counts[order.reversed] ?? 0 >= Self.fewest
    }
    var objections: [Int: String] = [:]
    for (row, fields) in zip(rows, fields) {
      let odd = orders(of: fields).filter(isOdd)
      // Two are exchanged where nothing is odd once they are exchanged back.
      guard
        let pair = odd.first(where: { pair in
          !orders(of: Self.exchanging(pair, in: fields)).contains(where: isOdd)
        })
      else { continue }
      let exchanged = row.members.filter { [pair.first, pair.second].contains($0.field) }
      // What stands in several places may stand in order in another of them.
      guard exchanged.allSatisfy({ $0.places.count == 1 }) else { continue }
      for member in exchanged {
        let other = member.field == pair.first ? pair.second : pair.first
        objections[member.leaf] = "The page has this where it has \(other) for all others."
      }
    }
    return objections
  }

  /// The texts of a row, in their order on the page.
  private func fields(of row: Row) -> [JSONPointer] {
    guard let line = row.line else { return [] }
    let near = zip(row.members, row.places).filter {
      $0.0.sort.isKin(to: .text) && abs(layout.line(of: $0.1.start) - line) <= Self.reach
    }
    return near.sorted { $0.1 < $1.1 }.map(\.0.field)
  }

  private func orders(of fields: [JSONPointer]) -> [Order] {
    fields.indices.flatMap { first in
      fields[(first + 1)...].map { Order(first: fields[first], second: $0) }
    }
  }

  private static func exchanging(_ pair: Order, in fields: [JSONPointer]) -> [JSONPointer] {
    fields.map { $0 == pair.first ? pair.second : $0 == pair.second ? pair.first : $0 }
  }
}
