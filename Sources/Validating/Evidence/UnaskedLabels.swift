import JSON

/// Says where the page calls a value something that nobody asked for: the number of an order where
/// that of the invoice is asked for, the date of delivery where the date of issue is.
///
/// What the schema asks for besides is told by the names of its fields (``LabelFit``). Of what it
/// leaves out some things stand on most business documents, and models take one for another. Nothing
/// is said of a field that is not of one of these things itself: a `reference` may be any of them.
struct UnaskedLabels {
  let labels: LabelFit

  /// What the page plainly calls a place, where that is not the field.
  func meaning(of place: DocumentIndex.Place, for field: JSONPointer, _ sort: ValueSort) -> String?
  {
    let own = Set(labels.phrases(of: field).joined())
    guard !own.isDisjoint(with: Self.asked(of: sort)) else { return nil }
    let fit = labels.fit(of: field, at: place).own
    guard fit < LabelFit.told else { return nil }
    for label in labels.reader.labels(of: place) {
      let strange = Self.unasked(of: sort).first { meaning in
        !own.contains(meaning)
          && label.weight * LabelFit.fit([meaning], label.words, implied: sort.implied)
            >= LabelFit.plain
      }
      if let strange { return strange }
    }
    return nil
  }

  /// Whether two fields are of different things: an invoice's number is no customer's.
  func areOfDifferentThings(_ one: JSONPointer, _ other: JSONPointer) -> Bool {
    let things = [one, other].map { Self.numbered.intersection(labels.phrases(of: $0).joined()) }
    return things.allSatisfy { !$0.isEmpty } && things[0].isDisjoint(with: things[1])
  }

  /// What has numbers of its own.
  private static let numbered: Set<String> = [
    "invoice", "order", "customer", "seller", "delivery", "contract", "tax", "phone", "account",
  ]

  /// Meanings that tell what a field of a sort is of.
  private static func asked(of sort: ValueSort) -> Set<String> {
    switch sort {
    case .day: ["invoice", "issue", "due"]
    case .number: ["total", "net", "tax", "gross", "subtotal", "due", "balance"]
    case .identifier, .text: ["invoice", "postcode", "tax", "contract"]
    }
  }

  /// Meanings of labels that speak of something else, in the order in which they are tried.
  private static func unasked(of sort: ValueSort) -> [String] {
    switch sort {
    case .day: ["delivery", "due", "order", "birth"]
    case .number: ["quantity", "discount", "delivery", "weight", "phone", "customer"]
    case .identifier, .text: ["order", "customer", "delivery", "phone", "account"]
    }
  }
}
