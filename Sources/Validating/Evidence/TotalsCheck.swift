import Foundation
import JSON

/// Says which of an account's sums the page has, but as something else.
///
/// What is before tax and the tax come to the total; what is to be paid is the total, or less by
/// what the page shows as paid. Where a record's numbers do not come out, and another number of the
/// page in the place of one of them would, that one is misplaced; two that would come out if
/// exchanged are exchanged. Where nothing on the page would mend it, nothing is said: not every
/// account is this simple. Nor is anything said of a number that stands plainly at its label.
struct TotalsCheck {
  typealias Leaf = EvidenceSearch.Leaf

  let index: DocumentIndex
  let labels: LabelFit

  /// What an account is rounded to, twice.
  private static let rounding = 0.021

  /// The sums of one object, each with its amount.
  private typealias Account = [SumRole: (leaf: Leaf, amount: Double)]

  /// What is to be said of numbers that are in no list, by their places.
  func objections(_ scalars: [Leaf]) -> [JSONPointer: String] {
    let numbers = scalars.filter { $0.sort == .number }
    let objects = Dictionary(grouping: numbers) { $0.path.parent ?? .root }
    return objects.values.map(account).reduce(into: [:]) { all, account in
      let found = ofTax(account) + ofDue(account)
      all.merge(found) { first, _ in first }
    }
  }

  /// What the lines of an account may come to.
  func sums(of scalars: [Leaf]) -> [Double] {
    account(scalars.filter { $0.sort == .number && $0.path.tokens.count == 1 })
      .filter { [.lines, .net, .gross].contains($0.key) }.map(\.value.amount)
  }

  /// The numbers whose role is known and is no other's.
  private func account(_ numbers: [Leaf]) -> Account {
    var found: [SumRole: [Leaf]] = [:]
    for leaf in numbers {
      guard let role = labels.role(of: leaf.field) else { continue }
      found[role, default: []].append(leaf)
    }
    return found.compactMapValues { leaves in
      guard leaves.count == 1, let amount = leaves[0].value.doubleValue else { return nil }
      return (leaves[0], amount)
    }
  }

  // MARK: Tax

  private func ofTax(_ account: Account) -> [(JSONPointer, String)] {
    guard let net = account[.net], let gross = account[.gross] else { return [] }
    guard let tax = account[.tax] else {
      let found = ofDifference(net, gross)
      return found.isEmpty ? ofShownTax(net, gross) : found
    }
    let missing = gross.amount - net.amount - tax.amount
    if isNothing(missing) {
      return tax.amount > net.amount && net.amount > 0 ? exchanged(net, tax) : []
    }
    if isNothing(gross.amount + tax.amount - net.amount) { return exchanged(net, gross) }
    if isNothing(net.amount + gross.amount - tax.amount) { return exchanged(tax, gross) }
    let mended = [
      (tax.leaf, tax.amount + missing, "What the total has over what is before tax"),
      (net.leaf, net.amount + missing, "What the total has over the tax"),
      (gross.leaf, gross.amount - missing, "What is before tax and the tax come to"),
    ]
    let possible = mended.filter { leaf, amount, _ in
      amount > 0 && isOpen(leaf) && isShown(amount, like: leaf)
        && (leaf.path == tax.leaf.path ? amount < net.amount : true)
        && (leaf.path == net.leaf.path ? tax.amount < amount : true)
    }
    guard let (leaf, amount, what) = possible.min(by: { $0.0.fit < $1.0.fit }) else {
      return ofShownTax(net, gross)
    }
    return [(leaf.path, "\(what) is \(Self.text(amount)), which the document shows too.")]
  }

  /// Where no tax is known: it is less than what is taxed.
  private func ofDifference(
    _ net: (leaf: Leaf, amount: Double), _ gross: (leaf: Leaf, amount: Double)
  ) -> [(JSONPointer, String)] {
    let tax = gross.amount - net.amount
    guard gross.amount > 0, net.amount > 0 else { return [] }
    if tax < -Self.rounding { return exchanged(net, gross) }
    guard tax > net.amount, isOpen(net.leaf), isShown(tax, like: net.leaf) else { return [] }
    let text = Self.text(tax)
    return [(net.leaf.path, "The tax would be more than that; the document shows \(text) too.")]
  }

  /// Where the page shows a tax that its total has over something else that it shows.
  private func ofShownTax(
    _ net: (leaf: Leaf, amount: Double), _ gross: (leaf: Leaf, amount: Double)
  ) -> [(JSONPointer, String)] {
    guard gross.amount > 0, isOpen(net.leaf) else { return [] }
    let taxes = shownTaxes(within: gross)
    guard taxes.count == 1, !isNothing(gross.amount - taxes[0] - net.amount) else { return [] }
    let (tax, rest) = (Self.text(taxes[0]), Self.text(gross.amount - taxes[0]))
    return [(net.leaf.path, "The total without the tax of \(tax) is \(rest); the page shows both.")]
  }

  /// The amounts that the page calls a tax and without which it shows the total as well.
  private func shownTaxes(within gross: (leaf: Leaf, amount: Double)) -> [Double] {
    index.numbers.entries.compactMap { key, places in
      let tax = key.doubleValue
      guard tax > Self.rounding, tax < gross.amount / 2,
        isShown(gross.amount - tax, like: gross.leaf)
      else { return nil }
      let isCalledTax = index.seen(places).contains { place in
        index.isAmount(place)
          && labels.reader.labels(of: place).contains { $0.words.joined().contains("tax") }
      }
      return isCalledTax ? tax : nil
    }
  }

  private func exchanged(
    _ one: (leaf: Leaf, amount: Double), _ other: (leaf: Leaf, amount: Double)
  ) -> [(JSONPointer, String)] {
    guard isOpen(one.leaf) && isOpen(other.leaf) || areAsWellNamed(one.leaf, other.leaf) else {
      return []
    }
    return [(one.leaf, other.leaf), (other.leaf, one.leaf)].map { leaf, other in
      (leaf.path, "The sums come out if this is \(other.path).")
    }
  }

  // MARK: To be paid

  private func ofDue(_ account: Account) -> [(JSONPointer, String)] {
    guard let gross = account[.gross], let due = account[.due], isOpen(due.leaf) else { return [] }
    let paid = gross.amount - due.amount
    let isOther = [account[.tax], account[.net]].contains { sum in
      sum.map { isNothing($0.amount - abs(paid)) } ?? false
    }
    guard !isNothing(paid), isOther || !isShown(abs(paid), like: gross.leaf) else { return [] }
    let total = Self.text(gross.amount)
    return [(due.leaf.path, "The total is \(total), and the document shows no payment between.")]
  }

  // MARK: Amounts

  /// Whether more than the page's words decides about a number.
  private func isOpen(_ leaf: Leaf) -> Bool {
    leaf.everywhere.count <= LabelFit.readPlaces
      && !leaf.everywhere.contains { labels.fit(of: leaf.field, at: $0).isNamed }
  }

  /// Whether the page calls each of two numbers also what the other's field is called.
  private func areAsWellNamed(_ one: Leaf, _ other: Leaf) -> Bool {
    [(one, other), (other, one)].allSatisfy { leaf, other in
      let fits = labels.fits(at: leaf.everywhere.prefix(LabelFit.readPlaces))
      return fits[other.field, default: 0] >= fits[leaf.field, default: 0]
    }
  }

  private func isNothing(_ amount: Double) -> Bool { abs(amount) < Self.rounding }

  /// Whether the page shows an amount, written as another number is: with decimals or without.
  private func isShown(_ amount: Double, like leaf: Leaf) -> Bool {
    let places = index.places(ofAmount: amount)
    return index.isAmount(leaf.place) ? places.contains(where: index.isAmount) : !places.isEmpty
  }

  private static func text(_ amount: Double) -> String { String(format: "%.2f", amount) }
}
