import Extraction
import JSON

/// Keeps back the fields in error of a record whose other fields may be published.
///
/// A held field is null, has no evidence, and `missing` calls it `held`; its finding, with the value
/// that was found, stays. A rule holds all fields that it names. What is wrong with the whole record
/// cannot be held by fields, and neither is a record of which nothing would be left.
struct FieldHold {
  let rules: RuleChecker

  /// The record with its fields in error held; unchanged where that does not make it publishable.
  func of(_ record: Record) -> Record {
    let errors = record.findings.filter { $0.severity == .error }
    let places = Set(errors.flatMap(places)).sorted()
    guard !errors.isEmpty, !places.contains(where: \.isRoot),
      errors.allSatisfy({ FailurePolicy.of($0.failureClass).ending == .hold })
    else { return record }
    var held = record
    // What holds another held place covers it.
    for place in places where !places.contains(where: { $0 != place && place.hasPrefix($0) }) {
      held.value.set(.null, at: place)
      held.evidence = held.evidence.filter { !$0.key.hasPrefix(place) }
      held.missing = held.missing.filter { !$0.key.hasPrefix(place) }
      held.missing[place] = .held
    }
    return held.value.leaves.contains { !$0.value.isNull } ? held : record
  }

  private func places(of finding: Finding) -> [JSONPointer] {
    let columns = finding.rule.map(rules.columns) ?? []
    return columns.isEmpty ? [finding.path] : columns.map { JSONPointer([$0]) }
  }
}
