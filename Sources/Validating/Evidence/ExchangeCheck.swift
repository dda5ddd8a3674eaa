import JSON

/// Says which values stand in each other's fields.
///
/// Two values are exchanged where both would be labelled as well or better in the other's field and
/// one of them clearly so, by the field's own label or by the name of the object that it is a member
/// of. Of two dates that no label tells apart, the one by which something ends or is due is the
/// later. And two that no label holds are exchanged where they look like each other's fields.
struct ExchangeCheck {
  typealias Leaf = EvidenceSearch.Leaf

  let labels: LabelFit

  private struct Pair {
    var one: JSONPointer
    var other: JSONPointer
    var gain: Double
  }

  /// The field that the value of each exchanged field belongs in; each has one partner, the one
  /// that gains most by it.
  func partners(_ leaves: [Leaf]) -> [JSONPointer: JSONPointer] {
    var partners: [JSONPointer: JSONPointer] = [:]
    for pair in pairs(of: leaves).sorted(by: { ($1.gain, $0.one) < ($0.gain, $1.one) })
    where partners[pair.one] == nil && partners[pair.other] == nil {
      partners[pair.one] = pair.other
      partners[pair.other] = pair.one
    }
    return partners
  }

  private func pairs(of leaves: [Leaf]) -> [Pair] {
    // A value that two fields have stands where one of them is named.
    let counts = Dictionary(grouping: leaves, by: \.value).mapValues(\.count)
    let own = leaves.filter { counts[$0.value] == 1 }
    let fits = own.map { labels.fits(at: $0.everywhere.prefix(LabelFit.readPlaces)) }
    return own.indices.flatMap { one in
      own[(one + 1)...].indices.compactMap { other in
        own[one].sort.isKin(to: own[other].sort)
          ? pair(own[one], fits[one], own[other], fits[other]) : nil
      }
    }
  }

  private func pair(
    _ one: Leaf, _ oneFits: [JSONPointer: Double], _ other: Leaf,
    _ otherFits: [JSONPointer: Double]
  ) -> Pair? {
    let oneGain = oneFits[other.field, default: 0] - oneFits[one.field, default: 0]
    let otherGain = otherFits[one.field, default: 0] - otherFits[other.field, default: 0]
    let isNamed =
      oneFits[one.field, default: 0] >= LabelFit.plain
      || otherFits[other.field, default: 0] >= LabelFit.plain
    if FieldShape.isContrary(one.field, one.value, other.field, other.value), !isNamed {
      return Pair(one: one.path, other: other.path, gain: max(0, oneGain + otherGain))
    }
    guard oneGain >= 0, otherGain >= 0, !FieldShape.forbids(one.value, in: other.field),
      !FieldShape.forbids(other.value, in: one.field)
    else { return nil }
    let isLabelled =
      oneGain >= LabelFit.clear && oneFits[other.field, default: 0] >= LabelFit.told
      || otherGain >= LabelFit.clear && otherFits[one.field, default: 0] >= LabelFit.told
    let isOfOtherObject =
      one.field.lastToken == other.field.lastToken && oneGain > 0 && otherGain > 0
    guard isLabelled || isOfOtherObject || isBackwards(one, other) else { return nil }
    return Pair(one: one.path, other: other.path, gain: oneGain + otherGain)
  }

  /// Whether the day by which something ends is before another.
  private func isBackwards(_ one: Leaf, _ other: Leaf) -> Bool {
    guard one.sort == .day, other.sort == .day, let day = one.value.stringValue,
      let otherDay = other.value.stringValue, isEnd(one.field) != isEnd(other.field)
    else { return false }
    return isEnd(one.field) ? day < otherDay : otherDay < day
  }

  private func isEnd(_ field: JSONPointer) -> Bool {
    !Self.ends.isDisjoint(with: FieldLabels.meanings(ofName: field.lastToken ?? ""))
  }

  private static let ends: Set<String> = ["due", "expiry"]
}
