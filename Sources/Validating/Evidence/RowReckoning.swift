import Foundation
import JSON

/// Says which numbers of a list's elements are refuted by reckoning.
///
/// A quantity and a price come to the sum of a line, and the lines to a sum of the account. A number
/// that its row does not show is another row's where the row shows one that makes it come out; two
/// that only come out if exchanged are exchanged.
struct RowReckoning {
  typealias Leaf = EvidenceSearch.Leaf
  typealias Row = RowFinder.Row

  let layout: PageLayout
  let labels: LabelFit
  let numbers: ShownNumbers
  let record: JSONValue

  /// What a line's sum is rounded to.
  private static let rounding = 0.011
  /// Lines that a row has at most.
  private static let reach = 4
  /// Numbers of a row that are looked at.
  private static let mostNumbers = 24
  private static let sums: [SumRole] = [.lines, .net, .gross]

  /// A number of an element, with what its row shows.
  private struct Number {
    var leaf: Int
    var amount: Double
    var role: SumRole
    var isInRow: Bool
  }

  /// An element with what its lines show.
  private struct Reckoned {
    var shown: [Double]
    var numbers: [Number]

    /// Its sum, if it has one that is no other.
    var sum: Number? {
      let sums = numbers.filter { RowReckoning.sums.contains($0.role) }
      return sums.count == 1 ? sums[0] : nil
    }
  }

  /// What is to be said, by the number of the leaf.
  ///
  /// - Parameter totals: what the lines may come to.
  func objections(_ leaves: [Leaf], _ rows: [Row], totals: [Double]) -> [Int: String] {
    let lists = Dictionary(grouping: rows) { $0.pointer.parent ?? .root }
    return lists.reduce(into: [:]) { all, list in
      let known = reckoned(list.value, leaves)
      for row in known { all.merge(ofProduct(row)) { first, _ in first } }
      guard known.count == record[list.key]?.arrayValue?.count else { return }
      all.merge(ofSum(known, totals)) { first, _ in first }
    }
  }

  /// The elements whose lines are known.
  private func reckoned(_ rows: [Row], _ leaves: [Leaf]) -> [Reckoned] {
    let counts = Dictionary(grouping: rows.flatMap(\.places)) { $0 }.mapValues(\.count)
    let lines = rows.map { row in firstLine(of: row) { counts[$0] == 1 } }
    let starts = lines.compactMap(\.self).sorted()
    return zip(rows, lines).compactMap { row, line in
      guard let line else { return nil }
      let shown = shown(from: line, starts)
      return Reckoned(shown: shown, numbers: own(row, leaves, shown))
    }
  }

  /// The first line that a row has a place on which is no other row's.
  private func firstLine(of row: Row, isOwn: (DocumentIndex.Place) -> Bool) -> Int? {
    guard let line = row.line else { return nil }
    let lines = row.places.filter(isOwn).map { layout.line(of: $0.start) }
    return lines.filter { (0..<Self.reach).contains(line - $0) }.min() ?? line
  }

  /// The numbers from the first line of a row to the next row; the nought of `0 %` is none.
  private func shown(from line: Int, _ lines: [Int]) -> [Double] {
    let next = lines[lines.partitioningIndex { $0 > line }...].first ?? layout.lineCount
    let last = min(next, line + Self.reach, layout.lineCount) - 1
    let start = line == 0 ? 0 : layout.lineEnd[line - 1]
    return numbers[start..<layout.lineEnd[last]].prefix(Self.mostNumbers)
      .filter { $0.value != 0 || $0.isAmount }.map(\.value)
  }

  private func own(_ row: Row, _ leaves: [Leaf], _ shown: [Double]) -> [Number] {
    row.members.compactMap { member in
      guard member.sort == .number, let role = labels.role(of: member.field),
        let amount = leaves[member.leaf].value.doubleValue
      else { return nil }
      let isInRow = shown.contains { Self.isEqual($0, amount) }
      return Number(leaf: member.leaf, amount: amount, role: role, isInRow: isInRow)
    }
  }

  private static func isEqual(_ one: Double, _ other: Double) -> Bool {
    abs(one - other) < rounding
  }

  // MARK: Quantity times price

  private func ofProduct(_ row: Reckoned) -> [Int: String] {
    let quantities = row.numbers.filter { $0.role == .quantity }
    guard let sum = row.sum, sum.amount != 0, quantities.count == 1,
      !row.shown.contains(where: { Self.isEqual(quantities[0].amount * $0, sum.amount) })
    else { return [:] }
    let quantity = quantities[0]
    for product in products(of: row.shown) {
      let isQuantity = Self.isEqual(product.count, quantity.amount)
      let isSum = Self.isEqual(product.sum, sum.amount)
      let text =
        "Its row shows \(Self.text(product.count)) × \(Self.text(product.price)) = "
        + "\(Self.text(product.sum))."
      if isSum, !isQuantity, !quantity.isInRow { return [quantity.leaf: text] }
      if isQuantity, !isSum, !sum.isInRow { return [sum.leaf: text] }
      if Self.isEqual(product.count, sum.amount), Self.isEqual(product.sum, quantity.amount) {
        return [quantity.leaf: text, sum.leaf: text]
      }
    }
    return [:]
  }

  /// All that one number, times another, is a third one of.
  private func products(
    of shown: [Double]
  ) -> [(count: Double, price: Double, sum: Double)] {
    shown.indices.flatMap { count in
      shown.indices.flatMap { price in
        shown.indices.compactMap { sum in
          guard Set([count, price, sum]).count == 3, shown[sum] != 0,
            Self.isEqual(shown[count] * shown[price], shown[sum])
          else { return nil }
          return (shown[count], shown[price], shown[sum])
        }
      }
    }
  }

  // MARK: The sum of the lines

  private func ofSum(_ rows: [Reckoned], _ totals: [Double]) -> [Int: String] {
    let sums = rows.compactMap(\.sum)
    guard !totals.isEmpty, sums.count == rows.count else { return [:] }
    let sum = sums.reduce(0) { $0 + $1.amount }
    guard !totals.contains(where: { abs($0 - sum) < Self.rounding * Double(rows.count) }) else {
      return [:]
    }
    for total in totals {
      for (row, own) in zip(rows, sums) where !own.isInRow {
        let right = own.amount + total - sum
        guard right > 0, row.shown.contains(where: { Self.isEqual($0, right) }) else { continue }
        let text =
          "Its row shows \(Self.text(right)), with which the list comes to \(Self.text(total))."
        return [own.leaf: text]
      }
    }
    return [:]
  }

  private static func text(_ number: Double) -> String {
    String(format: number == number.rounded() ? "%.0f" : "%.2f", number)
  }
}
