/// A draft of JSON Schema, as far as it is read here.
///
/// Draft 2020-12 is read in full, which the official suite shows. A schema that names draft 2019-09
/// or draft-07 is read as 2020-12 with the differences listed here, and no more is promised: the
/// suites of those drafts are not run, only cases of our own for each difference. Older drafts are
/// refused.
enum Draft: Hashable, Sendable {
  /// `items` may be an array and goes with `additionalItems`; siblings of `$ref` are ignored;
  /// `$id` may be an anchor.
  case draft7
  /// `items` may be an array and goes with `additionalItems`; `$recursiveRef` for `$dynamicRef`.
  case draft2019
  case draft2020

  /// The draft that a `$schema` names; nil for any other.
  init?(uri: String) {
    switch uri.hasSuffix("#") ? String(uri.dropLast()) : uri {
    case "https://json-schema.org/draft/2020-12/schema": self = .draft2020
    case "https://json-schema.org/draft/2019-09/schema": self = .draft2019
    case "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema":
      self = .draft7
    default: return nil
    }
  }

  /// Keywords of 2020-12 that the draft does not have.
  var absent: Set<String> {
    switch self {
    case .draft2020: []
    case .draft2019: ["prefixItems", "$dynamicRef", "$dynamicAnchor"]
    case .draft7:
      [
        "prefixItems", "$dynamicRef", "$dynamicAnchor", "$anchor", "$defs", "$vocabulary",
        "unevaluatedItems", "unevaluatedProperties", "dependentSchemas", "dependentRequired",
        "minContains", "maxContains", "deprecated", "contentSchema",
      ]
    }
  }

  /// Keywords of the draft that 2020-12 does not have.
  var additional: Set<String> {
    switch self {
    case .draft2020: []
    case .draft2019: ["additionalItems", "$recursiveRef", "$recursiveAnchor"]
    case .draft7: ["additionalItems"]
    }
  }
}

/// What the keywords of a schema resource mean: its draft and, of 2020-12, its vocabularies.
struct KeywordSet: Hashable, Sendable {
  var draft = Draft.draft2020
  var vocabularies = Vocabularies.standard

  /// Whether a keyword has a meaning.
  func knows(_ keyword: String) -> Bool {
    if draft.additional.contains(keyword) { return true }
    guard !draft.absent.contains(keyword), let vocabulary = Vocabularies.of(keyword) else {
      return false
    }
    return !vocabularies.isDisjoint(with: vocabulary)
  }
}
