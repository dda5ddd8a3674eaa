import JSON

/// Says which sums of money the document shows as something else: a year, a page, a section, a
/// price to the hundredth of a cent.
///
/// An object of an amount and its currency is a sum of money. A document that writes the currency
/// beside its sums writes it beside this one, or calls it what the field is called.
struct MoneyCheck {
  typealias Leaf = EvidenceSearch.Leaf

  let index: DocumentIndex
  let labels: LabelFit
  let record: JSONValue

  /// Tokens after an amount among which its currency is.
  private static let reach = 3

  /// Whether a value is a sum of money that never stands as one.
  func isNoMoney(_ leaf: Leaf) -> Bool {
    guard leaf.sort == .number, leaf.everywhere.count <= LabelFit.readPlaces else { return false }
    if isTooFine(leaf) { return !isNamed(leaf, from: LabelFit.plain) }
    return hasCurrency(leaf) && writesCurrency && !isNamed(leaf, from: LabelFit.told)
      && !leaf.everywhere.contains(where: isBesideCurrency)
  }

  private func isNamed(_ leaf: Leaf, from fit: Double) -> Bool {
    leaf.everywhere.contains { labels.fit(of: leaf.field, at: $0).own >= fit }
  }

  /// Decimals that a currency has at most (ISO 4217).
  private static let mostDecimals = 3

  /// Whether a sum of an account has more decimals than any currency.
  private func isTooFine(_ leaf: Leaf) -> Bool {
    guard let role = labels.role(of: leaf.field), role != .quantity,
      let point = leaf.literal.lastIndex(of: ".")
    else { return false }
    let decimals = leaf.literal[point...].dropFirst()
    let zeros = decimals.reversed().prefix { $0 == "0" }
    return decimals.count - zeros.count > Self.mostDecimals
  }

  /// Whether its object has a currency too; that of the root is said of all.
  private func hasCurrency(_ leaf: Leaf) -> Bool {
    guard let object = leaf.path.parent, !object.isRoot else { return false }
    return record[object]?.objectValue?.keys.contains {
      FieldLabels.meanings(ofName: $0).contains("currency")
    } ?? false
  }

  /// Whether the document has a number right after a currency.
  private var writesCurrency: Bool {
    (0..<index.tokens.count).contains { index.tokens.isDigits($0 + 1) && isCurrency($0) }
  }

  private func isBesideCurrency(_ place: DocumentIndex.Place) -> Bool {
    let first = index.tokens.first(from: place.start)
    let next = index.tokens.first(from: place.end)
    // Signs stand between: 5 Mio. €, 5 US-dollars.
    let after = (next..<index.tokens.count).prefix(Self.reach).prefix { token in
      token == next || index.tokens.kind[token - 1] == .sign
    }
    return ([first - 1] + after).contains { $0 >= 0 && isCurrency($0) }
  }

  private func isCurrency(_ token: Int) -> Bool {
    switch index.tokens.kind[token] {
    case .sign: return Currency.isSymbol(index.tokens.sign[token])
    case .letters:
      let word = String(decoding: index.bytes[index.tokens.range(token..<token + 1)], as: UTF8.self)
      return Currency.isCode(word) || Currency.names.contains(word.lowercased())
    default: return false
    }
  }
}
